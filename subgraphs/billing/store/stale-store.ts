import type { EntityManager } from '@mikro-orm/postgresql';

/** An app of an organisation whose held lines may be others than those that are stored, from a time on. */
type Stale = { readonly orgId: string; readonly appId: string; readonly since: string };

/** What the held lines of open months are to be updated by; *worker* only. */
export type StaleStore = {
  /** Lets days be taken, and no notes be worked off, until the transaction ends; days can be taken by others at the same time. */
  lockShared(): Promise<void>;
  /** Lets no day be taken until the transaction ends: whatever was taken before is seen. */
  lock(): Promise<void>;
  /** Notes that held lines may have changed. */
  add(orgId: string, appId: string, since: string): Promise<void>;
  /** Whether there is a note. */
  any(): Promise<boolean>;
  /** Takes out the first notes; `since` is a day. */
  take(limit: number): Promise<readonly Stale[]>;
  /** The apps whose lines are held because an event of them could not be processed. */
  appsOnHold(): Promise<ReadonlySet<string>>;
  /** Keeps which apps are on hold, and notes whoever used, or has held lines of, one that is so now or no longer is; not who has a fee alone. The caller has the lock. */
  putAppsOnHold(appIds: readonly string[]): Promise<void>;
};

const LOCK = `hashtextextended('billing held', 0)`;

export function staleStore(em: EntityManager): StaleStore {
  return {
    async lockShared() {
      await em.execute(`select pg_advisory_xact_lock_shared(${LOCK})`);
    },
    async lock() {
      await em.execute(`select pg_advisory_xact_lock(${LOCK})`);
    },
    async add(orgId, appId, since) {
      await em.execute(
        `insert into billing.held_stale as s (org_id, app_id, since) values (?, ?, ?)
         on conflict (org_id, app_id) do update set since = least(s.since, excluded.since)`,
        [orgId, appId, since],
      );
    },
    async any() {
      return (await em.execute<object[]>('select 1 from billing.held_stale limit 1')).length > 0;
    },
    take: (limit) =>
      em.execute<Stale[]>(
        `delete from billing.held_stale where (org_id, app_id) in (select org_id, app_id from billing.held_stale order by org_id, app_id limit ?)
         returning org_id as "orgId", app_id as "appId", since::date::text as since`,
        [limit],
      ),
    async appsOnHold() {
      const rows = await em.execute<{ id: string }[]>('select app_id as id from billing.app_on_hold');
      return new Set(rows.map(({ id }) => id));
    },
    async putAppsOnHold(appIds) {
      const given = JSON.stringify(appIds);
      await em.execute(
        `with gone as (
           delete from billing.app_on_hold where app_id not in (select jsonb_array_elements_text(?::jsonb)) returning app_id),
         come as (
           insert into billing.app_on_hold (app_id) select distinct jsonb_array_elements_text(?::jsonb) on conflict do nothing returning app_id)
         insert into billing.held_stale as s (org_id, app_id, since)
         select org_id, app_id, min(day) from (
           select d.org_id, d.app_id, d.day from billing.usage_day d
            where d.app_id in (select app_id from gone union select app_id from come) and not d.waiting
              and not exists (select 1 from billing.booked_month b where b.org_id = d.org_id and b.month = to_char(d.day, 'YYYY-MM'))
           union all
           select h.org_id, h.app_id, (h.month || '-01')::date from billing.held_line h
            where not h.booked and (h.app_id in (select app_id from come)
               or h.code = 'APP_ON_HOLD' and h.app_id not in (select jsonb_array_elements_text(?::jsonb)))) touched
          group by org_id, app_id
         on conflict (org_id, app_id) do update set since = least(s.since, excluded.since)`,
        [given, given, given],
      );
    },
  };
}
