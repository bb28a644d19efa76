import { failureText } from './failure.ts';

/** This many different entities failing in a row mean a bug in our code, not poison. */
const MOST_IN_A_ROW = 20;

/** The consumer stops and waits for somebody to act. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** Counts the entities that failed since an event was last handled, whatever the batches in which they came. */
export type Streak = {
  /** An event was handled. */
  end(): void;
  /**
   * Counts an entity of which an event failed at its first try; a later try does not count. Throws `StoppedError` at the twentieth, and then at
   * every failed try: nothing may be written of it, so that the event keeps its place and its tries.
   */
  add(entity: string, error: unknown, first: boolean): void;
};

export function createStreak(): Streak {
  const failing = new Set<string>();
  return {
    end: () => failing.clear(),
    add(entity, error, first) {
      if (first && failing.size < MOST_IN_A_ROW) failing.add(entity);
      if (failing.size >= MOST_IN_A_ROW)
        throw new StoppedError(`${MOST_IN_A_ROW} entities in a row failed, the last with: ${failureText(error)}`);
    },
  };
}
