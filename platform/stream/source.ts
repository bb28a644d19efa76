import { createHash } from 'node:crypto';
import { Client, Pool } from 'pg';

/** A place in an outbox: rows are read in (transaction, position) order. Both are 64-bit, so text. */
export type Cursor = { readonly xid: string; readonly position: string };

/** Whether a cursor is at a place or past it. */
export const reached = (at: Cursor, place: Cursor): boolean =>
  BigInt(at.xid) > BigInt(place.xid) || (at.xid === place.xid && BigInt(at.position) >= BigInt(place.position));

export type StreamedEvent = Cursor & {
  readonly id: string;
  readonly orgId: string;
  readonly type: string;
  readonly entityId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The payload as JSON text, because one that is nested too deeply can be parsed but not serialized again. */
  readonly raw: string;
  readonly occurredAt: Date;
};

export type StreamSource = {
  /** The next events after a cursor whose transactions, and all older ones, have ended: none can appear before them later. */
  after(cursor: Cursor, limit: number): Promise<StreamedEvent[]>;
  /** The last event that is committed now. */
  end(): Promise<Cursor>;
  /** A place before every event that can still appear: what a copy made after this call lacks comes after it. */
  horizon(): Promise<Cursor>;
  /** The last event of an organisation that is committed now and comes after a cursor. */
  newestOf(orgId: string, cursor: Cursor): Promise<Cursor | undefined>;
  /** A transaction that is younger than every one that has written anything by now. */
  begun(): Promise<string>;
  /** How many events come after a cursor, counted up to a limit, and how many seconds ago the oldest of them was emitted. */
  lag(cursor: Cursor, most: number): Promise<{ readonly events: number; readonly seconds: number }>;
  /** Waits for a notice of new events, at most `timeoutMs`. */
  changed(timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Runs a query under the stream role, for the tables it may read beside the outbox. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
};

/** Longer than any name of ours. It is cut so that the event can be parked, and its hash keeps it distinct. */
const bounded = (text: string): string =>
  text.length <= 300 ? text : `${text.slice(0, 200).toWellFormed()}…${createHash('sha256').update(text).digest('hex')}`;

/**
 * Opens a subgraph's outbox under its *stream* role. Where events were dropped from it, the last one of each entity is read in their stead, so
 * that a new consumer begins with a snapshot.
 */
export function openSource({ schema, url }: { readonly schema: string; readonly url: string }): StreamSource {
  const places = `(select xid, position, id, org_id, type, entity_id, payload, occurred_at from ${schema}.outbox
                   union all select xid, position, id, org_id, type, entity_id, payload, occurred_at from ${schema}.latest_event) stream`;
  const pool = new Pool({ connectionString: url, max: 2, keepAlive: true, connectionTimeoutMillis: 5_000, query_timeout: 20_000 });
  pool.on('error', () => undefined);
  let listener: Client | undefined;
  let noticed = false;
  let wake: () => void = () => undefined;

  const listen = async () => {
    if (listener) return;
    const client = new Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
    client.on('error', () => (listener = undefined));
    client.on('end', () => (listener = undefined));
    client.on('notification', () => {
      noticed = true;
      wake();
    });
    await client.connect();
    await client.query(`listen guildhall_outbox_${schema}`);
    listener = client;
  };

  return {
    async after({ xid, position }, limit) {
      // The bare names in "order by" would be those of the texts above it, by which 1000 comes before 999.
      const { rows } = await pool.query<StreamedEvent>(
        `select id, org_id as "orgId", type, entity_id as "entityId", payload, payload::text as raw,
                greatest(least(occurred_at, '9999-12-30T00:00Z'), '0001-01-02T00:00Z') as "occurredAt", xid::text as xid, position::text as position
           from ${places}
          where (xid, position) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
          order by stream.xid, stream.position limit $3`,
        [xid, position, limit],
      );
      return rows.map((row) => ({ ...row, id: bounded(row.id), orgId: bounded(row.orgId), entityId: bounded(row.entityId) }));
    },
    async end() {
      const { rows } = await pool.query<Cursor>(
        `select xid::text as xid, position::text as position from ${places} order by stream.xid desc, stream.position desc limit 1`,
      );
      return rows[0] ?? { xid: '0', position: '0' };
    },
    async horizon() {
      const { rows } = await pool.query<{ xid: string }>(`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`);
      return { xid: rows[0]?.xid ?? '0', position: '0' };
    },
    async newestOf(orgId, { xid, position }) {
      const { rows } = await pool.query<Cursor>(
        `select xid::text as xid, position::text as position from ${places}
          where org_id = $1 and (xid, position) > ($2::xid8, $3::bigint) order by stream.xid desc, stream.position desc limit 1`,
        [orgId, xid, position],
      );
      return rows[0];
    },
    async begun() {
      // The end of a snapshot will not do: it is past what has ended, and not past what has begun.
      const { rows } = await pool.query<{ xid: string }>(`select pg_current_xact_id()::text as xid`);
      return rows[0]?.xid ?? '0';
    },
    async lag({ xid, position }, most) {
      const { rows } = await pool.query<{ events: number; seconds: number }>(
        `select count(*)::int as events, greatest(0, extract(epoch from clock_timestamp() - min(occurred_at)))::float8 as seconds
           from (select occurred_at from ${places} where (xid, position) > ($1::xid8, $2::bigint)
                  order by stream.xid, stream.position limit $3) behind`,
        [xid, position, most],
      );
      return rows[0] ?? { events: 0, seconds: 0 };
    },
    async changed(timeoutMs, signal) {
      await listen();
      if (!noticed && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, timeoutMs);
        wake = resolve;
        signal.addEventListener('abort', wake, { once: true });
        await promise;
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
      }
      noticed = false;
    },
    async query<Row extends object>(sql: string, values: readonly unknown[] = []) {
      const { rows } = await pool.query<Row>(sql, [...values]);
      return rows;
    },
    async close() {
      await listener?.end().catch(() => undefined);
      await pool.end();
    },
  };
}
