import { setTimeout as sleep } from 'node:timers/promises';
import { handle, type Handlers } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import type { Database } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { openSource, type Cursor } from './source.ts';

const POLL_MS = 250;
const BATCH = 200;
const MAX_PAUSE_MS = 5_000;
const MARK_MS = 1_000;

export type Consumer = {
  /** Waits until everything committed in the source before this call has been handled, at most `timeoutMs`; tells whether it was. */
  caughtUp(timeoutMs: number): Promise<boolean>;
  stop(): Promise<void>;
};

export type ConsumerOptions = {
  /** Names the cursor; one consumer of a name works at a time, whatever the number of processes. */
  readonly name: string;
  /** The source subgraph and the URL of its *stream* role. */
  readonly source: { readonly schema: string; readonly url: string };
  /** Where the cursor lives: the receiver's schema under its *worker* role. */
  readonly receiver: { readonly schema: string; readonly url: string; readonly database: Database };
  readonly logger: Logger;
  /** Keeps a copy: the rows that it writes and the cursor commit together. */
  readonly apply?: Handlers<[EntityManager]>;
  /** Hands on to another system, outside any transaction; repeated after a crash, so the receiver deduplicates. */
  readonly deliver?: Handlers<[]>;
  /**
   * Called about once a second while everything that the source had committed when the transaction began is handled: so not while the
   * consumer is down, behind, or held back by an older open transaction.
   */
  readonly current?: (em: EntityManager) => Promise<void>;
};

/** Reads another subgraph's outbox in commit order behind a durable cursor, woken by NOTIFY and by a poll; retries for ever with back-off. */
export function startConsumer({ name, source, receiver, logger, apply, deliver, current }: ConsumerOptions): Consumer {
  const stopping = new AbortController();
  const from = openSource(source);
  const log = logger.child({ consumer: name });
  const cursors = `${receiver.schema}.stream_cursor`;

  const readCursor = async (em: EntityManager): Promise<Cursor> => {
    const [row] = await em.execute<Cursor[]>(`select xid::text as xid, position::text as position from ${cursors} where consumer = ?`, [
      name,
    ]);
    return row ?? { xid: '0', position: '0' };
  };
  const saveCursor = (em: EntityManager, { xid, position }: Cursor) =>
    em.execute(
      `insert into ${cursors} (consumer, xid, position) values (?, ?::text::xid8, ?::text::bigint)
       on conflict (consumer) do update set xid = excluded.xid, position = excluded.position`,
      [name, xid, position],
    );

  /** A cursor ahead of the server's own transactions would wait for ever, in silence. */
  const checkPlace = async () => {
    const [cursor, horizon] = await Promise.all([receiver.database.transaction(readCursor), from.horizon()]);
    if (BigInt(cursor.xid) > BigInt(horizon.xid))
      throw new Error(
        `The cursor ${name} lies ahead of the database, which was restored from another server: see "Limits that are known" in docs/architecture.md.`,
      );
  };

  /** Handles one batch; tells how many events it had. */
  const step = async (): Promise<number> => {
    const cursor = await receiver.database.transaction(readCursor);
    const events = await from.after(cursor, BATCH);
    const last = events.at(-1);
    if (last === undefined) return 0;
    if (deliver) for (const event of events) await handle(deliver, event);
    await receiver.database.transaction(async (em) => {
      if (apply) for (const event of events) await handle(apply, event, em);
      await saveCursor(em, last);
    });
    return events.length;
  };

  let markedAt = -Infinity;
  const mark = async (): Promise<void> => {
    if (!current || performance.now() - markedAt < MARK_MS) return;
    await receiver.database.transaction(async (em) => {
      // The cursor first: its query begins the transaction, and what the source commits after that must not pass for handled.
      const cursor = await readCursor(em);
      if (!reached(cursor, await from.end())) return;
      await current(em);
      markedAt = performance.now();
    });
  };

  const run = async () => {
    let pause = POLL_MS;
    while (!stopping.signal.aborted) {
      try {
        await alone(receiver.url, `${receiver.schema}/${name}`, stopping.signal, async (held) => {
          await checkPlace();
          while (!stopping.signal.aborted) {
            await held();
            const handled = await step();
            pause = POLL_MS;
            if (handled === BATCH) continue;
            await mark();
            await from.changed(POLL_MS, stopping.signal);
          }
        });
      } catch (error) {
        if (stopping.signal.aborted) break;
        log.warn({ err: error, pause }, 'stream interrupted, will go on');
        await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
        pause = Math.min(pause * 2, MAX_PAUSE_MS);
      }
    }
  };
  const running = run();

  return {
    async caughtUp(timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      const target = await from.end();
      while (Date.now() < deadline) {
        if (reached(await receiver.database.transaction(readCursor), target)) return true;
        await sleep(20);
      }
      return false;
    },
    async stop() {
      stopping.abort();
      await running;
      await from.close();
    },
  };
}

const reached = (at: Cursor, target: Cursor) =>
  BigInt(at.xid) > BigInt(target.xid) || (at.xid === target.xid && BigInt(at.position) >= BigInt(target.position));

/** Holds a session-level advisory lock while `work` runs, so that one process is the consumer; waits for its turn. */
async function alone(url: string, name: string, signal: AbortSignal, work: (held: () => Promise<void>) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  try {
    while (!signal.aborted) {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as held', [name]);
      if (rows[0]?.held) {
        await work(async () => {
          await client.query('select 1');
        });
        return;
      }
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}
