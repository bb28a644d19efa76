import type { EntityManager } from '@mikro-orm/postgresql';
import type { Outcome } from '../domain/charges.ts';

/** What an organisation's month came to when it was booked. */
type BookedMonthRow = {
  readonly outcome: Exclude<Outcome, 'none'>;
  readonly invoiceId: string | null;
  readonly finalizedAt: Date | null;
};

type MonthOfOrganization = { readonly orgId: string; readonly month: string };

export type MonthStore = {
  /** Holds off both booking and new days of an organisation's month until the transaction ends. */
  lock(month: MonthOfOrganization): Promise<void>;
  /** Holds off booking of the months named; others may take days of them at the same time. */
  lockShared(months: readonly MonthOfOrganization[]): Promise<void>;
  /** Holds off booking of a month, unless somebody has it locked; tells whether it does. */
  tryLockShared(month: MonthOfOrganization): Promise<boolean>;
  booked(month: MonthOfOrganization): Promise<BookedMonthRow | undefined>;
  /** Of the organisations named, those of which nothing of a month is booked. */
  unbooked(orgIds: readonly string[], month: string): Promise<string[]>;
  /** Under which rules a month of organisations was booked: 1 are those of 0.1.0. */
  rulesOf(orgIds: readonly string[], month: string): Promise<ReadonlyMap<string, number>>;
  book(month: MonthOfOrganization, row: Omit<BookedMonthRow, 'finalizedAt'>, at: Date): Promise<void>;
  finalize(month: MonthOfOrganization, at: Date): Promise<void>;
  /**
   * Organisations that a month may owe for, with an account or without one, by id; those alone whose `unbookedIn` is not booked, when it is
   * given. `start` and `end` are the month's days, half-open.
   */
  toBill(of: { start: string; end: string; accounted: boolean; unbookedIn?: string; after: string; limit: number }): Promise<string[]>;
  /** Organisations of which anything of a month is booked, by id. */
  organizationsBooked(month: string, after: string, limit: number): Promise<string[]>;
  /** Takes the next number of a series; the series stays locked until the transaction ends. */
  nextNumber(series: number): Promise<number>;
  /** Whether a month's run ever came to its end. */
  hasRun(month: string): Promise<boolean>;
  /** Forgets that a run could not book the month: it is booked, or comes to nothing. */
  settle(month: MonthOfOrganization): Promise<void>;
};

const key = ({ orgId, month }: MonthOfOrganization) => `billing month ${month} ${orgId}`;

/** The organisations that days may owe for. An install owes nothing by itself but the fee of an app that has one. */
export const MAY_OWE = `
  select org_id as id from billing.usage_day where day >= ?::date and day < ?::date and not waiting
  union
  select i.org_id from billing.install_copy i
   where i.installed_at < ?::timestamptz and (i.uninstalled_at is null or i.uninstalled_at > ?::timestamptz)
     and exists (select 1 from billing.price_version v
                  where v.app_id = i.app_id and v.status = 'in_force' and v.pricing ->> 'model' = 'subscription')`;
/** The parameters of {@link MAY_OWE} for half-open days. */
export const mayOwe = ({ start, end }: { readonly start: string; readonly end: string }) => [
  start,
  end,
  `${end}T00:00:00Z`,
  `${start}T00:00:00Z`,
];

export function monthStore(em: EntityManager): MonthStore {
  return {
    async lock(month) {
      await em.execute(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [key(month)]);
    },
    async lockShared(months) {
      const names = JSON.stringify([...new Set(months.map(key))]);
      await em.execute(
        `select count(*) from (select pg_advisory_xact_lock_shared(hashtextextended(name, 0)) from jsonb_array_elements_text(?::jsonb) name) held`,
        [names],
      );
    },
    async tryLockShared(month) {
      const [row] = await em.execute<{ locked: boolean }[]>(`select pg_try_advisory_xact_lock_shared(hashtextextended(?, 0)) as locked`, [
        key(month),
      ]);
      return row?.locked === true;
    },
    async booked({ orgId, month }) {
      const [row] = await em.execute<BookedMonthRow[]>(
        `select outcome, invoice_id as "invoiceId", finalized_at as "finalizedAt" from billing.booked_month where org_id = ? and month = ?`,
        [orgId, month],
      );
      return row;
    },
    async unbooked(orgIds, month) {
      const rows = await em.execute<{ id: string }[]>(
        `select id from jsonb_array_elements_text(?::jsonb) id
          where not exists (select from billing.booked_month b where b.org_id = id and b.month = ?)`,
        [JSON.stringify(orgIds), month],
      );
      return rows.map(({ id }) => id);
    },
    async rulesOf(orgIds, month) {
      const rows = await em.execute<{ id: string; rules: number }[]>(
        `select org_id as id, rules from billing.booked_month where month = ? and org_id in (select jsonb_array_elements_text(?::jsonb))`,
        [month, JSON.stringify(orgIds)],
      );
      return new Map(rows.map(({ id, rules }) => [id, rules]));
    },
    async book({ orgId, month }, { outcome, invoiceId }, at) {
      await em.execute(`insert into billing.booked_month (org_id, month, outcome, invoice_id, posted_at) values (?, ?, ?, ?, ?)`, [
        orgId,
        month,
        outcome,
        invoiceId,
        at.toISOString(),
      ]);
    },
    async finalize({ orgId, month }, at) {
      await em.execute(`update billing.booked_month set finalized_at = ? where org_id = ? and month = ?`, [at.toISOString(), orgId, month]);
    },
    async toBill({ start, end, accounted, unbookedIn, after, limit }) {
      const rows = await em.execute<{ id: string }[]>(
        `select id from (${MAY_OWE}) owing
         where exists (select 1 from billing.account a where a.org_id = owing.id) = ? and id collate "C" > ?
           and not exists (select 1 from billing.booked_month b where b.org_id = owing.id and b.month = ?)
         order by id collate "C" limit ?`,
        [...mayOwe({ start, end }), accounted, after, unbookedIn ?? null, limit],
      );
      return rows.map(({ id }) => id);
    },
    async organizationsBooked(month, after, limit) {
      const rows = await em.execute<{ id: string }[]>(
        `select id from (
           select org_id as id from billing.booked_month where month = ?
           union select org_id from billing.charge_line where month = ?
           union select org_id from billing.ledger_entry where month = ?
           union select org_id from billing.invoice where month = ? and status <> 'draft'
         ) booked where id collate "C" > ? order by id collate "C" limit ?`,
        [month, month, month, month, after, limit],
      );
      return rows.map(({ id }) => id);
    },
    async nextNumber(series) {
      const [row] = await em.execute<{ taken: number }[]>(
        `insert into billing.number_series (series, taken) values (?, 1)
         on conflict (series) do update set taken = number_series.taken + 1 returning taken`,
        [series],
      );
      if (!row) throw new Error('the number series gave no number');
      return row.taken;
    },
    async hasRun(month) {
      return (await em.execute<object[]>(`select 1 from billing.billing_run where month = ?`, [month])).length > 0;
    },
    async settle({ orgId, month }) {
      await em.execute(`delete from billing.unbooked_month where org_id = ? and month = ?`, [orgId, month]);
    },
  };
}
