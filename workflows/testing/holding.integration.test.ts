import { keepInstalls } from '@guildhall/billing/index.ts';
import { keepAccountCopies, keepPriceCopies } from '@guildhall/catalog/index.ts';
import { consumers } from '@guildhall/events/consumers.ts';
import { contracts } from '@guildhall/events/contracts.ts';
import { keepVersions } from '@guildhall/governance/index.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer, type Consumer, type ConsumerOptions } from '@guildhall/platform/stream/consumer.ts';
import { deadLettersOf } from '@guildhall/platform/stream/dead-letters.ts';
import { keepCatalogCopies, keepHolds } from '@guildhall/usage/index.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openSubgraphs } from './subgraphs.ts';

const SOON = { timeout: 20_000, interval: 20 };

let world: Awaited<ReturnType<typeof openSubgraphs>>;
const running: Consumer[] = [];
beforeAll(async () => void (world = await openSubgraphs()));
afterEach(async () => void (await Promise.all(running.splice(0).map((consumer) => consumer.stop()))));
afterAll(() => world?.end());

type Name = keyof typeof consumers;
type Apply = NonNullable<ConsumerOptions['apply']>;

function start(name: Name, apply: Apply): Consumer {
  const { source, receiver } = consumers[name];
  const consumer = startConsumer({
    name,
    source: { schema: source, url: world.of[source].url('stream') },
    receiver: { schema: receiver, url: world.of[receiver].url('worker'), database: world.of[receiver].worker },
    logger: createLogger('test', 'silent'),
    retryAfterMs: 5,
    apply,
  });
  running.push(consumer);
  return consumer;
}

/** Every consumer beside usage's own that consumes events which hold something: what it does, one such event, and the app that it holds. */
const HOLDING: readonly { name: Name; apply: Apply; type: string; entity: string; appId: string | null }[] = [
  { name: 'accounts', apply: keepAccountCopies, type: 'billing.account.changed', entity: 'org:payer', appId: null },
  { name: 'listed-prices', apply: keepPriceCopies, type: 'billing.price.changed', entity: 'app-1', appId: 'app-1' },
  { name: 'installs', apply: keepInstalls, type: 'catalog.install.changed', entity: 'ins_1', appId: null },
  { name: 'catalog-versions', apply: { ...keepVersions }, type: 'catalog.version.created', entity: 'app-1@3', appId: 'app-1' },
];

test('every consumer that consumes an event which holds something is among them', () => {
  const holding = Object.entries(consumers).flatMap(([name, { receiver, consumes }]) =>
    receiver !== 'usage' && consumes.some((type) => contracts[type].holds !== 'nothing') ? [name] : [],
  );
  expect(HOLDING.map(({ name }) => name)).toEqual(expect.arrayContaining(holding));
});

test.each(HOLDING)('usage knows what waits while $type cannot be processed by $name, until it is dropped or healed', async (one) => {
  const { source, receiver } = consumers[one.name];
  const orgId = `org:${one.name}`;
  const emit = (event: string) =>
    world.of[source].alter(
      `insert into ${source}.outbox (id, org_id, type, entity_id, payload, occurred_at)
       values ('${event}-${one.name}', '${orgId}', '${one.type}', '${one.entity}', '{}', now())`,
    );
  const ofUsage = {
    catalog: ['usage.catalog', keepCatalogCopies],
    billing: ['usage.billing', keepHolds.billing],
    governance: ['usage.governance', keepHolds.governance],
    usage: undefined,
  } as const;
  const [copy, apply] = ofUsage[receiver] ?? [];
  if (!copy) throw new Error('Usage reads its own where it lies.');
  // Another consumer of usage may hold the same event, which is not what is asked here.
  start(copy, { [`${receiver}.hold.changed`]: apply[`${receiver}.hold.changed` as keyof typeof apply] } as Apply);
  const held = () =>
    world.sql<{ app_id: string | null; hold_id: string }>('usage', `select app_id, hold_id from usage.hold_copy where org_id = '${orgId}'`);
  const hold = { app_id: one.appId, hold_id: `${one.name} ${one.entity.split('@')[0]}` };

  const consumer = start(one.name, one.apply);
  await emit('first');
  await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
  await emit('behind');
  await expect.poll(held, SOON).toEqual([hold]);

  const letters = deadLettersOf(world.of[receiver].worker, receiver, async () => undefined);
  const settle = (event: string, how: 'retry' | 'drop') =>
    letters.settle(systemActor('org:guildhall'), { consumer: one.name, eventId: `${event}-${one.name}` }, how);
  // A retry that fails leaves it held, and so does a drop while another of the entity waits.
  await settle('first', 'retry');
  await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
  await settle('first', 'drop');
  await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
  expect(await held()).toEqual([hold]);
  await settle('behind', 'drop');
  await expect.poll(held, SOON).toEqual([]);
});

test.each(['', '@1', 'a'.repeat(2_000)])('an event of the entity %j that cannot be processed waits alone, as any other', async (entity) => {
  const name = 'listed-prices';
  const tag = entity.length;
  const emit = (event: string, of: string, payload: object) =>
    world.of.billing.alter(
      `insert into billing.outbox (id, org_id, type, entity_id, payload, occurred_at)
       values ('odd-${tag}-${event}', 'org:odd', 'billing.price.changed', '${of}', '${JSON.stringify(payload)}', now())`,
    );
  const taken: string[] = [];
  const consumer = start(name, { 'billing.price.changed': async ({ id }) => void taken.push(id) });
  await emit('poison', entity, {});
  for (let i = 0; i < 25; i++) await emit(`good-${i}`, `app-${tag}-${i}`, { appId: `app-${i}`, priceVersionId: null, number: null });
  await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
  expect(taken).toHaveLength(25);
  const eventId = `odd-${tag}-poison`;
  await deadLettersOf(world.of.catalog.worker, 'catalog', async () => undefined).settle(
    systemActor('org:guildhall'),
    { consumer: name, eventId },
    'drop',
  );
});
