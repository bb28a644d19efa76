import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { november, overpriced } from './batch-outcomes.ts';
import { createBatchWorld, type BatchWorld } from './batch-world.ts';
import { hurriedBundle, surviveLosses } from './lost-workers.ts';

const patience = { timeout: 300_000 };
let world: BatchWorld;
let bundle: Awaited<ReturnType<typeof hurriedBundle>>;
beforeAll(async () => {
  [world, bundle] = await Promise.all([createBatchWorld(inject('temporalAddress')), hurriedBundle()]);
});
afterAll(() => world?.end());
beforeEach(() => world.clear());

/** What a process writes undisturbed, and what it writes when it loses its worker after each activity. */
async function bothWays(...process: Parameters<BatchWorld['start']>) {
  const run = async () => (await world.start(...process)).result();
  await world.unwrite();
  await world.startWorker();
  await run();
  await world.stopWorker();
  const undisturbed = await world.written();
  await world.unwrite();
  const lost = await surviveLosses(world, bundle, run);
  return { undisturbed, survived: await world.written(), lost };
}
const rowsOf = (table: string, rows: readonly string[]) => rows.filter((row) => row.startsWith(`billing.${table} `));

describe('a worker lost after every activity, between its effect and its result, changes nothing of what comes out', patience, () => {
  test('daily aggregation', async () => {
    await november(world);
    const { undisturbed, survived, lost } = await bothWays('aggregate', '2026-11-20');
    expect(lost).toEqual(['checkPeriod', 'daysToClose', 'closeDay', 'handDayToBilling', 'closeDay', 'handDayToBilling']);
    expect(rowsOf('usage_day', undisturbed)).toHaveLength(6);
    expect(survived).toEqual(undisturbed);
  });

  test('weekly reconciliation', async () => {
    await world.use('org:acme', '2026-11-20', 7);
    await world.usage.sql(`update usage.usage_hour set quantity = 8 where unit = 'token'`);
    const { undisturbed, survived, lost } = await bothWays('reconcile', '2026-W47');
    expect(lost).toEqual(expect.arrayContaining(['checkPeriod', 'daysToClose', 'closeDay', 'handDayToBilling', 'reconcile']));
    expect(rowsOf('reconciliation_difference', undisturbed)).toHaveLength(1);
    expect(survived).toEqual(undisturbed);
  });

  test('monthly invoicing, parent and child', async () => {
    await world.customer('org:acme');
    await world.use('org:acme', '2026-11-20', 7);
    const { undisturbed, survived, lost } = await bothWays('invoice-run', '2026-11');
    for (const step of ['markInstalls', 'awaitInstalls', 'accountsToBill', 'draftInvoice', 'numberAndPost', 'finalizeInvoice', 'recordRun'])
      expect(lost.filter((name) => name === step)).toHaveLength(1);
    expect(rowsOf('invoice', undisturbed)).toHaveLength(1);
    expect(rowsOf('ledger_entry', undisturbed)).toHaveLength(2);
    expect(survived).toEqual(undisturbed);
  });

  test('monthly invoicing of an account that fails', async () => {
    await overpriced(world);
    const { undisturbed, survived, lost } = await bothWays('invoice-run', '2026-11');
    expect(lost.filter((name) => name === 'recordUnbooked')).toHaveLength(1);
    expect(rowsOf('unbooked_month', undisturbed)).toHaveLength(1);
    expect(survived).toEqual(undisturbed);
  });

  test('a tick and the process that it starts', async () => {
    await world.unwrite();
    const lost = await surviveLosses(world, bundle, async () => {
      const tick = await world.tick('reconcile', '2026-11-23T02:00:00Z');
      expect(await tick.result()).toEqual({ started: ['reconcile/2026-W47'] });
      await world.temporal.client.workflow.getHandle('reconcile/2026-W47').result();
    });
    expect(lost).toEqual(expect.arrayContaining(['duePeriods', 'reconcile']));
    expect(rowsOf('reconciliation_report', await world.written())).toHaveLength(1);
  });
});
