import { setTimeout as sleep } from 'node:timers/promises';
import type { Handlers } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database/database.ts';
import { UnavailableError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { alone } from './alone.ts';
import { createApplier } from './applier.ts';
import { backlogOf, entityOf, type WaitingEvent } from './backlog.ts';
import { backOffMs, failureText } from './failure.ts';
import type { Reading } from './reading.ts';
import { createRelay } from './relay.ts';
import { openSource, reached, type Cursor, type StreamedEvent } from './source.ts';
import { countBacklog, MOST_COUNTED, statusOf, type ConsumerStatus } from './status.ts';
import { createStreak, StoppedError } from './streak.ts';

const POLL_MS = 250;
const MAX_PAUSE_MS = 5_000;
const STOPPED_PAUSE_MS = 60_000;

export type Consumer = {
  readonly name: string;
  /**
   * Waits until everything committed in the source before this call has been handled, at most `timeoutMs`; tells whether it was. With an
   * organisation, only its events have to be: one of another that waits or is dead is none of its business.
   */
  caughtUp(timeoutMs: number, orgId?: string): Promise<boolean>;
  /**
   * As {@link caughtUp}, and for what was not committed yet in any transaction of the source that is open at this call: so it waits for the
   * oldest one of the whole server.
   */
  settled(timeoutMs: number, orgId?: string): Promise<boolean>;
  /**
   * Whether every event of an organisation that the source has committed by now is handled. Does not wait, so it can be asked inside a
   * transaction, which would hold back what it waited for.
   */
  knows(orgId: string): Promise<boolean>;
  /** How far behind it is, and what it could not handle. */
  status(): Promise<ConsumerStatus>;
  stop(): Promise<void>;
};

export type ConsumerOptions = {
  /** Names the cursor. Only one instance of each consumer runs at a time, whatever the number of processes. */
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
  /** Before an event's second try; a second when absent. */
  readonly retryAfterMs?: number;
};

/**
 * Reads another subgraph's outbox in commit order behind a durable cursor, woken by NOTIFY and by a poll. An event that fails waits by
 * itself, with the later ones of its entity behind it, and is dead after five tries; all others continue. While the database or the other
 * system does not answer, nothing counts as a try. Twenty different entities that fail in a row stop the consumer.
 */
export function startConsumer(options: ConsumerOptions): Consumer {
  const { name, source, receiver, logger, apply, deliver, current, retryAfterMs = 1_000 } = options;
  const stopping = new AbortController();
  const from = openSource(source);
  const log = logger.child({ consumer: name });
  const cursors = `${receiver.schema}.stream_cursor`;
  const backlog = (em: EntityManager) => backlogOf(em, receiver.schema, name);
  const inReceiver = receiver.database.transaction;
  const consumes = ({ type }: StreamedEvent) => Object.hasOwn(apply ?? deliver ?? {}, type);
  const streak = createStreak();
  let stopped: string | undefined;

  const readCursor = async (em: EntityManager): Promise<Cursor> => {
    const [row] = await em.execute<Cursor[]>(`select xid::text as xid, position::text as position from ${cursors} where consumer = ?`, [
      name,
    ]);
    return row ?? { xid: '0', position: '0' };
  };
  const moveCursor = async (em: EntityManager, before: Cursor, { xid, position }: Cursor): Promise<void> => {
    const moved = await em.execute<object[]>(
      `insert into ${cursors} as c (consumer, xid, position) values (?, ?::text::xid8, ?::text::bigint)
       on conflict (consumer) do update set xid = excluded.xid, position = excluded.position
         where (c.xid, c.position) = (?::text::xid8, ?::text::bigint) returning 1`,
      [name, xid, position, before.xid, before.position],
    );
    if (moved.length === 0) throw new UnavailableError(`Another process works as the consumer ${name}.`);
  };

  /** A cursor ahead of the server's own transactions would wait for ever, in silence. */
  const checkPlace = async () => {
    const [cursor, horizon] = await Promise.all([inReceiver(readCursor), from.horizon()]);
    if (BigInt(cursor.xid) > BigInt(horizon.xid))
      throw new StoppedError(
        `The cursor ${name} lies ahead of the database, which was restored from another server: run npm run rebase-streams, see README.md.`,
      );
  };

  /** Counts a failed try of an event that waits. Throws `StoppedError`. */
  const failed = async (event: WaitingEvent, error: unknown): Promise<void> => {
    streak.add(entityOf(event), error, !event.tried);
    const failure = { error: failureText(error), dueInMs: backOffMs(event.tries + 1, retryAfterMs) };
    const dead = await inReceiver((em) => backlog(em).failed(event, failure));
    log[dead ? 'error' : 'warn'](
      { err: error, event: event.id, type: event.type, tries: event.tries + 1 },
      dead ? 'event is dead' : 'event failed, will be tried again',
    );
  };

  const reading: Reading = { from, inReceiver, readCursor, moveCursor, backlog, consumes, streak, failed, log };
  const createWork = () =>
    deliver ? createRelay(reading, deliver) : createApplier(reading, { apply: apply ?? {}, current, retryAfterMs });

  /** Works until it is told to stop; one process at a time does. */
  const work = async (held: () => Promise<void>): Promise<void> => {
    await checkPlace();
    const { turn, drained } = createWork();
    try {
      while (!stopping.signal.aborted) {
        await held();
        const more = await turn(stopping.signal);
        pause = POLL_MS;
        if (!more) await from.changed(POLL_MS, stopping.signal);
      }
    } finally {
      await drained();
    }
  };

  let pause = POLL_MS;
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        stopped = undefined;
        await alone(receiver.url, `${receiver.schema}/${name}`, stopping.signal, work);
      } catch (error) {
        if (stopping.signal.aborted) break;
        stopped = error instanceof StoppedError ? error.message : undefined;
        const wait = stopped === undefined ? pause : STOPPED_PAUSE_MS;
        log[stopped === undefined ? 'warn' : 'error'](
          { err: error, pause: wait },
          stopped === undefined ? 'stream interrupted, will go on' : 'stopped',
        );
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
        pause = Math.min(pause * 2, MAX_PAUSE_MS);
      }
    }
  };
  const running = run();

  const until = async (deadline: number, there: () => Promise<boolean>): Promise<boolean> => {
    while (Date.now() < deadline) {
      if (await there()) return true;
      await sleep(20);
    }
    return false;
  };
  const caughtUp = async (timeoutMs: number, orgId?: string): Promise<boolean> => {
    const deadline = Date.now() + timeoutMs;
    const target = await from.end();
    return until(deadline, () => inReceiver(async (em) => reached(await readCursor(em), target) && !(await backlog(em).holds(orgId))));
  };

  // Concurrent callers share one answer, so they do not pile up while the source is silent.
  let asked: Promise<ConsumerStatus> | undefined;
  const askStatus = async (): Promise<ConsumerStatus> => {
    const { cursor, counts } = await inReceiver(async (em) => ({
      cursor: await readCursor(em),
      counts: await countBacklog(em, receiver.schema, name),
    }));
    return { name, ...statusOf(counts, await from.lag(cursor, MOST_COUNTED)), stopped: stopped ?? null };
  };

  return {
    name,
    caughtUp,
    async settled(timeoutMs, orgId) {
      const deadline = Date.now() + timeoutMs;
      const begun = BigInt(await from.begun());
      const ended = await until(deadline, async () => BigInt((await from.horizon()).xid) >= begun);
      return ended && caughtUp(deadline - Date.now(), orgId);
    },
    async knows(orgId) {
      const newest = await from.newestOf(orgId, await inReceiver(readCursor));
      return inReceiver(async (em) => (!newest || reached(await readCursor(em), newest)) && !(await backlog(em).holds(orgId)));
    },
    status: () => (asked ??= askStatus().finally(() => (asked = undefined))),
    async stop() {
      stopping.abort();
      await running;
      await from.close();
    },
  };
}
