import type { EntityManager } from '@mikro-orm/postgresql';

/** Counting stops here: whoever is so far behind does not need the exact number. */
export const MOST_COUNTED = 100_000;

/** How far behind a consumer is, and what it could not process. */
export type ConsumerStatus = {
  readonly name: string;
  /** Events that it has not processed, at most 100,000 of those unread; without those that are dead or wait behind a dead one. */
  readonly lagEvents: number;
  /** The age of the oldest of them. */
  readonly lagSeconds: number;
  /** Events that wait for another try, or behind one of their entity. */
  readonly waiting: number;
  readonly dead: number;
  /** Why it stopped: because of a bug on our side, or because somebody must do something first. */
  readonly stopped: string | null;
};

type BacklogCounts = { readonly waiting: number; readonly going: number; readonly seconds: number; readonly dead: number };

/** Counts what a consumer could not process, in a transaction of its receiver; `going` is not behind a dead letter. */
export async function countBacklog(em: EntityManager, schema: string, consumer: string): Promise<BacklogCounts> {
  const [counts] = await em.execute<BacklogCounts[]>(
    `select count(*)::int as waiting, count(*) filter (where going)::int as going,
            greatest(0, extract(epoch from clock_timestamp() - min(occurred_at) filter (where going)))::float8 as seconds,
            (select count(*) from ${schema}.dead_letter where consumer = ?)::int as dead
       from (select occurred_at, entity not in (select entity from ${schema}.dead_letter where consumer = ?) as going
               from ${schema}.waiting_event where consumer = ?) waits`,
    [consumer, consumer, consumer],
  );
  return counts ?? { waiting: 0, going: 0, seconds: 0, dead: 0 };
}

/** Where a consumer stands by its backlog and by what it has not read. */
export const statusOf = (
  { waiting, going, seconds, dead }: BacklogCounts,
  unread: { readonly events: number; readonly seconds: number },
): Omit<ConsumerStatus, 'name' | 'stopped'> => ({
  lagEvents: unread.events + going,
  lagSeconds: Math.max(unread.seconds, seconds),
  waiting,
  dead,
});

/** No progress for so long is worth a look. */
const SLOW_SECONDS = 60;

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** What there is to say of a consumer; undefined when all is well. */
export function noteOf({ name, lagEvents, lagSeconds, waiting, dead, stopped }: ConsumerStatus): string | undefined {
  const slow = lagSeconds > SLOW_SECONDS;
  const notes = [
    ...(stopped === null ? [] : [`stopped: ${stopped}`]),
    ...(dead > 0 ? [counted(dead, 'dead letter', 'dead letters')] : []),
    ...(waiting > 0 && (dead > 0 || slow) ? [counted(waiting, 'event waits', 'events wait')] : []),
    ...(slow ? [`${counted(lagEvents, 'event', 'events')} and ${Math.round(lagSeconds)} s behind`] : []),
  ];
  return notes.length > 0 ? `${name}: ${notes.join('; ')}` : undefined;
}
