import { handle, type Handlers } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { entityOf, type Parked } from './backlog.ts';
import { backOffMs, failureText, isElsewhere } from './failure.ts';
import { BATCH, type Reading, type Work } from './reading.ts';
import { reached, type Cursor, type StreamedEvent } from './source.ts';

const MARK_MS = 1_000;
/** Retries take at most this long before the next events are read. */
const RETRY_MS = 250;

type Options = {
  readonly apply: Handlers<[EntityManager]>;
  readonly current: ((em: EntityManager) => Promise<void>) | undefined;
  readonly retryAfterMs: number;
};

/** Keeps a copy: what each event changes and the cursor's move past it commit together. */
export function createApplier(reading: Reading, { apply, current, retryAfterMs }: Options): Work {
  const { from, inReceiver, readCursor, moveCursor, backlog, consumes, streak, failed, log } = reading;

  /** The whole batch in one transaction; what waits behind an earlier event of its entity is parked. */
  const together = async (events: readonly StreamedEvent[], before: Cursor, last: Cursor): Promise<void> => {
    const handled = await inReceiver(async (em) => {
      const blocked = await backlog(em).blocked(events.map(entityOf));
      const { behind = [], free = [] } = Object.groupBy(events, (event) => (blocked.has(entityOf(event)) ? 'behind' : 'free'));
      await backlog(em).park(behind.map((event) => ({ event })));
      for (const event of free) await handle(apply, event, em);
      await moveCursor(em, before, last);
      return free.length > 0;
    });
    if (handled) streak.end();
  };

  /**
   * Each event in a transaction of its own, once the whole batch failed. Those that fail are parked together with the cursor's next move, so
   * the cursor never goes back. Throws `StoppedError`.
   */
  const singly = async (events: readonly StreamedEvent[], before: Cursor, last: Cursor): Promise<void> => {
    const blocked = await inReceiver((em) => backlog(em).blocked(events.map(entityOf)));
    let at = before;
    let parked: Parked[] = [];
    const move = async (em: EntityManager, to: Cursor) => {
      await backlog(em).park(parked);
      await moveCursor(em, at, to);
    };
    for (const event of events) {
      const entity = entityOf(event);
      if (blocked.has(entity)) {
        parked.push({ event });
        continue;
      }
      let done = false;
      try {
        await inReceiver(async (em) => {
          await handle(apply, event, em);
          await em.execute('set constraints all immediate');
          // What fails from here on says nothing of the event.
          done = true;
          await move(em, event);
        });
      } catch (error) {
        if (done || isElsewhere(error)) throw error;
        streak.add(entity, error, true);
        log.warn({ err: error, event: event.id, type: event.type }, 'event failed, will be tried again');
        parked.push({ event, failure: { error: failureText(error), dueInMs: backOffMs(1, retryAfterMs) } });
        blocked.add(entity);
        continue;
      }
      [at, parked] = [event, []];
      streak.end();
    }
    await inReceiver((em) => move(em, last));
  };

  /** Handles one batch; tells whether there may be more. */
  const step = async (): Promise<boolean> => {
    const before = await inReceiver(readCursor);
    const events = await from.after(before, BATCH);
    const last = events.at(-1);
    if (last === undefined) return false;
    const own = events.filter(consumes);
    try {
      await together(own, before, last);
    } catch (error) {
      if (isElsewhere(error)) throw error;
      await singly(own, before, last);
    }
    return events.length === BATCH;
  };

  /** Tries again what is due, for a moment; tells whether there may be more. */
  const retry = async (signal: AbortSignal): Promise<boolean> => {
    for (let until: number | undefined; ;) {
      const due = await inReceiver((em) => backlog(em).due(BATCH, BATCH));
      // Those behind one that succeeded are due at once.
      if (due.length === 0) return false;
      until ??= performance.now() + RETRY_MS;
      for (const event of due) {
        if (signal.aborted) return true;
        try {
          await inReceiver(async (em) => {
            if (await backlog(em).take(event)) await handle(apply, event, em);
          });
          streak.end();
        } catch (error) {
          if (isElsewhere(error)) throw error;
          await failed(event, error);
        }
        if (performance.now() > until) return true;
      }
    }
  };

  let markedAt = -Infinity;
  const mark = async (): Promise<void> => {
    if (!current || performance.now() - markedAt < MARK_MS) return;
    await inReceiver(async (em) => {
      // The cursor first: its query begins the transaction, and what the source commits after that must not pass for handled.
      const cursor = await readCursor(em);
      if (!reached(cursor, await from.end())) return;
      await current(em);
      markedAt = performance.now();
    });
  };

  return {
    async turn(signal) {
      const more = await step();
      const waiting = await retry(signal);
      if (!more) await mark();
      return more || waiting;
    },
    drained: async () => undefined,
  };
}
