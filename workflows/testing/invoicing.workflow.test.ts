import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { endOf, november, overpriced, priceDear } from './batch-outcomes.ts';
import { createBatchWorld, type BatchWorld } from './batch-world.ts';

let world: BatchWorld;
beforeAll(async () => {
  world = await createBatchWorld(inject('temporalAddress'));
  await world.startWorker();
});
afterAll(() => world?.end());
beforeEach(() => world.clear());

const run = async () => endOf(await world.start('invoice-run', '2026-11'));
const child = (orgId: string) => world.temporal.client.workflow.getHandle(`invoice/${orgId}/2026-11`);
const invoices = () =>
  world.billing.sql(
    `select org_id as org, number, status, total_minor::int as cents from billing.invoice where number is not null order by number`,
  );

test('an account is a child workflow under its own id, which says what it is of', async () => {
  await november(world);
  const parent = await world.start('invoice-run', '2026-11');
  expect(await endOf(parent)).toEqual({ accounts: 2, invoices: 2, failed: 0 });
  const description = await child('org:acme').describe();
  expect(description).toMatchObject({ status: { name: 'COMPLETED' }, parentExecution: { workflowId: parent.workflowId } });
  expect(await description.staticSummary()).toBe('Invoice of org:acme for 2026-11');
});

test('run twice it invoices once', async () => {
  await november(world);
  await endOf(await world.start('aggregate', '2026-11-30'));
  await run();
  const before = await world.written();
  expect(await run()).toEqual({ accounts: 2, invoices: 2, failed: 0 });
  expect(await world.written()).toEqual(before);
});

test('an account that fails stops no other, holds no number, and is invoiced by a later run once its fault is mended', async () => {
  await november(world);
  await overpriced(world);
  expect(await run()).toEqual({ accounts: 3, invoices: 2, failed: 1 });
  expect(await endOf(child('org:initech'))).toBe('AMOUNT_TOO_LARGE');
  expect(await world.billing.desk.monthsToInvoice('2026-11')).toEqual(['2026-11']);
  const first = await invoices();
  expect(first).toHaveLength(2);

  await priceDear(world, '0.01');
  expect(await run()).toEqual({ accounts: 3, invoices: 3, failed: 0 });
  await priceDear(world, '1000000000000000');
  expect(await invoices()).toEqual([...first, { org: 'org:initech', number: 'GH-2026-000003', status: 'final', cents: 7 }]);
  expect(await world.billing.desk.monthsToInvoice('2026-11')).toEqual([]);
});

test('a month that is not over is booked for nobody', async () => {
  await world.customer('org:acme');
  world.usage.clock.now = world.billing.clock.now = new Date('2026-11-24T12:00:00Z');
  await world.use('org:acme', '2026-11-20', 5);
  expect(await run()).toEqual({ accounts: 1, invoices: 0, failed: 1 });
  expect(await endOf(child('org:acme'))).toBe('MONTH_OPEN');
  world.usage.clock.now = world.billing.clock.now = new Date('2026-12-02T00:00:00Z');
  expect(await run()).toEqual({ accounts: 1, invoices: 1, failed: 0 });
});
