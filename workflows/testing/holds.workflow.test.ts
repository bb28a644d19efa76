import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { createBatchActivities } from '../activities/index.ts';
import { endOf, november } from './batch-outcomes.ts';
import { APP, createBatchWorld, type BatchWorld } from './batch-world.ts';

let world: BatchWorld;
beforeAll(async () => {
  world = await createBatchWorld(inject('temporalAddress'));
  await world.startWorker();
});
afterAll(() => world?.end());
beforeEach(async () => {
  await world.clear();
  for (const schema of ['usage', 'billing'] as const) await world[schema].sql(`truncate ${schema}.waiting_event, ${schema}.dead_letter`);
});

const run = async () => endOf(await world.start('invoice-run', '2026-11'));
const invoiced = () => world.billing.sql(`select org_id as org from billing.invoice where status = 'final' order by 1`);
const heldLines = () =>
  world.billing.sql(`select org_id as org, code, unit, booked from billing.held_line where code = 'APP_ON_HOLD' order by 1, unit`);

/** Leaves an event as a consumer does that could not handle it: dead after five tries, or waiting for its next one. */
const leave = (schema: 'usage' | 'billing', table: 'dead_letter' | 'waiting_event', type: string, orgId: string, entity: string) =>
  world[schema].sql(
    `insert into ${schema}.${table} (consumer, event_id, xid, position, org_id, type, entity_id, entity, payload, occurred_at, tries, error,
                                     ${table === 'dead_letter' ? 'died_at' : 'due_at'})
     values ($1, 'evt_bad', '900', 1, $2, $3, $4, $2 || ' ' || $4, '{}', now(), 5, 'ContractError: no good', now())`,
    [schema === 'usage' ? 'usage.catalog' : 'installs', orgId, type, entity],
  );

test.each([
  ['usage', 'dead_letter', 'usage.catalog'],
  ['billing', 'dead_letter', 'installs'],
  ['usage', 'waiting_event', 'usage.catalog'],
] as const)(
  'while an event of an organisation is in %s’s %s, its month waits and says why; once that is settled it is invoiced',
  async (schema, table, consumer) => {
    await november(world);
    await leave(schema, table, 'catalog.install.changed', 'org:globex', 'ins_1');
    const why = {
      orgId: 'org:globex',
      outcome: 'waiting',
      code: 'MONTH_WAITS',
      reason: expect.stringContaining(`evt_bad of consumer ${consumer}`),
    };
    expect(await run()).toMatchObject({ invoices: 1, failed: 0, waiting: 1, unbooked: [why] });
    expect(await invoiced()).toEqual([{ org: 'org:acme' }]);

    await world[schema].sql(`delete from ${schema}.${table}`);
    expect(await run()).toMatchObject({ invoices: 2, failed: 0, waiting: 0, unbooked: [] });
    expect(await invoiced()).toEqual([{ org: 'org:acme' }, { org: 'org:globex' }]);
  },
);

test('while an event of an app is dead, its lines are held and named, and the run does not fail', async () => {
  await november(world);
  await leave('usage', 'dead_letter', 'catalog.app.published', 'org:northwind', APP);
  expect(await run()).toMatchObject({ invoices: 0, failed: 0, waiting: 0 });
  expect(await heldLines()).toEqual(
    ['org:acme', 'org:globex'].flatMap((org) => ['invocation', 'token'].map((unit) => ({ org, code: 'APP_ON_HOLD', unit, booked: true }))),
  );
});

test('while an event of an app is only tried again, nothing of it is booked as held: the month waits, and is billed whole once it healed', async () => {
  await november(world);
  await leave('usage', 'waiting_event', 'catalog.app.published', 'org:northwind', APP);
  expect(await run()).toMatchObject({ invoices: 0, failed: 0, waiting: 2, unbooked: [{ code: 'MONTH_WAITS' }, { code: 'MONTH_WAITS' }] });
  await world.usage.sql('delete from usage.waiting_event');
  expect(await run()).toMatchObject({ invoices: 2, failed: 0, waiting: 0 });
  expect(await heldLines()).toEqual([]);
});

test('however many organisations wait, all others are invoiced, in as many histories as that takes', async () => {
  const [healthy, waiting] = ['org:many', 'org:waits'].map((name) => Array.from({ length: 30 }, (_, i) => `${name}-${i}`)) as [
    string[],
    string[],
  ];
  for (const orgId of [...healthy, ...waiting]) await world.customer(orgId);
  for (const orgId of healthy) await world.use(orgId, '2026-11-20', 10);
  for (const orgId of waiting) await leave('usage', 'dead_letter', 'catalog.install.changed', orgId, `ins_${orgId}`);
  expect(await run()).toMatchObject({ invoices: 30, failed: 0, waiting: 30 });
  expect(await invoiced()).toEqual(healthy.sort().map((org) => ({ org })));
});

test('an event that holds nothing lets every month be invoiced', async () => {
  await november(world);
  await leave('usage', 'dead_letter', 'catalog.stream.marked', 'org:globex', '2026-11');
  expect(await run()).toMatchObject({ invoices: 2, failed: 0, waiting: 0 });
});

test('a month that waits for a mark of another server, from before a restore, is invoiced all the same', async () => {
  await november(world);
  await world.stopWorker();
  const { catalog } = world.parts;
  let marks = 0;
  const markStream = (reason: string) => (marks++ === 0 ? Promise.resolve('9000000000000') : catalog.markStream(reason));
  await world.startWorker({ activities: createBatchActivities({ ...world.parts, catalog: { ...catalog, markStream } }) });
  try {
    expect(await run()).toMatchObject({ invoices: 2, failed: 0, waiting: 0 });
    expect(marks).toBe(2);
  } finally {
    await world.stopWorker();
    await world.startWorker();
  }
});
