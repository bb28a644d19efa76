import { before, inThePast } from './past.ts';
import type { Progress } from './progress.ts';
import { sendEvents, withSigningKey } from './story/events.ts';
import { makeOrganization, organizations } from './story/organizations.ts';
import { completeApp, NORTHWIND } from './story/publish.ts';
import { lastClosed } from './story/tell.ts';
import { enterWorld, type Doors } from './story/world.ts';

export const DEMO_APP = 'where2eat';

/**
 * Makes the small demo: organisations and people through the same doors as everybody, and since before the newest due month a published app
 * that Acme has and pays for. Repeating it adds nothing, and goes on where it was cut off.
 */
export async function seed(doors: Doors, progress: Progress): Promise<void> {
  const world = enterWorld(doors);
  await progress.step('demo organisations and people', async () => {
    for (const plan of organizations) await makeOrganization(world, plan);
  });
  await progress.step('demo app', async () => {
    await inThePast(world, before(lastClosed(new Date()).month), async (past) => {
      await past.publish(NORTHWIND, completeApp(DEMO_APP, { model: 'PAYG', prices: [{ unit: 'invocation', pricePerUnit: '0.005' }] }));
      await past.openAccount('org:acme', 'user:alice');
      await past.install('org:acme', 'user:alice', DEMO_APP);
    });
    const timestamp = new Date().toISOString();
    const event = {
      event_id: 'seed-1',
      timestamp,
      app_id: DEMO_APP,
      actor_id: 'user:alice',
      org_id: 'org:acme',
      action: 'invoke',
      payload: { tokens: 123, duration_ms: 420 },
    };
    await withSigningKey(world, NORTHWIND, DEMO_APP, (key) => sendEvents(world, key, [event]));
  });
}
