import { closePeriod } from '@guildhall/local/story/processes.ts';
import { addDays, dayOf, monthOf, newestOver, type PeriodKind } from '@guildhall/platform/period.ts';
import { dueAt } from '@guildhall/platform/grace.ts';
import { workflowId, QUEUES, WORKFLOWS } from '@guildhall/workflows/contracts/ids.ts';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endOf } from '@guildhall/workflows/testing/batch-outcomes.ts';
import { sharedSystem, sharedWorld } from './shared-world.ts';

const world = sharedWorld();
const now = new Date();
const thisMonth = monthOf(now);
let temporal: Client;
beforeAll(async () => {
  temporal = new Client({ connection: await Connection.connect({ address: sharedSystem().temporalAddress }) });
});
afterAll(() => temporal?.connection.close());

describe('closing by hand', () => {
  test.each([
    ['day', '0026-11-23'],
    ['week', '1926-W47'],
    ['month', '0026-11'],
  ] as const)('the %s %s is refused with the floor, and the last day closes as fast as ever after it', async (kind, period) => {
    await expect(closePeriod(world, kind, period)).rejects.toThrow(/PERIOD_TOO_EARLY: There is nothing in .* the first install, account/);
    const { result } = await closePeriod(world, 'day', newestOver('day', now));
    expect(result.days).toBeLessThan(100);
  });

  test.each([
    ['day', '2026-02-30', 'is not a day'],
    ['day', '9999-12-31', 'is not a day'],
    ['week', '2026-W60', 'is not a '],
    ['month', '2026-13', 'is not a '],
    ['day', addDays(dayOf(now), 1), 'is not over'],
    ['month', thisMonth, `MONTH_NOT_DUE: ${thisMonth} is not due; it can be booked from ${dueAt(thisMonth).toISOString()} on.`],
  ] as const)('the %s %s is refused: %s', async (kind: PeriodKind, period, sentence) => {
    await expect(closePeriod(world, kind, period)).rejects.toThrow(sentence);
  });
});

test('whoever goes past the command is refused by the process', async () => {
  const handle = await temporal.workflow.start(WORKFLOWS.monthlyInvoicing, {
    workflowId: workflowId.invoiceRun(thisMonth),
    taskQueue: QUEUES.batch,
    args: [{ month: thisMonth }],
  });
  expect(await endOf(handle)).toBe('MONTH_NOT_DUE');
});
