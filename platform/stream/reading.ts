import type { EntityManager } from '@mikro-orm/postgresql';
import type { Logger } from '../log.ts';
import type { Backlog, WaitingEvent } from './backlog.ts';
import type { Cursor, StreamedEvent, StreamSource } from './source.ts';
import type { Streak } from './streak.ts';

/** What both kinds of consumers work over: the source, and their place and backlog in the receiver. */
export type Reading = {
  readonly from: StreamSource;
  /** A transaction of the receiver's *worker* role. */
  readonly inReceiver: <T>(work: (em: EntityManager) => Promise<T>) => Promise<T>;
  readonly readCursor: (em: EntityManager) => Promise<Cursor>;
  /** Moves the cursor from one place to another. Throws `UnavailableError` when it is not there: another process has taken over. */
  readonly moveCursor: (em: EntityManager, from: Cursor, to: Cursor) => Promise<void>;
  readonly backlog: (em: EntityManager) => Backlog;
  /** Whether the consumer has a handler for an event. */
  readonly consumes: (event: StreamedEvent) => boolean;
  readonly streak: Streak;
  /** Counts a failed try of an event that waits. Throws `StoppedError`. */
  readonly failed: (event: WaitingEvent, error: unknown) => Promise<void>;
  readonly log: Logger;
};

/** How a consumer works through its stream while it holds the consumer's lock. */
export type Work = {
  /** Does what can be done now; tells whether there is more to do at once. Throws when it has to be interrupted. */
  turn(signal: AbortSignal): Promise<boolean>;
  /** Waits for what is under way. */
  drained(): Promise<void>;
};

export const BATCH = 200;
