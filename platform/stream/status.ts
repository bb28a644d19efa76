import type { EntityManager } from '@mikro-orm/postgresql';
import type { Cursor, StreamSource } from './source.ts';

/** Counting stops here: whoever is so far behind does not need the exact number. */
const MOST_COUNTED = 100_000;

/** How far behind a consumer is, and what it could not handle. */
export type ConsumerStatus = {
  readonly name: string;
  /** Events that the source told and the consumer has not read, at most 100,000. */
  readonly lagEvents: number;
  /** How long ago the oldest of them was told. */
  readonly lagSeconds: number;
  readonly waiting: number;
  readonly dead: number;
  /** Why it stopped, because its failures are a fault of ours. */
  readonly stopped: string | null;
};

/** Reads where a consumer stands, in a transaction of its receiver. */
export async function readStatus(
  em: EntityManager,
  schema: string,
  { name, from, cursor }: { readonly name: string; readonly from: StreamSource; readonly cursor: Cursor },
): Promise<Omit<ConsumerStatus, 'stopped'>> {
  const [counts] = await em.execute<{ waiting: number; dead: number }[]>(
    `select (select count(*) from ${schema}.waiting_event where consumer = ?)::int as waiting,
            (select count(*) from ${schema}.dead_letter where consumer = ?)::int as dead`,
    [name, name],
  );
  const lag = await from.lag(cursor, MOST_COUNTED);
  return { name, lagEvents: lag.events, lagSeconds: lag.seconds, waiting: counts?.waiting ?? 0, dead: counts?.dead ?? 0 };
}

/** No progress for so long is worth a look. */
const SLOW_SECONDS = 60;

/** What there is to say of a consumer; undefined when all is well. */
export function noteOf({ name, lagEvents, lagSeconds, waiting, dead, stopped }: ConsumerStatus): string | undefined {
  const notes = [
    ...(stopped === null ? [] : [`stopped: ${stopped}`]),
    ...(dead > 0 ? [`${dead} dead letters`] : []),
    ...(waiting > 0 ? [`${waiting} events wait`] : []),
    ...(lagSeconds > SLOW_SECONDS ? [`${lagEvents} events and ${Math.round(lagSeconds)} s behind`] : []),
  ];
  return notes.length > 0 ? `${name}: ${notes.join('; ')}` : undefined;
}
