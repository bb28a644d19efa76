import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import { seesTeamSql } from '@guildhall/platform/identity/actor.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CountedEvent, DayRange, UsageDay } from '../domain/usage.ts';
import { dayOf, latestDays, SETTLED, startOf } from './sql.ts';

/** The teams whose apps are seen; undefined for all. What is hidden from others is as if it were not there. */
type Teams = readonly string[] | undefined;

/** Usage of the organisation of the transaction. */
export type UsageStore = {
  /** Own use by (day, app, unit): closed days from their latest version, the others from the buckets. */
  page(range: DayRange, page: PageRequest, teams: Teams, appId?: string): Promise<UsageDay[]>;
  /** Own use of the apps named. */
  ofApps(range: DayRange, appIds: readonly string[], teams: Teams): Promise<UsageDay[]>;
  /** Of the apps named, those that the organisation publishes. */
  ownApps(appIds: readonly string[], teams: Teams): Promise<string[]>;
  /** Use by everybody of the apps named that the organisation publishes: closed days by their totals, the others from the buckets. */
  ofPublishedApps(range: DayRange, appIds: readonly string[]): Promise<UsageDay[]>;
  event(appId: string, eventId: string, teams: Teams): Promise<CountedEvent | undefined>;
};

type Row = { app_id: string; day: string; unit: string; quantity: string; closed: boolean };
type EventRow = {
  app_id: string;
  event_id: string;
  occurred_at: string | Date;
  received_at: string | Date;
  actor_id: string;
  action: string;
  key_id: string;
  quantities: { unit: string; quantity: string }[];
};

/** Takes the range twice: once for the closed days, once for the buckets. */
const OWN = `
  with settled as (select day from usage.day_close where day >= ?::date and day < ?::date and ${SETTLED}),
  own as (
    select app_id, day, unit, quantity, true as closed from ${latestDays('day in (select day from settled)')} as days
    union all
    select app_id, ${dayOf('hour')} as day, unit, sum(quantity), false
      from usage.usage_hour
     where hour >= ${startOf('?')} and hour < ${startOf('?')} and ${dayOf('hour')} not in (select day from settled)
     group by 1, 2, 3)
  select app_id, day::text as day, unit, trim_scale(quantity)::text as quantity, closed from own where quantity <> 0`;

const PUBLISHED = `
  with settled as (select day from usage.day_close where day >= ?::date and day < ?::date and ${SETTLED}),
  published as (
    select app_id, day, unit, quantity, true as closed from usage.app_day
     where app_id = any(string_to_array(?, ',')) and day in (select day from settled)
    union all
    select app_id, ${dayOf('hour')} as day, unit, sum(quantity), false
      from usage.own_app_hours(string_to_array(?, ','), ${startOf('?')}, ${startOf('?')})
     where ${dayOf('hour')} not in (select day from settled) group by 1, 2, 3)
  select app_id, day::text as day, unit, trim_scale(quantity)::text as quantity, closed from published
   where quantity <> 0 order by published.day, app_id, unit`;

/**
 * Own use is shown to whoever sees the app: of an own app that is a team's, to its team, and to whoever was shown it when it was installed.
 * Takes the teams twice.
 */
const SEEN = `
  app_id not in (
    select app.app_id from usage.app_copy app
     where not ${seesTeamSql('app.team')}
       and not exists (select from usage.install_copy i
                        where i.org_id = app.org_id and i.app_id = app.app_id and ${seesTeamSql('i.team')}))`;
const seen = (teams: Teams): { readonly conditions: string[]; readonly values: string[] } =>
  teams ? { conditions: [SEEN], values: [teams.join(','), teams.join(',')] } : { conditions: [], values: [] };

const both = ({ from, to }: DayRange) => [from, to, from, to];

export function usageStore(em: EntityManager): UsageStore {
  return {
    async page(range, { limit, after, backward }, teams, appId) {
      const [compare, order] = backward ? ['<', 'desc'] : ['>', 'asc'];
      const { conditions: visible, values } = seen(teams);
      const conditions = [
        ...visible,
        ...(appId === undefined ? [] : ['app_id = ?']),
        ...(after === undefined ? [] : [`(own.day, app_id, unit) ${compare} (?::date, ?::text, ?::text)`]),
      ];
      const rows = await em.execute<Row[]>(
        `${[OWN, ...conditions].join(' and ')} order by own.day ${order}, app_id ${order}, unit ${order} limit ?`,
        [...both(range), ...values, ...(appId === undefined ? [] : [appId]), ...(after ?? []), limit],
      );
      return rows.map(toDay);
    },
    async ofApps(range, appIds, teams) {
      const { conditions, values } = seen(teams);
      const where = [OWN, ...conditions, `app_id = any(string_to_array(?, ','))`].join(' and ');
      const rows = await em.execute<Row[]>(`${where} order by own.day, app_id, unit`, [...both(range), ...values, appIds.join(',')]);
      return rows.map(toDay);
    },
    async ownApps(appIds, teams) {
      const visible = teams ? ` and ${seesTeamSql('team')}` : '';
      const rows = await em.execute<{ app_id: string }[]>(
        `select app_id from usage.app_copy where app_id = any(string_to_array(?, ','))${visible}`,
        [appIds.join(','), ...(teams ? [teams.join(',')] : [])],
      );
      return rows.map(({ app_id }) => app_id);
    },
    async ofPublishedApps({ from, to }, appIds) {
      const rows = await em.execute<Row[]>(PUBLISHED, [from, to, appIds.join(','), appIds.join(','), from, to]);
      return rows.map(toDay);
    },
    async event(appId, eventId, teams) {
      const { conditions, values } = seen(teams);
      const [row] = await em.execute<EventRow[]>(
        `select app_id, event_id, occurred_at, received_at, actor_id, action, key_id,
                (select coalesce(jsonb_agg(jsonb_build_object('unit', unit, 'quantity', trim_scale(quantity)::text) order by unit), '[]')
                   from unnest(units) as unit cross join lateral usage.meter_quantity(unit, action, payload) as quantity
                  where quantity <> 0) as quantities
           from usage.usage_event where ${['app_id = ?', 'event_id = ?', ...conditions].join(' and ')}`,
        [appId, eventId, ...values],
      );
      return row && toEvent(row);
    },
  };
}

const toDay = ({ app_id, ...row }: Row): UsageDay => ({ appId: app_id, ...row });

const toEvent = (row: EventRow): CountedEvent => ({
  appId: row.app_id,
  eventId: row.event_id,
  occurredAt: new Date(row.occurred_at),
  receivedAt: new Date(row.received_at),
  actorId: row.actor_id,
  action: row.action,
  keyId: row.key_id,
  quantities: row.quantities,
});
