import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClosedDayRow, DayRange } from '../domain/usage.ts';
import { CLOSING, dayNumber, RECORDING } from './day-locks.ts';
import { dayOf, latestDays, SETTLED, startOf } from './sql.ts';

export type ClosedDayKey = { readonly day: string; readonly orgId: string; readonly appId: string; readonly unit: string };

export type CloseStore = {
  /** Marks that a close of the day begins, and answers its number; waits for recordings of the day that are under way. */
  begin(day: string): Promise<number>;
  /** Waits for another close of the day to end; call in a statement of its own before {@link write}, which must see what that wrote. */
  alone(day: string): Promise<void>;
  /** Writes a new version of every (organisation, app) of the day whose raw usage differs from its latest version. */
  write(day: string): Promise<{ rows: number; changed: number; differences: number }>;
  /** Brings the publishers' totals of the day in line with its latest versions. */
  writeAppDays(day: string): Promise<void>;
  /** Ends close number `begun` of a day; one that another close overtook ends nothing. */
  finish(day: string, begun: number, at: Date): Promise<void>;
  /** The number of the last close of a day that ended; 0 before the first. */
  number(day: string): Promise<number>;
  /** Remembers that billing has what close number `close` of a day made. */
  handOver(day: string, close: number): Promise<void>;
  /** Days after `after` and up to `through`, in order, that are not closed, that usage came to since, or whose close billing does not have. */
  open(through: string, after: string | undefined, limit: number): Promise<string[]>;
  /** The newest days before `beyond`, and after the first that was closed, that never were. */
  missed(beyond: string, limit: number): Promise<string[]>;
  /** The UTC day of the earliest install or counted event. */
  firstDay(): Promise<string | undefined>;
  /** Latest versions of the closed days of a range, in (day, organisation, app, unit) order after a key. */
  rows(range: DayRange, after: ClosedDayKey | undefined, limit: number): Promise<ClosedDayRow[]>;
};

type Counts = { rows: number; changed: number; differences: number };

/** Closing days over every tenant; under the *worker* role. */
export function closeStore(em: EntityManager): CloseStore {
  return {
    async begin(day) {
      await em.execute(`select pg_advisory_xact_lock(${RECORDING}, ${dayNumber('?')})`, [day]);
      const [row] = await em.execute<{ begun: number }[]>(
        `insert into usage.day_close (day, begun, done, handed, late) values (?::date, 1, 0, 0, false)
         on conflict (day) do update set begun = day_close.begun + 1, late = false returning begun`,
        [day],
      );
      if (!row) throw new Error(`the close of ${day} was not begun`);
      return row.begun;
    },
    async alone(day) {
      await em.execute(`select pg_advisory_xact_lock(${CLOSING}, ${dayNumber('?')})`, [day]);
    },
    async write(day) {
      const [counts] = await em.execute<Counts[]>(WRITE, [day, day, day, day, day, day]);
      if (!counts) throw new Error(`the close of ${day} gave no answer`);
      return counts;
    },
    async writeAppDays(day) {
      await em.execute(
        `insert into usage.app_day (org_id, app_id, day, unit, quantity)
         select app_copy.org_id, app_id, days.day, days.unit, sum(days.quantity)
           from ${latestDays('day = ?::date')} as days join usage.app_copy using (app_id)
          group by 1, 2, 3, 4 order by 1, 2, 3, 4
         on conflict (org_id, app_id, day, unit) do update set quantity = excluded.quantity where app_day.quantity <> excluded.quantity`,
        [day],
      );
    },
    async finish(day, begun, at) {
      await em.execute(`update usage.day_close set done = ?, closed_at = ? where day = ?::date and done < ?`, [begun, at, day, begun]);
    },
    async number(day) {
      const [row] = await em.execute<{ done: number }[]>(`select done from usage.day_close where day = ?::date`, [day]);
      return row?.done ?? 0;
    },
    async handOver(day, close) {
      await em.execute(`update usage.day_close set handed = ? where day = ?::date and handed < ?`, [close, day, close]);
    },
    async open(through, after, limit) {
      const rows = await em.execute<{ day: string }[]>(OPEN, [through, through, through, after ?? null, after ?? null, limit]);
      return rows.map(({ day }) => day);
    },
    async missed(beyond, limit) {
      const rows = await em.execute<{ day: string }[]>(
        `select day::text from (${sinceFirstClose(`?::date - 1`)}) as days (day)
          where not exists (select from usage.day_close where day_close.day = days.day and done > 0) order by day desc limit ?`,
        [beyond, limit],
      );
      return rows.map(({ day }) => day);
    },
    async firstDay() {
      const [row] = await em.execute<{ day: string | null }[]>(`select ${FIRST_DAY}::text as day`);
      return row?.day ?? undefined;
    },
    async rows({ from, to }, after, limit) {
      const key = after && [after.day, after.orgId, after.appId, after.unit];
      // A page costs its rows and their older versions: it walks the index in the order of the keys and ends at the limit. Left to itself,
      // the planner sorts the whole rest of a day that was closed just now, of which its statistics know nothing yet.
      await em.execute(`set local enable_sort = off`);
      return em.execute<ClosedDayRow[]>(
        `select days.org_id as "orgId", app_id as "appId", app_copy.org_id as publisher, days.day::text as day, unit, version,
                trim_scale(quantity)::text as quantity, within_install as "withinInstall"
           from usage.usage_day as days join usage.app_copy using (app_id)
          where days.day >= ?::date and days.day < ?::date
            ${key ? 'and (days.day, days.org_id, app_id, unit) > (?::date, ?::text, ?::text, ?::text)' : ''}
            and version = (select max(version) from usage.usage_day as newest
                            where newest.day = days.day and newest.org_id = days.org_id and newest.app_id = days.app_id)
          order by days.day, days.org_id, app_id, unit limit ?`,
        [from, to, ...(key ?? []), limit],
      );
    },
  };
}

/**
 * One statement, so one snapshot: raw usage is the truth, a version is written whole where anything differs from the latest one (a
 * unit that is gone stands in it as 0), and the buckets are compared on the way. The offset keeps the planner from metering each event twice.
 */
const WRITE = `
  with raw as (
    select org_id, app_id, metered.unit, sum(of_event.quantity) as quantity, bool_or(within_install and of_event.quantity > 0) as within_install
      from usage.usage_event cross join lateral unnest(units) as metered (unit)
           cross join lateral (select usage.meter_quantity(metered.unit, action, payload) as quantity offset 0) as of_event
     where occurred_at >= ${startOf('?')} and occurred_at < ${startOf('?')} + interval '1 day'
     group by 1, 2, 3 having sum(of_event.quantity) <> 0),
  bucket as (
    select org_id, app_id, unit, sum(quantity) as quantity
      from usage.usage_hour where hour >= ${startOf('?')} and hour < ${startOf('?')} + interval '1 day' group by 1, 2, 3),
  paired as (
    select org_id, app_id, unit, coalesce(raw.quantity, 0) as quantity, coalesce(latest.quantity, 0) as before, latest.version,
           coalesce(raw.within_install, false) as within_install, coalesce(latest.within_install, false) as before_within
      from raw full join ${latestDays('day = ?::date')} as latest using (org_id, app_id, unit)),
  changed as (
    select org_id, app_id, coalesce(max(version), 0) + 1 as version from paired group by 1, 2 having bool_or(quantity <> before or within_install <> before_within)),
  written as (
    insert into usage.usage_day (org_id, app_id, day, unit, version, quantity, within_install)
    select org_id, app_id, ?::date, unit, changed.version, quantity, within_install from paired join changed using (org_id, app_id))
  select (select count(*) from paired)::int as rows,
         (select count(*) from changed)::int as changed,
         (select count(*) from raw full join bucket using (org_id, app_id, unit)
           where coalesce(raw.quantity, 0) <> coalesce(bucket.quantity, 0))::int as differences`;

const FIRST_DAY = dayOf(`least((select min(occurred_at) from usage.usage_event), (select min(installed_at) from usage.install_copy))`);

/** The days up to one since the first that was closed, of those on which anything can have been used: whatever was closed before that. */
const sinceFirstClose = (through: string) =>
  `select generate_series(greatest(min(day), ${FIRST_DAY}), ${through}, interval '1 day')::date as day
     from usage.day_close having min(day) is not null and ${FIRST_DAY} is not null`;

/** The days with buckets are found by leaping from one to the next over the index, whatever lies in between. */
const OPEN = `
  with recursive used as (
    (select ${dayOf('hour')} as day from usage.usage_hour where hour < ${startOf('?')} + interval '1 day' order by hour limit 1)
    union all
    select (select ${dayOf('hour')} from usage.usage_hour
             where hour >= (used.day + 1)::timestamp at time zone 'UTC' and hour < ${startOf('?')} + interval '1 day'
             order by hour limit 1)
      from used where used.day is not null),
  due as (
    select day from used where day is not null
    union
    ${sinceFirstClose('?::date')})
  select day::text as day from due
   where (?::date is null or day > ?::date)
     and not exists (select from usage.day_close where day_close.day = due.day and ${SETTLED} and handed = done)
   order by due.day limit ?`;
