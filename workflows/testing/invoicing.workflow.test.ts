import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { refusal } from '@guildhall/platform/errors.ts';
import { createBatchActivities } from '../activities/index.ts';
import { endOf, november, overpriced, priceDear } from './batch-outcomes.ts';
import { DUE } from '@guildhall/billing/testing/fixture.ts';
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
const invoices = (by = 'number') =>
  world.billing.sql(
    `select org_id as org, number, status, total_minor::int as cents from billing.invoice where number is not null order by ${by}`,
  );

/** Which accounts the newest run of the month started a child for. */
async function started(): Promise<string[]> {
  const { events } = await world.temporal.client.workflow.getHandle('invoice-run/2026-11').fetchHistory();
  const ids = (events ?? []).flatMap(({ startChildWorkflowExecutionInitiatedEventAttributes: of }) => of?.workflowId ?? []);
  return ids.map((id) => id.split('/')[1] ?? '').sort();
}
const standing = (of: object) => ({ accounts: 0, invoices: 0, failed: 0, waiting: 0, unbooked: [], ...of });

test('an account is a child workflow under its own id, which says what it is of', async () => {
  await november(world);
  const parent = await world.start('invoice-run', '2026-11');
  expect(await endOf(parent)).toEqual(standing({ accounts: 2, invoices: 2 }));
  const description = await child('org:acme').describe();
  expect(description).toMatchObject({ status: { name: 'COMPLETED' }, parentExecution: { workflowId: parent.workflowId } });
  expect(await description.staticSummary()).toBe('Invoice of org:acme for 2026-11');
});

test('run twice it invoices once, and starts nobody again', async () => {
  await november(world);
  await endOf(await world.start('aggregate', '2026-11-30'));
  await run();
  expect(await started()).toEqual(['org:acme', 'org:globex']);
  const before = await world.written();
  expect(await run()).toEqual(standing({ accounts: 2, invoices: 2 }));
  expect(await started()).toEqual([]);
  expect(await world.written()).toEqual(before);
});

test('an account that fails stops no other, holds no number, and is alone started again until its fault is mended', async () => {
  await november(world);
  await overpriced(world);
  const why = { orgId: 'org:initech', outcome: 'failed', code: 'NOT_RATEABLE', reason: expect.stringContaining('no number') };
  expect(await run()).toEqual(standing({ accounts: 3, invoices: 2, failed: 1, unbooked: [why] }));
  expect(await endOf(child('org:initech'))).toBe('NOT_RATEABLE');
  const first = await invoices();
  expect(first).toHaveLength(2);
  expect(await run()).toMatchObject({ failed: 1 });
  expect(await started()).toEqual(['org:initech']);

  await priceDear(world, '0.01');
  expect(await run()).toEqual(standing({ accounts: 3, invoices: 3 }));
  expect(await started()).toEqual(['org:initech']);
  await priceDear(world, 'no number');
  expect(await invoices()).toEqual([...first, { org: 'org:initech', number: 'GH-2026-000003', status: 'final', cents: 7 }]);
  expect(await run()).toMatchObject({ failed: 0 });
  expect(await started()).toEqual([]);
});

test('a child that was ended by somebody counts as failed, with what is known of it', async () => {
  await november(world);
  await world.stopWorker();
  const running = await world.start('invoice-run', '2026-11');
  await world.startWorker({ activities: { ...world.activities, draftInvoice: () => new Promise(() => undefined) } });
  await expect
    .poll(
      () =>
        child('org:acme')
          .terminate('not today')
          .then(
            () => 'ended',
            () => 'not there yet',
          ),
      { timeout: 20_000 },
    )
    .toBe('ended');
  await expect
    .poll(
      () =>
        child('org:globex')
          .terminate('not today')
          .then(
            () => 'ended',
            () => 'not there yet',
          ),
      { timeout: 20_000 },
    )
    .toBe('ended');
  expect(await endOf(running)).toMatchObject({
    failed: 2,
    unbooked: ['org:acme', 'org:globex'].map((orgId) => ({ orgId, outcome: 'failed', code: 'TerminatedFailure' })),
  });
  await world.loseWorker();
  await world.startWorker();
  expect(await run()).toEqual(standing({ accounts: 2, invoices: 2 }));
});

test('an account whose month waits is no failure, says why, and is invoiced by the tick after it waits no more', async () => {
  await november(world);
  world.waits.set('org:globex', 'The event evt_1 is dead.');
  const waiting = { orgId: 'org:globex', outcome: 'waiting', code: 'MONTH_WAITS', reason: 'The event evt_1 is dead.' };
  expect(await run()).toEqual(standing({ accounts: 2, invoices: 1, waiting: 1, unbooked: [waiting] }));
  expect(await child('org:globex').result()).toEqual({ outcome: 'waiting', invoiceId: null, reason: 'The event evt_1 is dead.' });
  const [row] = await world.billing.sql(`select accounts, invoices, failed, waiting from billing.billing_run`);
  expect(row).toEqual({ accounts: 2, invoices: 1, failed: 0, waiting: 1 });

  world.waits.clear();
  const { started: ids }: { readonly started: readonly string[] } = await (
    await world.tick('invoice-run', '2026-12-05T03:00:00Z')
  ).result();
  expect(ids).toEqual(['invoice-run/2026-11']);
  expect(await endOf(world.temporal.client.workflow.getHandle('invoice-run/2026-11'))).toEqual(standing({ accounts: 2, invoices: 2 }));
  expect(await started()).toEqual(['org:globex']);
});

test('a booking that has to wait is no failure either', async () => {
  await november(world);
  await world.stopWorker();
  const numberAndPost = () => Promise.reject(refusal('MONTH_WAITS', 'The event evt_2 is dead.'));
  await world.startWorker({ activities: createBatchActivities({ ...world.parts, billing: { ...world.parts.billing, numberAndPost } }) });
  expect(await run()).toMatchObject({ invoices: 0, failed: 0, waiting: 2, unbooked: [{ code: 'MONTH_WAITS' }, { outcome: 'waiting' }] });
  await world.stopWorker();
  await world.startWorker();
  expect(await run()).toEqual(standing({ accounts: 2, invoices: 2 }));
});

test('an account whose use came after a run in which it owed nothing is invoiced by the next', async () => {
  await november(world);
  await world.customer('org:hooli');
  await run();
  await world.use('org:hooli', '2026-11-21', 9);
  expect(await run()).toMatchObject({ accounts: 3, invoices: 3 });
  expect(await started()).toEqual(['org:hooli']);
});

test('use that arrives within the grace is in the invoice; what arrives after the booking waits', async () => {
  await november(world);
  await endOf(await world.start('aggregate', '2026-11-30'));
  world.setTime(new Date('2026-12-03T22:00:00Z'));
  await world.use('org:acme', '2026-11-30', 25);
  world.setTime(DUE);
  expect(await run()).toMatchObject({ invoices: 2 });
  expect(await invoices('org_id')).toMatchObject([{ cents: 175 }, { cents: 7 }]);
  await world.use('org:acme', '2026-11-30', 1);
  await endOf(await world.start('aggregate', '2026-12-03'));
  expect(await run()).toMatchObject({ invoices: 2 });
  expect(await invoices('org_id')).toMatchObject([{ cents: 175 }, { cents: 7 }]);
  const [late] = await world.billing.sql(
    `select waiting from billing.usage_day where unit = 'token' and day = '2026-11-30' and version = 2`,
  );
  expect(late).toEqual({ waiting: true });
});

test('nothing books a month 1 ms before it is due, neither its run nor an account’s own process, and at that instant it is booked', async () => {
  await november(world);
  world.setTime(new Date(DUE.getTime() - 1));
  const refused = await world.start('invoice-run', '2026-11');
  expect(await endOf(refused)).toBe('MONTH_NOT_DUE');
  await endOf(await world.start('aggregate', '2026-11-30'));
  const alone = await world.temporal.client.workflow.start('accountInvoicing', {
    workflowId: 'invoice/org:acme/2026-11',
    taskQueue: 'batch',
    args: [{ orgId: 'org:acme', month: '2026-11' }],
  });
  expect(await endOf(alone)).toBe('MONTH_NOT_DUE');
  expect(await invoices()).toEqual([]);
  expect(await endOf(await world.tick('invoice-run', '2026-12-03T03:00:00Z'))).toEqual({ started: [] });
  world.setTime(DUE);
  expect(await run()).toMatchObject({ invoices: 2 });
});
