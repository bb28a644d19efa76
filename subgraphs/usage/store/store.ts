import type { Database } from '@guildhall/platform/database/database.ts';
import { createStore as createPlatformStore, type Store as PlatformStore } from '@guildhall/platform/database/store.ts';
import { closeStore, type CloseStore } from './close-store.ts';
import { copyStore, type CopyStore } from './copy-store.ts';
import { reconciliationStore, type ReconciliationStore } from './reconciliation-store.ts';
import { signingKeyStore, type SigningKeyStore } from './signing-key-store.ts';
import { usageStore, type UsageStore } from './usage-store.ts';

type Parts = {
  readonly usage: UsageStore;
  readonly signingKeys: SigningKeyStore;
  readonly closes: CloseStore;
  readonly copies: CopyStore;
  readonly reconciliation: ReconciliationStore;
};
export type Store = PlatformStore<Parts>;

export const createStore = (database: Database): Store =>
  createPlatformStore(database, 'usage', (em) => ({
    usage: usageStore(em),
    signingKeys: signingKeyStore(em),
    closes: closeStore(em),
    copies: copyStore(em),
    reconciliation: reconciliationStore(em),
  }));
