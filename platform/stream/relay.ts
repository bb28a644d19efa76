import { setTimeout as sleep } from 'node:timers/promises';
import { handle, type Handlers } from '@guildhall/events/event.ts';
import { entityOf, type WaitingEvent } from './backlog.ts';
import { isElsewhere } from './failure.ts';
import { BATCH, type Reading, type Work } from './reading.ts';

const POLL_MS = 100;
/** The pause before an unanswered event is delivered again. */
const AGAIN_MS = 1_000;
/** An interrupted relay waits this long for its deliveries; those still under way are delivered again later. */
const DRAIN_MS = 5_000;
/** How many due events are looked up at once. A lookup is used for at most `POLL_MS`, so that newcomers get their turn. */
const LOOK = 64;
/** Deliveries under way at once: of all organisations, and of one, so that what one asks for leaves room for the others. */
const [MOST, MOST_OF_ONE] = [8, 2];

/**
 * Delivers events to another system, fairly: organisations take turns, and the events of one entity come in order. What is read waits in the
 * backlog until it is delivered, so a slow or failing delivery holds up nothing but its entity; what was under way at a crash is delivered
 * again. When the other system answers nobody, it rests, and another process may take over.
 */
export function createRelay(reading: Reading, deliver: Handlers<[]>): Work {
  const { from, inReceiver, readCursor, moveCursor, backlog, consumes, streak, failed, log } = reading;
  const underWay = new Map<string, { readonly event: WaitingEvent; readonly end: Promise<void> }>();
  /** Organisations with an unanswered event since the last answer: the error, and until when they pause. */
  const unanswered = new Map<string, { readonly error: unknown; readonly until: number }>();
  let fault: { readonly error: unknown } | undefined;
  let ready: WaitingEvent[] = [];
  let lookedAt = -Infinity;

  /** Moves the next events into the backlog; tells whether there may be more. */
  const read = async (): Promise<boolean> => {
    const before = await inReceiver(readCursor);
    const events = await from.after(before, BATCH);
    const last = events.at(-1);
    if (last === undefined) return false;
    await inReceiver(async (em) => {
      await backlog(em).park(events.filter(consumes).map((event) => ({ event })));
      await moveCursor(em, before, last);
    });
    return events.length === BATCH;
  };

  const deliverOne = async (event: WaitingEvent): Promise<void> => {
    try {
      await handle(deliver, event);
    } catch (error) {
      if (!isElsewhere(error)) return failed(event, error);
      if (unanswered.size === 0) log.warn({ err: error, event: event.id, type: event.type }, 'delivery not answered, will be tried again');
      unanswered.set(event.orgId, { error, until: performance.now() + AGAIN_MS });
      return inReceiver((em) => backlog(em).postpone(event, AGAIN_MS));
    }
    unanswered.clear();
    streak.end();
    await inReceiver((em) => backlog(em).take(event));
  };
  const start = (event: WaitingEvent): void => {
    const end = deliverOne(event)
      .catch((error: unknown) => void (fault ??= { error }))
      .finally(() => underWay.delete(event.id));
    underWay.set(event.id, { event, end });
  };

  /** Starts what is due and has room. */
  const startReady = async (signal: AbortSignal): Promise<void> => {
    const events = () => [...underWay.values()].map(({ event }) => event);
    if (ready.length === 0 || performance.now() > lookedAt + POLL_MS) {
      ready = await inReceiver((em) => backlog(em).due(LOOK, MOST_OF_ONE, events().map(entityOf)));
      lookedAt = performance.now();
    }
    ready = ready.filter((event) => {
      const rests = (unanswered.get(event.orgId)?.until ?? 0) > performance.now();
      const room = underWay.size < MOST && events().filter(({ orgId }) => orgId === event.orgId).length < MOST_OF_ONE;
      if (room && !rests && !signal.aborted) start(event);
      return !room;
    });
  };

  return {
    /** Reads on, starts what has room, and waits a moment for a delivery. Throws when nobody is answered. */
    async turn(signal) {
      if (fault) throw fault.error;
      const more = await read();
      if (underWay.size < MOST && unanswered.size < MOST) await startReady(signal);
      if (underWay.size > 0) await Promise.race([...[...underWay.values()].map(({ end }) => end), sleep(POLL_MS)]);
      const [silence] = unanswered.values();
      if (silence && underWay.size === 0 && (ready.length === 0 || unanswered.size >= MOST)) throw silence.error;
      return more || ready.length > 0 || underWay.size > 0;
    },
    async drained() {
      await Promise.race([Promise.all([...underWay.values()].map(({ end }) => end)), sleep(DRAIN_MS)]);
    },
  };
}
