import { typesThatHold } from '@guildhall/platform/stream/holds.ts';
import { UnavailableError } from '@guildhall/platform/errors.ts';
import { Pool, type PoolClient } from 'pg';
import type { UsageEvent } from '../domain/event.ts';
import type { Recorded } from '../domain/receipt.ts';
import { withDatabase } from './away.ts';
import { batching } from './batching.ts';
import { dayNumber, RECORDING } from './day-locks.ts';
import { dayOf } from './sql.ts';

/** An event that may be counted: its form is right, its signature holds. */
export type AcceptedEvent = UsageEvent & {
  readonly receivedAt: Date;
  readonly keyId: string;
  /** SHA-256 of the canonical event without its signature, in hex. */
  readonly contentHash: string;
  readonly units: readonly string[];
};

export type Recorder = {
  /** The units that each of the apps named is metered in; undefined for an app that usage's copy does not have. */
  unitsOf(appIds: readonly string[]): Promise<readonly (readonly string[] | undefined)[]>;
  /**
   * Counts each event at whose time, or within 5 minutes after it, an install of its app by its organisation was open, each identity once,
   * while the copy of installs can be trusted for that time and nothing of either is on hold: raw row and hourly buckets commit together.
   * Answers, an entry per event, how its identity stands, or what held it; undefined when it was neither counted before nor now for another
   * reason. Of several events of one identity the first is the one that is added. Throws `UnavailableError`.
   */
  record(events: readonly AcceptedEvent[]): Promise<readonly (Recorded | Hold | undefined)[]>;
  /** The mark of usage's copy of installs, and its age in ms by the database's clock; undefined before the first. Throws `UnavailableError`. */
  copyMark(): Promise<CopyMark | undefined>;
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** What waits because an event of it could not be processed yet: everything of the organisation, or the app whoever uses it. */
export type Hold = { readonly hold: 'organization' | 'app' };

/** The instant up to which usage's copy of installs holds all that the catalog had. */
export type CopyMark = { readonly at: Date; readonly ageMs: number };

type Identity = Pick<UsageEvent, 'orgId' | 'appId' | 'eventId'>;
type Row = { org_id: string; app_id: string; event_id: string; content_hash: string };
type Outcome = Row & { readonly hold: Hold['hold'] | null };

/** Single events that come at the same time share a commit; two lanes, so that one batch is prepared while another is on disk. */
const BATCH = 1_000;
const LANES = 2;

/** The identity as one text: none of its parts holds a space. */
const identityOf = ({ orgId, appId, eventId }: Identity): string => `${orgId} ${appId} ${eventId}`;

/** Opens the way into the counters under the *recorder* role; connects on first use. The ORM stays out of the path of every event. */
export function openRecorder({ url }: { readonly url: string }): Recorder {
  const pool = new Pool({ connectionString: url, max: LANES + 2, keepAlive: true, connectionTimeoutMillis: 5_000, query_timeout: 20_000 });
  pool.on('error', () => undefined);
  // While a client is lent its errors are its own; the query under way rejects as well, so an unheard one would only end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));

  const oneRequests = (error: unknown) => !(error instanceof UnavailableError);
  const unitsOf = batching((appIds: readonly string[]) => withDatabase(() => askUnits(pool, appIds)), {
    most: BATCH,
    lanes: 1,
    oneRequests,
  });
  return {
    unitsOf,
    record: batching((events) => withDatabase(() => record(pool, events)), { most: BATCH, lanes: LANES, oneRequests }),
    copyMark: () => withDatabase(() => askCopyMark(pool)),
    async ping() {
      await pool.query('select 1');
    },
    close: () => pool.end(),
  };
}

async function askUnits(pool: Pool, appIds: readonly string[]): Promise<readonly (readonly string[] | undefined)[]> {
  const { rows } = await pool.query<{ app_id: string; units: string[] }>({
    name: 'units',
    text: 'select app_id, units from usage.app_copy where app_id = any($1)',
    values: [[...new Set(appIds)]],
  });
  const units = new Map(rows.map((row) => [row.app_id, row.units]));
  return appIds.map((appId) => units.get(appId));
}

async function askCopyMark(pool: Pool): Promise<CopyMark | undefined> {
  const { rows } = await pool.query<CopyMark>({
    name: 'copy mark',
    text: `select current_at as at, extract(epoch from clock_timestamp() - current_at)::float8 * 1000 as "ageMs"
             from usage.copy_mark where source = 'catalog'`,
  });
  return rows[0];
}

async function record(pool: Pool, events: readonly AcceptedEvent[]): Promise<readonly (Recorded | Hold | undefined)[]> {
  const firsts = new Map(events.toReversed().map((event) => [identityOf(event), event]));
  const given = JSON.stringify([...firsts.values()].map(toRow));
  const standing = await inTransaction(pool, async (client) => {
    await client.query({ name: 'lock', text: LOCK, values: [given] });
    const { rows } = await client.query<Outcome>({ name: 'record', text: RECORD, values: [given] });
    const [held, added] = [rows.filter(({ hold }) => hold !== null), rows.filter(({ hold }) => hold === null)];
    // In a statement of its own: another recording may have committed the same events while ours waited for it.
    const known = added.length < firsts.size ? await client.query<Row>({ name: 'known', text: KNOWN, values: [given] }) : { rows: [] };
    return new Map<string, Recorded | Hold>([
      ...held.flatMap((row): [string, Hold][] => (row.hold === null ? [] : [[keyOf(row), { hold: row.hold }]])),
      ...known.rows.map((row) => entryOf(row, false)),
      ...added.map((row) => entryOf(row, true)),
    ]);
  });
  return events.map((event) => {
    const found = standing.get(identityOf(event));
    if (!found || 'hold' in found) return found;
    return { ...found, added: found.added && firsts.get(identityOf(event)) === event };
  });
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    // The connection is closed, which rolls back whatever state it is in, and is not used again.
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken);
  }
}

const keyOf = (row: Row): string => identityOf({ orgId: row.org_id, appId: row.app_id, eventId: row.event_id });
const entryOf = (row: Row, added: boolean): [string, Recorded] => [keyOf(row), { contentHash: row.content_hash, added }];

const toRow = (event: AcceptedEvent) => ({
  org_id: event.orgId,
  app_id: event.appId,
  event_id: event.eventId,
  occurred_at: event.occurredAt,
  received_at: event.receivedAt,
  actor_id: event.actorId,
  action: event.action,
  payload: event.payload,
  key_id: event.keyId,
  content_hash: event.contentHash,
  units: event.units,
});

const GIVEN = `jsonb_to_recordset($1::jsonb) as given (org_id text, app_id text, event_id text, occurred_at timestamptz, received_at timestamptz,
  actor_id text, action text, payload jsonb, key_id text, content_hash text, units text[])`;

/** A close of one of these days begins before or after this whole transaction, never within; so a day it closed gets its late mark. */
const LOCK = `
  select pg_advisory_xact_lock_shared(${RECORDING}, ${dayNumber('day')})
    from (select distinct ${dayOf('occurred_at')} as day from ${GIVEN} order by 1) as days`;

/** An event counts from this long before its install, for clocks differ. */
const SKEW_MINUTES = 5;
/** A copy that was current so long ago, or later than the event, tells whether an install was open. */
const TRUSTED_SECONDS = 60;

const textArray = (values: readonly string[]) => `array[${values.map((value) => `'${value}'`).join(', ')}]::text[]`;
const [ORGANIZATION, APP] = [textArray(typesThatHold('organization')), textArray(typesThatHold('app'))];
/**
 * What usage, or another subgraph, could not take of an event yet: until it has, nobody knows what the event says of the organisation, or of
 * the app when there is one. The events of one entity hold the same, so those behind another are left out.
 */
const HELD = `(
  select org_id, case when type = any(${APP}) then split_part(entity, ' ', 2) end as app_id
    from (select type, org_id, entity from usage.waiting_event where due_at < 'infinity' union all select type, org_id, entity from usage.dead_letter) as own
   where type = any(${ORGANIZATION} || ${APP})
  union all select org_id, app_id from usage.hold_copy) as held`;

/** Rows are written in the order of their keys everywhere, so that two recordings wait for each other and never in a circle. */
const RECORD = `
  with given as materialized (select * from ${GIVEN}),
  held as materialized (select distinct org_id, app_id from ${HELD}),
  on_hold as materialized (
    select org_id, app_id, event_id, case when bool_or(whole) then 'organization' else 'app' end as hold
      from (select given.org_id, given.app_id, event_id, true as whole from given join held on held.org_id = given.org_id where held.app_id is null
            union all select given.org_id, given.app_id, event_id, false from given join held on held.app_id = given.app_id) of_each
     group by org_id, app_id, event_id),
  added as (
    insert into usage.usage_event (org_id, app_id, event_id, occurred_at, received_at, actor_id, action, payload, key_id, content_hash, units, within_install)
    select org_id, app_id, event_id, occurred_at, received_at, actor_id, action, payload, key_id, decode(content_hash, 'hex'), units, within_install
      from given cross join lateral (
        select bool_or(install.installed_at <= occurred_at) as within_install
          from usage.install_copy as install
         where install.org_id = given.org_id and install.app_id = given.app_id
           and install.installed_at - interval '${SKEW_MINUTES} minutes' <= occurred_at
           and (install.uninstalled_at is null or occurred_at < install.uninstalled_at)) as admitting
     where within_install is not null
       and (org_id, app_id, event_id) not in (select org_id, app_id, event_id from on_hold)
       and exists (select from usage.copy_mark as mark
                    where mark.source = 'catalog'
                      and (mark.current_at >= clock_timestamp() - interval '${TRUSTED_SECONDS} seconds' or mark.current_at > occurred_at))
     order by org_id, app_id, event_id
    on conflict (org_id, app_id, event_id) do nothing
    returning org_id, app_id, event_id, occurred_at, action, payload, content_hash, units),
  increment as (
    select org_id, app_id, metered.unit, date_trunc('hour', occurred_at, 'UTC') as hour,
           sum(usage.meter_quantity(metered.unit, action, payload)) as quantity
      from added cross join lateral unnest(units) as metered (unit)
     group by 1, 2, 3, 4 having sum(usage.meter_quantity(metered.unit, action, payload)) <> 0),
  counted as (
    insert into usage.usage_hour (org_id, app_id, unit, hour, quantity)
    select org_id, app_id, unit, hour, quantity from increment order by org_id, app_id, unit, hour
    on conflict (org_id, app_id, unit, hour) do update set quantity = usage_hour.quantity + excluded.quantity),
  overtaken as materialized (
    select day from usage.day_close
     where not late and day in (select ${dayOf('occurred_at')} from added)
     order by day for update),
  marked as (update usage.day_close set late = true where day in (select day from overtaken))
  select org_id, app_id, event_id, encode(content_hash, 'hex') as content_hash, null as hold from added
  union all select org_id, app_id, event_id, '', hold from on_hold`;

const KNOWN = `
  select org_id, app_id, event_id, encode(event.content_hash, 'hex') as content_hash
    from ${GIVEN} join usage.usage_event as event using (org_id, app_id, event_id)`;
