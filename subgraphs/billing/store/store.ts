import {
  createStore as createPlatformStore,
  type Store as PlatformStore,
  type Tx as PlatformTx,
} from '@guildhall/platform/database/store.ts';
import type { Database } from '@guildhall/platform/database/database.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { accountStore, type AccountStore } from './account-store.ts';
import { consumerStore, type ConsumerStore } from './consumer-store.ts';
import { heldStore, type HeldStore } from './held-store.ts';
import { installStore, type InstallStore } from './install-store.ts';
import { invoiceStore, type InvoiceStore } from './invoice-store.ts';
import { ledgerStore, type LedgerStore } from './ledger-store.ts';
import { monthStore, type MonthStore } from './month-store.ts';
import { priceStore, type PriceStore } from './price-store.ts';
import { reportStore, type ReportStore } from './report-store.ts';
import { runStore, type RunStore } from './run-store.ts';
import { staleStore, type StaleStore } from './stale-store.ts';
import { usageStore, type UsageStore } from './usage-store.ts';

/** The stores of billing's tables, in one transaction. */
export type Parts = {
  readonly accounts: AccountStore;
  readonly prices: PriceStore;
  readonly installs: InstallStore;
  readonly usage: UsageStore;
  readonly months: MonthStore;
  readonly invoices: InvoiceStore;
  readonly held: HeldStore;
  readonly stale: StaleStore;
  readonly ledger: LedgerStore;
  readonly consumers: ConsumerStore;
  readonly reports: ReportStore;
  readonly runs: RunStore;
};
export type Store = PlatformStore<Parts>;
export type Tx = PlatformTx<Parts>;

export const partsOf = (em: EntityManager): Parts => ({
  accounts: accountStore(em),
  prices: priceStore(em),
  installs: installStore(em),
  usage: usageStore(em),
  months: monthStore(em),
  invoices: invoiceStore(em),
  held: heldStore(em),
  stale: staleStore(em),
  ledger: ledgerStore(em),
  consumers: consumerStore(em),
  reports: reportStore(em),
  runs: runStore(em),
});

export const createStore = (database: Database): Store => createPlatformStore(database, 'billing', partsOf);
