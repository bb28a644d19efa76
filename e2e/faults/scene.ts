import { randomBytes } from 'node:crypto';
import { DEMO_APP, seed } from '@guildhall/local/seed.ts';
import { silent } from '@guildhall/local/progress.ts';
import { makeSigningKey, sendEvents, type UsageEvent } from '@guildhall/local/story/events.ts';
import { makeOrganization } from '@guildhall/local/story/organizations.ts';
import { completeApp, install, NORTHWIND, publishWhole, register, requestPublication } from '@guildhall/local/story/publish.ts';
import { lastClosed } from '@guildhall/local/story/tell.ts';
import { before, inThePast } from '@guildhall/local/past.ts';
import { done, enterWorld, eventually, type World } from '@guildhall/local/story/world.ts';
import { startSystem, type System } from '@guildhall/local/system.ts';
import { scratchFolder } from '@guildhall/local/testing/scratch.ts';
import {
  DecidePublishRequestDocument,
  SearchAppsDocument,
  type PublishRequestStateFragment,
} from '@guildhall/operations/generated/operations.ts';
import { Client } from 'pg';

/** A whole system of its own, to be killed part by part; what it commits is on disk. */
export type Scene = { readonly system: System; readonly world: World; readonly database: () => Promise<Client> };

const tag = () => randomBytes(3).toString('hex');
const PRICED = { model: 'PAYG' as const, prices: [{ unit: 'invocation', pricePerUnit: '0.005' }] };

export async function openScene(): Promise<Scene> {
  const system = await startSystem({ dataDir: scratchFolder(), ports: 'free' });
  try {
    await seed(system, silent);
  } catch (error) {
    await system.stop({ removeData: true });
    throw error;
  }
  const database = async () => {
    const client = new Client({ connectionString: system.databaseAdminUrl });
    // The server may be killed under it.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  return { system, world: enterWorld(system), database };
}

/** Rows of one question to Postgres as its superuser. */
export async function rows<Row extends object>({ database }: Scene, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = await database();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** A new organisation that has had the demo's app since before the newest due month, and owes for it. */
export async function makeConsumer({ world }: Scene): Promise<string> {
  const org = `org:faults-${tag()}`;
  const members = [{ subject: 'user:alice', roles: ['MEMBER', 'BILLING_ADMIN'] }] as const;
  await makeOrganization(world, { id: org, name: 'Faults', members });
  await inThePast(world, before(lastClosed(new Date()).month), async (past) => {
    await past.openAccount(org, 'user:alice');
    await past.install(org, 'user:alice', DEMO_APP);
  });
  return org;
}

export const makeKey = ({ world }: Scene) => makeSigningKey(world, NORTHWIND, DEMO_APP);

export const use = (org: string, timestamp = new Date().toISOString(), app = DEMO_APP): UsageEvent => ({
  event_id: `use-${tag()}`,
  timestamp,
  app_id: app,
  actor_id: 'user:alice',
  org_id: org,
  action: 'invoke',
  payload: { tokens: 10 },
});

/** A new app whose publication waits for its approver. */
export async function waitingApproval({ world }: Scene): Promise<PublishRequestStateFragment> {
  const appId = `faults-${tag()}`;
  await register(world, NORTHWIND, completeApp(appId, PRICED));
  return requestPublication(world, NORTHWIND, appId);
}

/** Approves as the approver; the same decision however often it is called. Answers what it came to. */
export async function approval({ world }: Scene, { id, digest }: PublishRequestStateFragment) {
  const input = { publishRequestId: id, verdict: 'APPROVE' as const, digest, idempotencyKey: `approve ${id}` };
  const client = world.as(NORTHWIND.approver, NORTHWIND.org);
  return done((await client.send(DecidePublishRequestDocument, { input })).decidePublishRequest).decision?.outcome;
}

/** Everything that follows streams does its part for something new: relay and workflows, search, and both copies of installs. */
export async function lifeGoesOn(scene: Scene): Promise<void> {
  const { world } = scene;
  const appId = `faults-${tag()}`;
  await publishWhole(world, NORTHWIND, { ...completeApp(appId, PRICED), title: `Unheard of ${appId}` });
  const org = await makeConsumer(scene);
  await install(world, org, 'user:alice', appId);
  const event = use(org, undefined, appId);
  const key = await makeSigningKey(world, NORTHWIND, appId);
  // A reader that failed while Postgres was away sleeps up to 5 s before it tries again.
  const within = 20_000;
  await Promise.all([
    eventually('a receipt', async () => (await sendEvents(world, key, [event]))[0]?.status !== 'rejected' || undefined, within),
    eventually(
      "billing's copy of the install",
      async () => (await rows(scene, `select 1 from billing.install_copy where org_id = $1 and app_id = $2`, [org, appId]))[0],
      within,
    ),
    eventually(
      'the app in the search',
      async () => {
        const { searchApps } = await world.as('user:alice', org).send(SearchAppsDocument, { query: appId });
        return searchApps?.edges.some(({ node }) => node.id === appId) || undefined;
      },
      within,
    ),
  ]);
}
