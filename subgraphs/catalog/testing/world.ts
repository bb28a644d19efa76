import { handle, type EventType } from '@guildhall/events/event.ts';
import { openDatabase, type Database } from '@guildhall/platform/database/database.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import { Client } from 'pg';
import {
  createCatalog,
  createInstalling,
  createStore,
  entities,
  keepAccountCopies,
  keepGovernanceNews,
  keepPriceCopies,
} from '../index.ts';

export const PUBLISHER = 'org:northwind';
export const actor = (orgId: string, roles: readonly Role[], teams: readonly string[] = []): Actor => ({
  principal: 'user:beckayu',
  kind: 'user',
  orgId,
  roles,
  teams,
});
export const publisher = actor(PUBLISHER, ['publisher'], ['team:kitchen']);
export const payer = (orgId: string) => actor(orgId, ['billing_admin']);

type Audience = Parameters<ReturnType<typeof createCatalog>['publishVersion']>[0]['audience'];
type Pricing = Readonly<Record<string, unknown>>;
export const COSTS: Pricing = { model: 'payg', unit: 'invocation', price_per_unit: '0.005' };
export const FREE: Pricing = { model: 'free' };

/** The catalog on a database of its own: over the request role as resolvers have it, over the worker role as activities do. */
export async function startCatalog() {
  const database = await createTestDatabase({
    schema: 'catalog',
    entities,
    folder: new URL('../migrations', import.meta.url),
  });
  const open = (role: 'request' | 'worker') => openDatabase({ url: database.url(role), schema: 'catalog', entities });
  const [request, worker] = [await open('request'), await open('worker')];
  const clock = { now: new Date('2026-11-10T09:00:00Z') };
  const over = (of: Database) => ({ store: createStore(of), now: () => clock.now, newId });
  const stream = { caughtUp: true, knows: true, arrives: async (): Promise<void> => undefined };
  const platform = createCatalog(over(worker));
  const catalog = createCatalog(over(request));
  const tell = (type: EventType, orgId: string, payload: object) =>
    worker.transaction(async (em) => {
      const event = { id: newId('evt'), type, orgId, entityId: orgId, payload, occurredAt: clock.now };
      for (const keep of [keepAccountCopies, keepPriceCopies, keepGovernanceNews]) await handle(keep, event, em);
    });
  const manifest = (appId: string, pricing: Pricing, title: string) => ({
    app_id: appId,
    title,
    short_description: 'Finds a place to eat',
    owner_id: 'user:beckayu',
    tags: ['dining'],
    runtime_descriptor: { type: 'serverless', handler: '/invoke' },
    pricing_template: pricing,
  });
  return {
    catalog,
    platform,
    clock,
    database,
    installing: createInstalling({
      ...over(request),
      accounts: { caughtUp: () => stream.arrives().then(() => stream.caughtUp), knows: async () => stream.knows },
    }),
    /** Whether billing's news has arrived, and what arrives while it is waited for. */
    stream,
    tell,
    account: (orgId: string, currency = 'USD') => tell('billing.account.changed', orgId, { kind: 'external', currency }),
    /** Registers an app, or makes its next version, and publishes that with the price version `prv_<app>_<number>`. */
    async publish(appId: string, audience: Audience = { kind: 'public' }, pricing: Pricing = COSTS, title = `Diner ${appId}`) {
      const known = (await catalog.visibleApps(publisher, [appId])).length > 0;
      const { latestVersion: number } = known
        ? await catalog.updateApp(publisher, appId, { pricing_template: pricing, title })
        : await catalog.registerApp(publisher, manifest(appId, pricing, title));
      const { digest } = await platform.reviewedVersion(PUBLISHER, appId, number);
      const input = { orgId: PUBLISHER, appId, number, digest, audience, priceVersionId: `prv_${appId}_${number}` };
      await platform.publishVersion(input);
      return input;
    },
    /** The events told of an entity, oldest first. */
    events: (entityId: string) => readOutbox(database.adminUrl, entityId),
    async stop() {
      await Promise.all([request.close(), worker.close()]);
      await database.drop();
    },
  };
}
export type RunningCatalog = Awaited<ReturnType<typeof startCatalog>>;

async function readOutbox(url: string, entityId: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ type: string; payload: Record<string, unknown> }>(
      'select type, payload from catalog.outbox where entity_id = $1 order by position',
      [entityId],
    );
    return rows;
  } finally {
    await client.end();
  }
}
