import { consumers, type Subgraph } from '@guildhall/events/consumers.ts';
import { contracts } from '@guildhall/events/contracts.ts';
import type { Database } from '../database/database.ts';
import type { Cursor } from './source.ts';

/** So many rows leave in one transaction. */
const BATCH = 5_000;
const OUTBOX_DAYS = 14;
const KEY_DAYS = 30;

const STATE = Object.entries(contracts).flatMap(([type, { state }]) => (state ? [type] : []));

/** What is dropped from one subgraph's tables; every call is one transaction under the *worker* role, and tells how many rows it dropped. */
export type Housekeeping = {
  readonly batch: number;
  /** The places up to which this subgraph's consumers have read a source; undefined for one that never began. */
  cursorsInto(source: Subgraph): Promise<(Cursor | undefined)[]>;
  /** Drops events up to a place that were emitted 14 days before `now`, oldest first. The last of each entity is kept for future consumers. */
  dropEvents(passed: Cursor, now: Date): Promise<number>;
  /** Drops idempotency keys that were first used 30 days before `now`. */
  dropKeys(now: Date): Promise<number>;
};

export function housekeepingOf(database: Database, schema: Subgraph): Housekeeping {
  const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
  return {
    batch: BATCH,
    cursorsInto: (source) =>
      database.transaction(async (em) => {
        const names = Object.entries(consumers).flatMap(([name, of]) => (of.source === source && of.receiver === schema ? [name] : []));
        const rows = await em.execute<(Cursor & { readonly consumer: string })[]>(
          `select consumer, xid::text as xid, position::text as position from ${schema}.stream_cursor`,
        );
        return names.map((name) => rows.find(({ consumer }) => consumer === name));
      }),
    dropEvents: ({ xid, position }, now) =>
      database.transaction(async (em) => {
        const [row] = await em.execute<{ gone: number }[]>(
          `with gone as (
             delete from ${schema}.outbox where position in (
               select position from ${schema}.outbox
                where (xid, position) <= (?::text::xid8, ?::text::bigint) and occurred_at < ?::timestamptz
                order by xid, position limit ${BATCH})
             returning *),
           kept as (
             insert into ${schema}.latest_event as latest (org_id, type, entity_id, xid, position, id, payload, occurred_at)
             select distinct on (org_id, type, entity_id) org_id, type, entity_id, xid, position, id, payload, occurred_at
               from gone where type = any(?::text[]) and length(org_id) + length(entity_id) <= 600 order by org_id, type, entity_id, xid desc, position desc
             on conflict (org_id, type, entity_id) do update
               set (xid, position, id, payload, occurred_at) = (excluded.xid, excluded.position, excluded.id, excluded.payload, excluded.occurred_at)
               where (excluded.xid, excluded.position) > (latest.xid, latest.position))
           select count(*)::int as gone from gone`,
          [xid, position, daysBefore(now, OUTBOX_DAYS), `{${STATE.join(',')}}`],
        );
        return row?.gone ?? 0;
      }),
    dropKeys: (now) =>
      database.transaction(async (em) => {
        const [row] = await em.execute<{ gone: number }[]>(
          `with gone as (
             delete from ${schema}.idempotency_key where (org_id, operation, key) in (
               select org_id, operation, key from ${schema}.idempotency_key where created_at < ?::timestamptz
                order by created_at limit ${BATCH})
             returning 1)
           select count(*)::int as gone from gone`,
          [daysBefore(now, KEY_DAYS)],
        );
        return row?.gone ?? 0;
      }),
  };
}

/** The place that every cursor into a source has passed; undefined while a consumer of it has not begun, or when it has none. */
export function passedByAll(cursors: readonly (Cursor | undefined)[]): Cursor | undefined {
  const known = cursors.filter((cursor) => cursor !== undefined);
  if (known.length < cursors.length) return undefined;
  return known.sort((a, b) => Number(BigInt(a.xid) - BigInt(b.xid)) || Number(BigInt(a.position) - BigInt(b.position)))[0];
}
