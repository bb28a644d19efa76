import { handle, type Handlers } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { entityOf } from './backlog.ts';
import { backOffMs, failureText, isElsewhere } from './failure.ts';
import { BATCH, type Reading, type Work } from './reading.ts';
import { reached, type Cursor, type StreamedEvent } from './source.ts';

const MARK_MS = 1_000;
/** For so long it tries again what waits before it reads on. */
const RETRY_MS = 250;

type Options = {
  readonly apply: Handlers<[EntityManager]>;
  readonly current: ((em: EntityManager) => Promise<void>) | undefined;
  readonly retryAfterMs: number;
};

/** Keeps a copy: what each event changes and the cursor's move past it commit together. */
export function createApplier(reading: Reading, { apply, current, retryAfterMs }: Options): Work {
  const { from, inReceiver, readCursor, saveCursor, backlog, consumes, streak, failed, log } = reading;

  /** The whole batch in one transaction; what waits behind an earlier event of its entity is parked. */
  const together = async (events: readonly StreamedEvent[], last: Cursor): Promise<void> => {
    const handled = await inReceiver(async (em) => {
      const blocked = await backlog(em).blocked();
      const { behind = [], free = [] } = Object.groupBy(events, (event) => (blocked.has(entityOf(event)) ? 'behind' : 'free'));
      for (const event of behind) await backlog(em).park(event);
      for (const event of free) await handle(apply, event, em);
      await saveCursor(em, last);
      return free.length > 0;
    });
    if (handled) streak.end();
  };

  /**
   * Each event in a transaction of its own, once the whole batch failed. Those that fail are parked together with the cursor's next move, so
   * that the cursor never comes back. Throws `StoppedError`.
   */
  const singly = async (events: readonly StreamedEvent[], last: Cursor): Promise<void> => {
    let parked: (readonly [StreamedEvent, { readonly error: string; readonly dueInMs: number }?])[] = [];
    const move = async (em: EntityManager, to: Cursor) => {
      for (const [event, failure] of parked) await backlog(em).park(event, failure);
      await saveCursor(em, to);
    };
    for (const event of events) {
      const entity = entityOf(event);
      const blocked = await inReceiver((em) => backlog(em).blocked());
      if (blocked.has(entity) || parked.some(([earlier]) => entityOf(earlier) === entity)) {
        parked.push([event]);
        continue;
      }
      try {
        await inReceiver(async (em) => {
          await handle(apply, event, em);
          await move(em, event);
        });
        parked = [];
        streak.end();
      } catch (error) {
        if (isElsewhere(error)) throw error;
        streak.add(entity, error);
        log.warn({ err: error, event: event.id, type: event.type }, 'event failed, will be tried again');
        parked.push([event, { error: failureText(error), dueInMs: backOffMs(1, retryAfterMs) }]);
      }
    }
    await inReceiver((em) => move(em, last));
  };

  /** Handles one batch; tells whether there may be more. */
  const step = async (): Promise<boolean> => {
    const events = await from.after(await inReceiver(readCursor), BATCH);
    const last = events.at(-1);
    if (last === undefined) return false;
    const own = events.filter(consumes);
    try {
      await together(own, last);
    } catch (error) {
      if (isElsewhere(error)) throw error;
      await singly(own, last);
    }
    return events.length === BATCH;
  };

  /** Tries again what is due, for a moment; tells whether there may be more. */
  const retry = async (signal: AbortSignal): Promise<boolean> => {
    const until = performance.now() + RETRY_MS;
    for (;;) {
      const due = await inReceiver((em) => backlog(em).due(BATCH));
      // Those behind one that succeeded are due at once.
      if (due.length === 0) return false;
      for (const event of due) {
        if (signal.aborted || performance.now() > until) return true;
        try {
          await inReceiver(async (em) => {
            await handle(apply, event, em);
            await backlog(em).done(event);
          });
          streak.end();
        } catch (error) {
          if (isElsewhere(error)) throw error;
          await failed(event, error);
        }
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
