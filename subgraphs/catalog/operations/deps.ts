import type { IdMaker } from '@guildhall/platform/ids.ts';
import type { Consumer } from '@guildhall/platform/stream/consumer.ts';
import type { Store } from '../store/store.ts';

/** What the catalog's operations need from outside. */
export type CatalogDeps = { readonly store: Store; readonly now: () => Date; readonly newId: IdMaker };

/** Beside these, what installing needs: the consumer that keeps the copy of accounts. */
export type InstallDeps = CatalogDeps & { readonly accounts: Pick<Consumer, 'caughtUp' | 'knows'> };
