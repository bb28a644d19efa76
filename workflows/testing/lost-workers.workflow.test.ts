import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { november } from './batch-outcomes.ts';
import { createBatchWorld, type BatchWorld } from './batch-world.ts';
import { hurriedBundle, surviveLosses } from './lost-workers.ts';

let world: BatchWorld;
let bundle: Awaited<ReturnType<typeof hurriedBundle>>;
beforeAll(async () => {
  [world, bundle] = await Promise.all([createBatchWorld(inject('temporalAddress')), hurriedBundle()]);
});
afterAll(() => world?.end());
beforeEach(() => world.clear());

/** What a process writes undisturbed, and what it writes when it loses its worker after each activity. */
async function bothWays(start: () => ReturnType<BatchWorld['start']>) {
  await world.startWorker();
  await (await start()).result();
  await world.stopWorker();
  const undisturbed = await world.written();
  await world.unwrite();
  const lost = await surviveLosses(world, bundle, start);
  return { undisturbed, survived: await world.written(), lost };
}

describe('a worker lost after every activity, between its effect and its result, changes nothing of what comes out', () => {
  test('daily aggregation', async () => {
    await november(world);
    const { undisturbed, survived, lost } = await bothWays(() => world.start('aggregate', '2026-11-20'));
    expect(lost).toEqual(['daysToClose', 'closeDay', 'handDayToBilling', 'closeDay', 'handDayToBilling']);
    expect(undisturbed.filter((row) => row.startsWith('billing.usage_day'))).toHaveLength(6);
    expect(survived).toEqual(undisturbed);
  });

  test('weekly reconciliation', async () => {
    await november(world);
    await world.usage.sql(`update usage.usage_hour set quantity = 8 where org_id = 'org:globex' and unit = 'token'`);
    const { undisturbed, survived, lost } = await bothWays(() => world.start('reconcile', '2026-W47'));
    expect(lost.filter((name) => name === 'reconcile')).toHaveLength(1);
    expect(undisturbed.filter((row) => row.startsWith('billing.reconciliation_difference'))).toHaveLength(1);
    expect(survived).toEqual(undisturbed);
  });

  test('monthly invoicing, parent and children', async () => {
    await november(world);
    const { undisturbed, survived, lost } = await bothWays(() => world.start('invoice-run', '2026-11'));
    const times = (name: string) => lost.filter((other) => other === name).length;
    expect(['accountsToBill', 'draftInvoice', 'numberAndPost', 'finalizeInvoice', 'recordRun'].map(times)).toEqual([1, 2, 2, 2, 1]);
    expect(undisturbed.filter((row) => row.startsWith('billing.invoice'))).toHaveLength(2);
    expect(withoutNumbers(survived)).toEqual(withoutNumbers(undisturbed));
  });
});

/** Which of two accounts gets the first number is chance. */
const withoutNumbers = (rows: readonly string[]) => rows.map((row) => row.replaceAll(/GH-2026-\d{6}/g, 'GH-…')).sort();
void MockActivityEnvironment;
