import type { IdMaker } from '@guildhall/platform/ids.ts';
import type { Store } from '../store/store.ts';

/** What the catalog's operations need from outside. */
export type CatalogDeps = { readonly store: Store; readonly now: () => Date; readonly newId: IdMaker };
