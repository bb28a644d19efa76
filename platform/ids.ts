import { v7 } from 'uuid';

/** Makes ids such as `inv_0195…`: a readable prefix and a UUIDv7, so they sort by time. */
export type IdMaker = (prefix: string) => string;
export const newId: IdMaker = (prefix) => `${prefix}_${v7().replaceAll('-', '')}`;
