import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import { teamsSeen, type Actor } from '@guildhall/platform/identity/actor.ts';
import { readRange, type CountedEvent, type DayRange, type UsageDay } from '../domain/usage.ts';
import type { UsageDeps } from './deps.ts';

/** What the actor's organisation used, by (day, app, unit), of one app or all. Throws `INVALID_PERIOD`. */
export async function usagePage(
  { store }: UsageDeps,
  actor: Actor,
  range: DayRange,
  page: PageRequest,
  appId?: string,
): Promise<UsageDay[]> {
  const { from, to } = readRange(range);
  if (appId !== undefined && !isStorable(appId)) return [];
  return store.transaction(actor, (tx) => tx.usage.page({ from, to }, page, teamsSeen(actor), appId));
}

/** What the actor's organisation used of each of the apps named; of an app that it used nothing of, none. Throws `INVALID_PERIOD`. */
export async function usageOfApps({ store }: UsageDeps, actor: Actor, range: DayRange, appIds: readonly string[]): Promise<UsageDay[]> {
  const { from, to } = readRange(range);
  return store.transaction(actor, (tx) => tx.usage.ofApps({ from, to }, appIds.filter(isStorable), teamsSeen(actor)));
}

/**
 * What everybody used of those of the apps named that the actor's organisation publishes, up to now: one entry for each of them.
 * Throws `INVALID_PERIOD`.
 */
export async function publisherUsage(
  { store }: UsageDeps,
  actor: Actor,
  range: DayRange,
  appIds: readonly string[],
): Promise<{ appId: string; days: UsageDay[] }[]> {
  const { from, to } = readRange(range);
  return store.transaction(actor, async (tx) => {
    const own = await tx.usage.ownApps(appIds.filter(isStorable), teamsSeen(actor));
    const days = own.length > 0 ? await tx.usage.ofPublishedApps({ from, to }, own) : [];
    return own.map((appId) => ({ appId, days: days.filter((day) => day.appId === appId) }));
  });
}

/** A counted event of the actor's organisation; undefined for any other id. */
export async function usageEvent({ store }: UsageDeps, actor: Actor, appId: string, eventId: string): Promise<CountedEvent | undefined> {
  if (!isStorable(appId) || !isStorable(eventId)) return undefined;
  return store.transaction(actor, (tx) => tx.usage.event(appId, eventId, teamsSeen(actor)));
}

/** Text in Postgres holds no U+0000, so an id with one names nothing. */
const isStorable = (id: string) => !id.includes('\u0000');
