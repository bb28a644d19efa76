import { handle, type Handlers } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Logger } from '../log.ts';
import { entityOf, type Backlog } from './backlog.ts';
import { backOffMs, failureText, isElsewhere } from './failure.ts';
import type { Cursor, StreamedEvent, StreamSource } from './source.ts';

const WINDOW = 500;
/** Deliveries under way at once: of all organisations, and of one, so that what one asks for leaves room for the others. */
const [MOST, MOST_OF_ONE] = [8, 2];

type RelayOptions = {
  readonly deliver: Handlers<[]>;
  readonly from: StreamSource;
  readonly backlog: (em: EntityManager) => Backlog;
  readonly inReceiver: <T>(work: (em: EntityManager) => Promise<T>) => Promise<T>;
  readonly readCursor: (em: EntityManager) => Promise<Cursor>;
  readonly saveCursor: (em: EntityManager, cursor: Cursor) => Promise<unknown>;
  readonly log: Logger;
  readonly retryAfterMs: number;
};

/**
 * Delivers events to another system, fairly: organisations take turns, and those of one entity come in order. The cursor is behind all
 * that is not delivered yet, so after a crash some is delivered again.
 */
export function createRelay({ deliver, from, backlog, inReceiver, readCursor, saveCursor, log, retryAfterMs }: RelayOptions) {
  /** Read and not passed by the cursor, in the order of the stream. */
  let window: StreamedEvent[] = [];
  const done = new Set<string>();
  const underWay = new Map<string, { readonly event: StreamedEvent; readonly end: Promise<void> }>();
  let lastOrg = '';
  let fault: unknown;

  /** The next event that may go: of the organisation whose turn it is, behind no other of its entity. */
  const next = (): StreamedEvent | undefined => {
    if (underWay.size >= MOST) return undefined;
    const busy = [...underWay.values()].map(({ event }) => event);
    const entities = new Set(busy.map(entityOf));
    const firsts = new Map<string, StreamedEvent>();
    for (const event of window) {
      const entity = entityOf(event);
      if (done.has(event.id) || underWay.has(event.id) || entities.has(entity)) continue;
      entities.add(entity);
      if (busy.filter(({ orgId }) => orgId === event.orgId).length < MOST_OF_ONE && !firsts.has(event.orgId))
        firsts.set(event.orgId, event);
    }
    const orgs = [...firsts.keys()].sort();
    const org = orgs.find((id) => id > lastOrg) ?? orgs[0];
    if (org === undefined) return undefined;
    lastOrg = org;
    return firsts.get(org);
  };

  const start = (event: StreamedEvent): void => {
    const end = (async () => {
      try {
        const parked = await inReceiver(async (em) => {
          if (!(await backlog(em).blocked()).has(entityOf(event))) return false;
          await backlog(em).park(event);
          return true;
        });
        if (!parked) await handle(deliver, event);
        done.add(event.id);
      } catch (error) {
        if (isElsewhere(error)) {
          fault = error;
          return;
        }
        log.warn({ err: error, event: event.id, type: event.type }, 'event failed, will be tried again');
        try {
          await inReceiver((em) => backlog(em).park(event, { error: failureText(error), dueInMs: backOffMs(1, retryAfterMs) }));
          done.add(event.id);
        } catch (unparked) {
          fault = unparked;
        }
      } finally {
        underWay.delete(event.id);
      }
    })();
    underWay.set(event.id, { event, end });
  };

  /** Moves the cursor behind what is delivered without a gap. */
  const advance = async (): Promise<void> => {
    const delivered = window.findIndex(({ id }) => !done.has(id));
    const passed = window.slice(0, delivered === -1 ? window.length : delivered);
    const last = passed.at(-1);
    if (!last) return;
    await inReceiver((em) => saveCursor(em, last));
    for (const { id } of passed) done.delete(id);
    window = window.slice(passed.length);
  };

  return {
    /** Reads on, lets as much as may go begin, and waits a moment when there is more; answers 0, so that its caller waits for news. */
    async turn(signal: AbortSignal): Promise<number> {
      for (;;) {
        if (fault !== undefined) {
          await Promise.all([...underWay.values()].map(({ end }) => end));
          const thrown = fault;
          fault = undefined;
          throw thrown;
        }
        if (window.length < WINDOW) {
          const after = window.at(-1) ?? (await inReceiver(readCursor));
          window.push(...(await from.after(after, WINDOW - window.length)));
        }
        for (let event = next(); event && !signal.aborted; event = next()) start(event);
        if (underWay.size > 0) await Promise.race([...underWay.values()].map(({ end }) => end));
        await advance();
        if (window.length === 0 || signal.aborted) return 0;
      }
    },
    /** Waits for what is under way. */
    async drained(): Promise<void> {
      await Promise.all([...underWay.values()].map(({ end }) => end));
      await advance();
    },
  };
}
