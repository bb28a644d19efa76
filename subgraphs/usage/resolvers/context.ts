import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { DeadLetters } from '@guildhall/platform/stream/dead-letters.ts';
import DataLoader from 'dataloader';
import type { DayRange, Signing, Usage, UsageDay } from '../index.ts';

/** What one request's resolvers share. */
export type Context = ReturnType<ReturnType<typeof createContext>>;

/** Another subgraph's entity, of which only the id is known here. */
export type Reference = { readonly id: string };

export type AppRange = DayRange & { readonly appId: string };

export const createContext = (usage: Usage, signing: Signing, deadLetters: DeadLetters) => (actor: Actor) => ({
  actor,
  deadLetters,
  usage,
  signing,
  usageOfApp: byAppRange(async (range, appIds): Promise<ReadonlyMap<string, UsageDay[]>> => {
    const days = Map.groupBy(await usage.usageOfApps(actor, range, appIds), ({ appId }) => appId);
    return new Map(appIds.map((appId) => [appId, days.get(appId) ?? []]));
  }),
  publisherUsageOfApp: byAppRange(
    async (range, appIds) => new Map((await usage.publisherUsage(actor, range, appIds)).map(({ appId, days }) => [appId, days])),
  ),
});

/** Loads the days of apps, one query a range; an app that `load` has no answer for is null. */
const byAppRange = (load: (range: DayRange, appIds: readonly string[]) => Promise<ReadonlyMap<string, UsageDay[]>>) =>
  new DataLoader<AppRange, UsageDay[] | null, string>(
    async (keys) => {
      const ranges = Map.groupBy(keys, ({ from, to }) => `${from}/${to}`);
      const answers = new Map<string, ReadonlyMap<string, UsageDay[]> | Error>();
      for (const [range, [first, ...others]] of ranges) {
        if (!first) continue;
        // A range that is refused must not take the others of the same request with it.
        const answer = load(
          first,
          [first, ...others].map(({ appId }) => appId),
        ).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
        answers.set(range, await answer);
      }
      return keys.map(({ appId, from, to }) => {
        const answer = answers.get(`${from}/${to}`);
        return answer instanceof Error ? answer : (answer?.get(appId) ?? null);
      });
    },
    { cacheKeyFn: ({ appId, from, to }) => JSON.stringify([appId, from, to]) },
  );
