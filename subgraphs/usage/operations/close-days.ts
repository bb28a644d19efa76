import { periodOfDay, type ClosedDayRow, type DayRange } from '../domain/usage.ts';
import type { ClosedDayKey } from '../store/close-store.ts';
import type { UsageDeps } from './deps.ts';

/**
 * Closes a UTC day from its raw events, for every tenant: each (organisation, app) whose figures differ from its latest version gets a
 * new one, and the publishers' totals follow. Run again it changes nothing. Answers the rows of the day's latest versions, how many
 * (organisation, app) changed, and how many figures of the buckets were not what raw says. Throws `INVALID_PERIOD`. For workflows.
 */
export async function closeDay(
  { store, now }: UsageDeps,
  day: string,
): Promise<{ readonly rows: number; readonly changed: number; readonly differences: number }> {
  periodOfDay(day);
  // Committed first: an event recorded from here on either is seen below or leaves the day marked late.
  const begun = await store.acrossTenants((tx) => tx.closes.begin(day));
  return store.acrossTenants(async (tx) => {
    await tx.closes.alone(day);
    const counts = await tx.closes.write(day);
    await tx.closes.writeAppDays(day);
    await tx.closes.finish(day, begun, now());
    return counts;
  });
}

/** Days to close with where the next page begins; null when this is the last. */
export type DaysToClose = { readonly days: readonly string[]; readonly next: string | null };

/**
 * A page of the days up to and including `through` that are to be closed, in order: those with usage, those between the first close (or
 * the first install or event, if that is later) and `through`, and closed ones that usage came to since or that were not handed over.
 * `after` is what a page answered as `next`. Throws `INVALID_PERIOD`. For workflows.
 */
export async function daysToClose({ store }: UsageDeps, through: string, after: string | undefined, limit: number): Promise<DaysToClose> {
  periodOfDay(through);
  if (after !== undefined) periodOfDay(after, 'after');
  const days = await store.acrossTenants((tx) => tx.closes.open(through, after, limit));
  return { days, next: days.length < limit ? null : (days.at(-1) ?? null) };
}

/** The newest days before `beyond` that were never closed, of those since the first close. Throws `INVALID_PERIOD`. For workflows. */
export async function missedDays({ store }: UsageDeps, beyond: string, limit: number): Promise<string[]> {
  periodOfDay(beyond, 'beyond');
  return store.acrossTenants((tx) => tx.closes.missed(beyond, limit));
}

/** The UTC day of the earliest install or counted event that usage knows; undefined while there is none. For workflows. */
export const firstDay = ({ store }: UsageDeps): Promise<string | undefined> => store.acrossTenants((tx) => tx.closes.firstDay());

/** Latest versions of closed days with the cursor of the next page; null when this is the last. */
type ClosedDayPage = { readonly rows: readonly ClosedDayRow[]; readonly next: string | null };

/** A page of the closed days of `[from, to)`, to hand to billing; `after` is a cursor that this answered. An open day has no rows. For workflows. */
export const closedDayPage = ({ store }: UsageDeps, range: DayRange, after: string | undefined, limit: number): Promise<ClosedDayPage> =>
  pageOf(store, range, after, limit);

/** Every row of the closed days of `[from, to)`, a page at a time, to compare with billing's copy. For workflows. */
export async function* closedDays({ store }: UsageDeps, range: DayRange, limit = 1_000): AsyncGenerator<readonly ClosedDayRow[]> {
  for (let after: string | undefined; ;) {
    const page = await pageOf(store, range, after, limit);
    if (page.rows.length > 0) yield page.rows;
    if (page.next === null) return;
    after = page.next;
  }
}

async function pageOf(store: UsageDeps['store'], range: DayRange, after: string | undefined, limit: number): Promise<ClosedDayPage> {
  const rows = await store.acrossTenants((tx) => tx.closes.rows(range, after === undefined ? undefined : decode(after), limit));
  const last = rows.at(-1);
  return { rows, next: last && rows.length === limit ? encode(last) : null };
}

const encode = ({ day, orgId, appId, unit }: ClosedDayKey) => [day, orgId, appId, unit].join(' ');

function decode(cursor: string): ClosedDayKey {
  const [day, orgId, appId, unit] = cursor.split(' ');
  if (!day || !orgId || !appId || !unit) throw new Error(`"${cursor}" is not a cursor of closed days`);
  return { day, orgId, appId, unit };
}
