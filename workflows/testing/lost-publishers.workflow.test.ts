import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { hurriedBundle, surviveLosses } from './lost-workers.ts';
import { OUTCOMES } from './publish-outcomes.ts';
import { createPublishingWorld, type PublishingWorld } from './publishing-world.ts';

// Together these take every activity. The expiring one comes first, for it shortens the timers while it starts.
const [expiring, ...together] = [
  'expired-after-reminder',
  'published-after-approval',
  'published-without-approval',
  'failed-and-undone',
].map((name) => {
  const outcome = OUTCOMES.find((known) => known.name === name);
  if (!outcome) throw new Error(`There is no outcome ${name}.`);
  return outcome;
});

let world: PublishingWorld;
beforeAll(async () => {
  world = await createPublishingWorld(inject('temporalAddress'));
});
afterAll(() => world?.end());

/** Brings the outcomes about, each on an app of its own; answers what then stands in the databases, by outcome. */
async function bringAbout(attempt: string): Promise<Record<string, string[]>> {
  const one = async ({ name, result, run }: (typeof OUTCOMES)[number]) => {
    const appId = `${name}-${attempt}`;
    const { id } = await run(world, appId);
    expect(await world.handle(id).result()).toBe(result);
    return [name, await world.rowsAbout(appId, id)] as const;
  };
  const first = expiring && (await one(expiring));
  return Object.fromEntries([first ?? [], ...(await Promise.all(together.map(one)))]);
}

/** Asked for only by runs that began under 0.1.0. */
const OF_0_1_0 = ['currentPublication', 'restorePublication'];

test(
  'a worker lost after every activity, between its effect and its result, changes nothing of how publishing ends',
  { timeout: 300_000 },
  async () => {
    await world.startWorker();
    const undisturbed = await bringAbout('calm');
    await world.stopWorker();
    let survived: typeof undisturbed = {};
    const lost = await surviveLosses(world, await hurriedBundle(), async () => {
      survived = await bringAbout('lost');
    });
    expect(new Set(lost)).toEqual(new Set(Object.keys(world.activities).filter((name) => !OF_0_1_0.includes(name))));
    expect(Object.values(undisturbed).flat().length).toBeGreaterThan(40);
    expect(survived).toEqual(undisturbed);
  },
);
