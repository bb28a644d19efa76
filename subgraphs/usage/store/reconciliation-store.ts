import type { EntityManager } from '@mikro-orm/postgresql';
import type { DayRange, UsageDifference } from '../domain/usage.ts';
import { dayOf, latestDays, SETTLED, startOf } from './sql.ts';

export type ReconciliationStore = {
  /** Every figure of a range that is not what the figure below it says, by (day, organisation, app, unit). */
  differences(range: DayRange): Promise<UsageDifference[]>;
};

/** Compares what was counted with what was made of it, over every tenant; under the *worker* role. */
export function reconciliationStore(em: EntityManager): ReconciliationStore {
  return {
    differences: ({ from, to }) => em.execute<UsageDifference[]>(DIFFERENCES, [from, to, from, to, from, to, from, to]),
  };
}

const KEY = 'org_id, app_id, unit, day';

/** What two of the sets below disagree on; an absent figure is 0. */
const compare = (left: string, leftSet: string, right: string, rightSet: string) => `
  select ${KEY}, '${left}' as left_name, coalesce(l.quantity, 0) as left_value, '${right}' as right_name, coalesce(r.quantity, 0) as right_value
    from ${leftSet} as l full join ${rightSet} as r using (${KEY})
   where coalesce(l.quantity, 0) <> coalesce(r.quantity, 0)`;

/** One statement, so one snapshot. A day that is open or late is expected to differ from its versions; it is compared once it is closed. */
const DIFFERENCES = `
  with settled as (select day from usage.day_close where day >= ?::date and day < ?::date and ${SETTLED}),
  raw as (
    select org_id, app_id, metered.unit, ${dayOf('occurred_at')} as day, sum(usage.meter_quantity(metered.unit, action, payload)) as quantity
      from usage.usage_event cross join lateral unnest(units) as metered (unit)
     where occurred_at >= ${startOf('?')} and occurred_at < ${startOf('?')} group by 1, 2, 3, 4),
  bucket as (
    select org_id, app_id, unit, ${dayOf('hour')} as day, sum(quantity) as quantity
      from usage.usage_hour where hour >= ${startOf('?')} and hour < ${startOf('?')} group by 1, 2, 3, 4),
  latest as (select ${KEY}, quantity from ${latestDays('day in (select day from settled)')} as days),
  published as (
    select app_copy.org_id, app_id, latest.unit, latest.day, sum(latest.quantity) as quantity
      from latest join usage.app_copy using (app_id) group by 1, 2, 3, 4),
  differences as (
    ${compare('raw', 'raw', 'bucket', 'bucket')}
    union all
    ${compare('raw', '(select raw.* from raw join settled using (day))', 'day', 'latest')}
    union all
    ${compare('day', 'published', 'app_day', `(select * from usage.app_day where day >= ?::date and day < ?::date and day in (select day from settled))`)})
  select org_id as "orgId", app_id as "appId", unit, day::text as day,
         left_name as "left", trim_scale(left_value)::text as "leftValue", right_name as "right", trim_scale(right_value)::text as "rightValue"
    from differences order by differences.day, org_id, app_id, unit, left_name desc, right_name`;
