import type { EntityManager } from '@mikro-orm/postgresql';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { RevenueRow } from '../domain/compare-month.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { Money } from '@guildhall/platform/money.ts';
import { toCurrency, toMoney } from './currency.ts';
import { AppRevenueEntity, LedgerEntryEntity } from './entities.ts';

/** The revenue of an app in one month and currency. */
export type MonthRevenue = { readonly appId: string; readonly month: string; readonly amount: Money };

export type LedgerStore = {
  /** Books the legs of one transaction, which must sum to zero when the database transaction commits; *worker* only. */
  post(entries: readonly LedgerEntry[]): Promise<void>;
  /** Books the revenue of invoiced lines for their publisher; *worker* only. */
  addRevenue(rows: readonly (RevenueRow & { readonly consumer: string })[], month: string): Promise<void>;
  /** Newest first; of one month when it is given. */
  page(orgId: string, month: string | undefined, page: PageRequest): Promise<LedgerEntry[]>;
  /** Of a month, whatever text their currency is; so are the two below. */
  ofMonth(orgIds: readonly string[], month: string): Promise<LedgerEntry<string>[]>;
  revenueOf(lineIds: readonly string[]): Promise<RevenueRow[]>;
  /** Revenue of a month whose line does not exist. */
  strayRevenue(month: string): Promise<RevenueRow[]>;
  revenueByMonth(orgId: string, appIds: readonly string[]): Promise<MonthRevenue[]>;
};

type Row = Omit<LedgerEntry, 'minor' | 'currency' | 'invoiceId'> & {
  amountMinor: bigint;
  currency: string;
  invoiceId?: string | null | undefined;
};

const toStoredEntry = ({
  orgId,
  id,
  transactionId,
  account,
  amountMinor,
  currency,
  month,
  invoiceId,
  postedAt,
}: Row): LedgerEntry<string> => ({
  orgId,
  id,
  transactionId,
  account,
  minor: amountMinor,
  currency,
  month,
  invoiceId: invoiceId ?? null,
  postedAt,
});

const toEntry = (row: Row): LedgerEntry => ({ ...toStoredEntry(row), currency: toCurrency(row.currency) });

type StoredRevenue = { orgId: string; lineId: string; appId: string; currency: string; amountMinor: bigint | string };

const toRevenue = ({ orgId, lineId, appId, currency, amountMinor }: StoredRevenue): RevenueRow => ({
  lineId,
  publisher: orgId,
  appId,
  amount: { minor: BigInt(amountMinor), currency },
});

export function ledgerStore(em: EntityManager): LedgerStore {
  return {
    async post(entries) {
      const [first] = entries;
      if (!first) return;
      await em.execute(`insert into billing.ledger_transaction (org_id, id, month, invoice_id, posted_at) values (?, ?, ?, ?, ?)`, [
        first.orgId,
        first.transactionId,
        first.month,
        first.invoiceId,
        first.postedAt.toISOString(),
      ]);
      await em.insertMany(
        LedgerEntryEntity,
        entries.map(({ minor, ...entry }) => ({ ...entry, amountMinor: minor })),
      );
    },
    async addRevenue(rows, month) {
      if (rows.length === 0) return;
      await em.insertMany(
        AppRevenueEntity,
        rows.map(({ lineId, consumer, publisher, appId, amount }) => ({
          orgId: publisher,
          consumer,
          lineId,
          appId,
          month,
          currency: amount.currency,
          amountMinor: amount.minor,
        })),
      );
    },
    async page(orgId, month, { limit, after, backward }) {
      const [id] = after ?? [];
      const where = {
        orgId,
        ...(month === undefined ? {} : { month }),
        ...(id === undefined ? {} : { id: backward ? { $gt: id } : { $lt: id } }),
      };
      return (await em.find(LedgerEntryEntity, where, { orderBy: { id: backward ? 'asc' : 'desc' }, limit })).map(toEntry);
    },
    async ofMonth(orgIds, month) {
      return (await em.find(LedgerEntryEntity, { orgId: { $in: [...orgIds] }, month }, { orderBy: { id: 'asc' } })).map(toStoredEntry);
    },
    async revenueOf(lineIds) {
      return (await em.find(AppRevenueEntity, { lineId: { $in: [...lineIds] } })).map(toRevenue);
    },
    async strayRevenue(month) {
      const rows = await em.execute<StoredRevenue[]>(
        `select r.org_id as "orgId", r.line_id as "lineId", r.app_id as "appId", r.currency, r.amount_minor::text as "amountMinor"
           from billing.app_revenue r
          where r.month = ? and not exists (select 1 from billing.charge_line l where l.id = r.line_id) order by r.line_id limit 1000`,
        [month],
      );
      return rows.map(toRevenue);
    },
    async revenueByMonth(orgId, appIds) {
      const rows = await em.execute<{ appId: string; month: string; currency: string; minor: string }[]>(
        `select app_id as "appId", month, currency, sum(amount_minor)::text as minor
           from billing.app_revenue
          where org_id = ? and app_id in (select jsonb_array_elements_text(?::jsonb))
          group by app_id, month, currency order by app_id, month, currency`,
        [orgId, JSON.stringify(appIds)],
      );
      return rows.map(({ appId, month, currency, minor }) => ({ appId, month, amount: toMoney(minor, currency) }));
    },
  };
}
