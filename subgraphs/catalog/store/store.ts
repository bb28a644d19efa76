import {
  createStore as createPlatformStore,
  type Store as PlatformStore,
  type Tx as PlatformTx,
} from '@guildhall/platform/database/store.ts';
import type { Database } from '@guildhall/platform/database/database.ts';
import { appStore, type AppStore } from './app-store.ts';
import { copyStore, type CopyStore } from './copy-store.ts';
import { installStore, type InstallStore } from './install-store.ts';
import { listingStore, type ListingStore } from './listing-store.ts';

type Parts = { readonly apps: AppStore; readonly listings: ListingStore; readonly installs: InstallStore; readonly copies: CopyStore };
export type Store = PlatformStore<Parts>;
export type Tx = PlatformTx<Parts>;

export const createStore = (database: Database): Store =>
  createPlatformStore(database, 'catalog', (em) => ({
    apps: appStore(em),
    listings: listingStore(em),
    installs: installStore(em),
    copies: copyStore(em),
  }));
