import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import { dayPeriod, monthPeriod, weekPeriod } from '@guildhall/platform/period.ts';
import type { DailyAggregationResult, MonthlyInvoicingResult, WeeklyReconciliationResult } from '@guildhall/workflows/contracts/batches.ts';
import { QUEUES, WORKFLOWS, workflowId } from '@guildhall/workflows/contracts/ids.ts';
import { Failure, messageOf } from '../failure.ts';
import type { World } from './world.ts';

/** The processes that a person can start for a past period, by what they close. */
const PROCESSES = {
  day: { type: WORKFLOWS.dailyAggregation, id: workflowId.aggregate, period: dayPeriod, title: 'Daily aggregation', example: '2026-11-23' },
  week: {
    type: WORKFLOWS.weeklyReconciliation,
    id: workflowId.reconcile,
    period: weekPeriod,
    title: 'Weekly reconciliation',
    example: '2026-W47',
  },
  month: {
    type: WORKFLOWS.monthlyInvoicing,
    id: workflowId.invoiceRun,
    period: monthPeriod,
    title: 'Monthly invoicing',
    example: '2026-10',
  },
} as const;

type Results = { day: DailyAggregationResult; week: WeeklyReconciliationResult; month: MonthlyInvoicingResult };
export type PeriodKind = keyof Results;
export const isPeriodKind = (text: string): text is PeriodKind => Object.hasOwn(PROCESSES, text);

/**
 * Starts the process of a past period under its derived id, or joins it when it runs, and waits to its end.
 * Throws a Failure when the period is none or is not over, and when the process fails.
 */
export async function closePeriod<Kind extends PeriodKind>(
  world: World,
  kind: Kind,
  period: string,
  now = new Date(),
): Promise<{ id: string; result: Results[Kind] }> {
  const { type, id, period: parse, title, example } = PROCESSES[kind];
  const parsed = parse(period);
  if (!parsed) throw new Failure('usage', `"${period}" is no ${kind}; write it as ${example}.`);
  if (parsed.end > now) throw new Failure('usage', `${period} is not over; it ends ${parsed.end.toISOString()}.`);
  const address = world.doors.temporalAddress;
  const connection = await Connection.connect({ address, connectTimeout: '5 seconds' }).catch((cause: unknown) => {
    throw new Failure('process', `Temporal at ${address} does not answer. See what runs with npm run doctor.`, { cause });
  });
  try {
    const handle = await new Client({ connection }).workflow.start(type, {
      workflowId: id(period),
      taskQueue: QUEUES.batch,
      args: [{ [kind]: period }],
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `${title} of ${period}`,
    });
    // The workflow type that was started answers its contract's result.
    return { id: handle.workflowId, result: (await handle.result()) as Results[Kind] };
  } catch (error) {
    if (error instanceof WorkflowFailedError)
      throw new Failure(
        'refused',
        `${title} of ${period} failed: ${messageOf(error.cause)}. See ${world.webLink(id(period)) ?? 'Temporal Web'}.`,
      );
    throw error;
  } finally {
    await connection.close();
  }
}
