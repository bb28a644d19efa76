import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer } from '@guildhall/platform/stream/consumer.ts';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { QUEUES, WORKFLOWS } from '../contracts/ids.ts';
import { createHousekeepingWorld } from './housekeeping-world.ts';
import { createStage } from './stage.ts';

let world: Awaited<ReturnType<typeof createHousekeepingWorld>>;
let stage: Awaited<ReturnType<typeof createStage>>;
beforeAll(async () => {
  world = await createHousekeepingWorld();
  stage = await createStage(inject('temporalAddress'), { taskQueue: QUEUES.batch, activities: world.activities });
  await stage.startWorker();
});
afterAll(async () => {
  await stage?.end();
  await world?.end();
});
beforeEach(() => world.clear());

let runs = 0;
const run = () =>
  stage.temporal.client.workflow.execute(WORKFLOWS.housekeeping, {
    workflowId: `housekeeping-${++runs}`,
    taskQueue: QUEUES.batch,
    args: [],
  });
const install = (id: string, entity: string, uninstalledAt: string | null = null) => ({
  id,
  type: 'catalog.install.changed',
  entity,
  payload: { installId: entity, appId: 'app-1', installedAt: '2026-10-01T08:00:00.000Z', uninstalledAt },
});
/** What a consumer that never read anything hears of the catalog, in order. */
async function heardByANewOne(): Promise<string[]> {
  const heard: string[] = [];
  const consumer = startConsumer({
    name: 'installs',
    source: { schema: 'catalog', url: world.of.catalog.url('stream') },
    receiver: { schema: 'billing', url: world.of.billing.url('worker'), database: world.of.billing.worker },
    logger: createLogger('test', 'silent'),
    apply: {
      'catalog.install.changed': async ({ id }) => void heard.push(id),
      'catalog.stream.marked': async ({ id }) => void heard.push(id),
    },
  });
  try {
    expect(await consumer.caughtUp(10_000)).toBe(true);
    return heard;
  } finally {
    await consumer.stop();
  }
}

test('events that were told 14 days ago and that every consumer has read are dropped; younger ones and unread ones stay', async () => {
  await world.tell('catalog', 20, install('evt_old', 'ins_1'));
  await world.tell('catalog', 14.1, { id: 'evt_mark', type: 'catalog.stream.marked', entity: '2026-10' });
  await world.tell('catalog', 13.9, install('evt_young', 'ins_2'));
  await world.allHaveRead('catalog');
  await world.tell('catalog', 30, install('evt_unread', 'ins_3'));
  expect(await run()).toEqual({ events: 2, keys: 0 });
  expect(await world.left('catalog')).toEqual(['evt_young', 'evt_unread']);
});

test.each(['usage.catalog', 'installs', 'catalog-versions'])('nothing is dropped while the consumer %s has not begun', async (name) => {
  await world.tell('catalog', 20, install('evt_1', 'ins_1'));
  await world.allHaveRead('catalog', [name]);
  expect(await run()).toEqual({ events: 0, keys: 0 });
  expect(await world.left('catalog')).toEqual(['evt_1']);
});

test('only what the slowest consumer has read is dropped', async () => {
  await world.tell('catalog', 20, install('evt_1', 'ins_1'));
  await world.allHaveRead('catalog');
  await world.tell('catalog', 20, install('evt_2', 'ins_2'));
  await world.allHaveRead('catalog', ['installs']);
  expect(await run()).toEqual({ events: 1, keys: 0 });
  expect(await world.left('catalog')).toEqual(['evt_2']);
});

test('a new consumer reads the last event of each entity that was dropped, then what the outbox has, in the order of the stream', async () => {
  await world.tell('catalog', 20, install('evt_opened', 'ins_1'));
  await world.tell('catalog', 20, install('evt_other', 'ins_2'));
  await world.tell('catalog', 20, { id: 'evt_mark', type: 'catalog.stream.marked', entity: '2026-10' });
  await world.tell('catalog', 19, install('evt_closed', 'ins_1', '2026-10-02T08:00:00.000Z'));
  await world.allHaveRead('catalog');
  await run();
  await world.tell('catalog', 18, install('evt_third', 'ins_3'));
  await world.tell('catalog', 18, install('evt_fourth', 'ins_4'));
  await world.allHaveRead('catalog');
  await run();
  await world.tell('catalog', 1, install('evt_fifth', 'ins_5'));
  await world.of.billing.alter('delete from billing.stream_cursor');
  expect(await heardByANewOne()).toEqual(['evt_other', 'evt_closed', 'evt_third', 'evt_fourth', 'evt_fifth']);
});

test('a consumer that has read what was dropped does not read it again', async () => {
  await world.tell('catalog', 20, install('evt_1', 'ins_1'));
  await world.allHaveRead('catalog');
  await run();
  await world.tell('catalog', 1, install('evt_2', 'ins_2'));
  expect(await heardByANewOne()).toEqual(['evt_2']);
});

test('each subgraph drops its own events, and idempotency keys that were first used 30 days ago', async () => {
  for (const schema of ['catalog', 'usage', 'billing', 'governance'] as const) {
    await world.tell(schema, 15, { id: `evt_${schema}`, type: 'billing.invoice.finalized', entity: 'inv_1' });
    await world.allHaveRead(schema);
    await world.useKey(schema, 30.1, 'old');
    await world.useKey(schema, 29.9, 'young');
  }
  expect(await run()).toEqual({ events: 4, keys: 4 });
  for (const schema of ['catalog', 'usage', 'billing', 'governance'] as const) {
    expect([await world.left(schema), await world.keys(schema)], schema).toEqual([[], ['young']]);
    expect(await world.sql(schema, `select id from ${schema}.latest_event`)).toEqual([]);
  }
});

test('more than one batch is dropped, batch by batch', async () => {
  await world.of.usage.alter(
    `insert into usage.idempotency_key (org_id, operation, key, input_hash, result_id, created_at)
     select 'org:acme', 'test', n::text, 'h', 'r', '2026-10-01' from generate_series(1, 12001) n`,
  );
  await world.of.usage.alter(
    `insert into usage.outbox (id, org_id, type, entity_id, payload, occurred_at)
     select 'evt_' || n, 'org:acme', 'usage.dead_letter.settled', 'e' || n, '{}', '2026-10-01' from generate_series(1, 10000) n`,
  );
  await world.allHaveRead('usage');
  expect(await run()).toEqual({ events: 10_000, keys: 12_001 });
});
