import type { EntityManager } from '@mikro-orm/postgresql';
import type { UsageDayRow } from '../domain/usage-day.ts';
import { UsageDayEntity } from './entities.ts';

/** Half-open days, `to` not included. */
export type Window = { readonly from: string; readonly to: string };

export type UsageStore = {
  /**
   * Adds versions of days that are newer than what is there; those of a booked month wait. Answers for each added one whether it does.
   * The caller holds the months' locks.
   */
  take(rows: readonly UsageDayRow[], at: Date): Promise<readonly { readonly waiting: boolean }[]>;
  /** Every version of the days of organisations in a window that does not wait. */
  billable(orgIds: readonly string[], window: Window): Promise<UsageDayRow[]>;
  /** The unbooked months in which an organisation used an app on the day before a day or later, and those with held lines of it. */
  openMonths(orgId: string, appId: string, since: string): Promise<string[]>;
  /** Every version that does wait: it came after its month was booked. */
  waiting(orgIds: readonly string[], window: Window): Promise<UsageDayRow[]>;
  /** Billing's newest copy, waiting or not, of the days named. */
  newestOf(keys: readonly Pick<UsageDayRow, 'orgId' | 'appId' | 'day' | 'unit'>[]): Promise<UsageDayRow[]>;
  /** Billing's newest copies of a window, a page in a stable order. */
  newestPage(window: Window, after: UsageDayRow | undefined, limit: number): Promise<UsageDayRow[]>;
};

const COLUMNS = `d.org_id as "orgId", d.app_id as "appId", d.publisher, d.day::text as day, d.unit, d.version, d.quantity::text as quantity,
  d.within_install as "withinInstall"`;

export function usageStore(em: EntityManager): UsageStore {
  const versions = async (orgIds: readonly string[], { from, to }: Window, waiting: boolean): Promise<UsageDayRow[]> => {
    const rows = await em.find(
      UsageDayEntity,
      { orgId: { $in: [...orgIds] }, day: { $gte: from, $lt: to }, waiting },
      { disableIdentityMap: true },
    );
    return rows.map(({ orgId, appId, publisher, day, unit, version, quantity, withinInstall }) => ({
      orgId,
      appId,
      publisher,
      day,
      unit,
      version,
      quantity,
      withinInstall,
    }));
  };
  return {
    take: (rows, at) =>
      em.execute<{ waiting: boolean }[]>(
        `insert into billing.usage_day (org_id, app_id, publisher, day, unit, version, quantity, within_install, waiting, received_at)
         select r."orgId", r."appId", r.publisher, r.day, r.unit, r.version, r.quantity, r."withinInstall",
                exists (select 1 from billing.booked_month b where b.org_id = r."orgId" and b.month = to_char(r.day, 'YYYY-MM')), ?
           from jsonb_to_recordset(?::jsonb)
             as r ("orgId" text, "appId" text, publisher text, day date, unit text, version int, quantity numeric, "withinInstall" boolean)
          where not exists (
            select 1 from billing.usage_day d
             where d.org_id = r."orgId" and d.app_id = r."appId" and d.day = r.day and d.unit = r.unit and d.version >= r.version)
         on conflict do nothing returning waiting`,
        [at.toISOString(), JSON.stringify(rows)],
      ),
    billable: (orgIds, window) => versions(orgIds, window, false),
    async openMonths(orgId, appId, since) {
      const rows = await em.execute<{ month: string }[]>(
        `select month from (
           select to_char(day, 'YYYY-MM') as month from billing.usage_day
            where org_id = ? and app_id = ? and day >= ?::date - 1 and not waiting
           union select month from billing.held_line where org_id = ? and app_id = ? and not booked) touched
          where not exists (select 1 from billing.booked_month b where b.org_id = ? and b.month = touched.month) order by month`,
        [orgId, appId, since, orgId, appId, orgId],
      );
      return rows.map(({ month }) => month);
    },
    waiting: (orgIds, window) => versions(orgIds, window, true),
    newestOf: (keys) =>
      em.execute<UsageDayRow[]>(
        `select distinct on (d.org_id, d.app_id, d.day, d.unit) ${COLUMNS}
           from jsonb_to_recordset(?::jsonb) as k ("orgId" text, "appId" text, day date, unit text)
           join billing.usage_day d on d.org_id = k."orgId" and d.app_id = k."appId" and d.day = k.day and d.unit = k.unit
          order by d.org_id, d.app_id, d.day, d.unit, d.version desc`,
        [JSON.stringify(keys)],
      ),
    newestPage: ({ from, to }, after, limit) =>
      em.execute<UsageDayRow[]>(
        `select distinct on (d.day, d.org_id, d.app_id, d.unit) ${COLUMNS}
           from billing.usage_day d
          where d.day >= ?::date and d.day < ?::date
            and (?::date is null or (d.day, d.org_id, d.app_id, d.unit) > (?::date, ?::text, ?::text, ?::text))
          order by d.day, d.org_id, d.app_id, d.unit, d.version desc limit ?`,
        [from, to, after?.day ?? null, after?.day ?? null, after?.orgId ?? null, after?.appId ?? null, after?.unit ?? null, limit],
      ),
  };
}
