import type { EntityManager } from '@mikro-orm/postgresql';
import { MAY_OWE, mayOwe } from './month-store.ts';

/** Why a run could not book an organisation's month: it failed, or it waits for something that is named. */
export type UnbookedMonth = {
  readonly orgId: string;
  readonly outcome: 'failed' | 'waiting';
  readonly code: string;
  readonly reason: string;
};

/** How a month stands: the accounts that are booked, failed or wait; those with an invoice; those that failed; those that wait. */
export type RunTotals = { readonly accounts: number; readonly invoices: number; readonly failed: number; readonly waiting: number };

/** The runs of months, over every tenant; under the *worker* role. */
export type RunStore = {
  /**
   * Organisations with an account of which a month may not be done, by id. `starts` when an earlier run could not book it, or booked and did
   * not finalize it, or when it is among `waiting` and nothing is booked; else nothing is booked, and it may owe. `start` and `end` are the
   * month's days, half-open.
   */
  candidates(of: {
    month: string;
    start: string;
    end: string;
    waiting: ReadonlySet<string>;
    after: string;
    limit: number;
  }): Promise<{ orgId: string; starts: boolean }[]>;
  recordUnbooked(month: string, unbooked: UnbookedMonth, at: Date): Promise<void>;
  /** What runs could not book of a month, by organisation. */
  unbooked(month: string, limit: number): Promise<UnbookedMonth[]>;
  /** Remembers that a month's run came to its end, and answers how the month stands; at least so many failed. */
  record(month: string, leastFailed: number, at: Date): Promise<RunTotals>;
  /** The newest months of `[first, beyond)` of which no run came to its end without an account that failed or waits. */
  unfinished(first: string, beyond: string, limit: number): Promise<string[]>;
  /** The UTC day of the earliest account or install. */
  firstDay(): Promise<string | undefined>;
};

export function runStore(em: EntityManager): RunStore {
  return {
    candidates: ({ month, start, end, waiting, after, limit }) =>
      em.execute<{ orgId: string; starts: boolean }[]>(
        `with waiting as (select jsonb_array_elements_text(?::jsonb) as org_id)
         select id as "orgId", (b.org_id is not null or u.org_id is not null or id in (select org_id from waiting)) as starts
           from (${MAY_OWE}
                 union select org_id from waiting
                 union select org_id from billing.unbooked_month where month = ?
                 union select org_id from billing.booked_month where month = ? and finalized_at is null) owing
           left join billing.booked_month b on b.org_id = id and b.month = ?
           left join billing.unbooked_month u on u.org_id = id and u.month = ?
          where (b.org_id is null or b.finalized_at is null or u.org_id is not null)
            and exists (select 1 from billing.account a where a.org_id = id) and id collate "C" > ?
          order by id collate "C" limit ?`,
        [JSON.stringify([...waiting]), ...mayOwe({ start, end }), month, month, month, month, after, limit],
      ),
    async recordUnbooked(month, { orgId, outcome, code, reason }, at) {
      await em.execute(
        `insert into billing.unbooked_month (org_id, month, outcome, code, reason, recorded_at) values (?, ?, ?, ?, ?, ?)
         on conflict (org_id, month) do update set outcome = excluded.outcome, code = excluded.code, reason = excluded.reason,
           recorded_at = excluded.recorded_at`,
        [orgId, month, outcome, code, reason, at.toISOString()],
      );
    },
    unbooked: (month, limit) =>
      em.execute<UnbookedMonth[]>(
        `select org_id as "orgId", outcome, code, reason from billing.unbooked_month where month = ? order by org_id collate "C" limit ?`,
        [month, limit],
      ),
    async record(month, leastFailed, at) {
      const [totals] = await em.execute<RunTotals[]>(
        `with accounts as (
           select org_id, b.outcome as booked, u.outcome as unbooked
             from (select org_id, outcome from billing.booked_month where month = ?) b
             full join (select org_id, outcome from billing.unbooked_month where month = ?) u using (org_id))
         insert into billing.billing_run (month, accounts, invoices, failed, waiting, finished_at)
         select ?, count(*), count(*) filter (where booked = 'invoiced'), greatest(count(*) filter (where unbooked = 'failed'), ?),
                count(*) filter (where unbooked = 'waiting'), ? from accounts
         on conflict (month) do update set accounts = excluded.accounts, invoices = excluded.invoices, failed = excluded.failed,
           waiting = excluded.waiting, finished_at = excluded.finished_at
         returning accounts, invoices, failed, waiting`,
        [month, month, month, leastFailed, at.toISOString()],
      );
      if (!totals) throw new Error(`the run of ${month} was not recorded`);
      return totals;
    },
    async unfinished(first, beyond, limit) {
      const rows = await em.execute<{ month: string }[]>(
        `select month from (
           select to_char(start, 'YYYY-MM') as month
             from generate_series(?::timestamp, ?::timestamp - interval '1 month', '1 month') start
         ) months
         where not exists (select 1 from billing.billing_run r where r.month = months.month and r.failed = 0 and r.waiting = 0)
            or exists (select 1 from billing.unbooked_month u where u.month = months.month)
         order by month desc limit ?`,
        [`${first}-01`, `${beyond}-01`, limit],
      );
      return rows.map(({ month }) => month);
    },
    async firstDay() {
      const [row] = await em.execute<{ day: string | null }[]>(
        `select (least((select min(opened_at) from billing.account), (select min(installed_at) from billing.install_copy))
                  at time zone 'UTC')::date::text as day`,
      );
      return row?.day ?? undefined;
    },
  };
}
