import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import type { StreamedEvent, StreamSource } from './source.ts';

const POLL_MS = 250;
const BATCH = 200;
const PAUSE_MS = 1_000;

export type Tail = { stop(): Promise<void>; ready(): boolean };

/**
 * Keeps something in memory true to a stream: `rebuild` reads the whole state, then every event since is handed to `apply`, which may
 * see one that the rebuild saw already. After a failure it rebuilds.
 */
export function startTail({
  source,
  logger,
  rebuild,
  apply,
}: {
  readonly source: StreamSource;
  readonly logger: Logger;
  readonly rebuild: () => Promise<void>;
  readonly apply: (event: StreamedEvent) => Promise<void>;
}): Tail {
  const stopping = new AbortController();
  let current = false;
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        let cursor = await source.horizon();
        await rebuild();
        current = true;
        while (!stopping.signal.aborted) {
          const events = await source.after(cursor, BATCH);
          for (const event of events) await apply(event);
          cursor = events.at(-1) ?? cursor;
          if (events.length < BATCH) await source.changed(POLL_MS, stopping.signal);
        }
      } catch (error) {
        if (stopping.signal.aborted) return;
        logger.warn({ err: error }, 'stream interrupted, will rebuild');
        await sleep(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const running = run();
  return {
    ready: () => current,
    async stop() {
      stopping.abort();
      await running;
      await source.close();
    },
  };
}
