import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { dueAt } from '@guildhall/platform/grace.ts';
import { PERIOD_KINDS, type PeriodKind } from '@guildhall/platform/period.ts';
import type { DailyAggregationResult, MonthlyInvoicingResult, WeeklyReconciliationResult } from '@guildhall/workflows/contracts/batches.ts';
import { QUEUES, WORKFLOWS, workflowId } from '@guildhall/workflows/contracts/ids.ts';
import { Failure, messageOf } from '../failure.ts';
import { invoiceGraceHours } from '../grace.ts';
import type { World } from './world.ts';

/** The processes that a person can start for a past period, by what they close. */
const PROCESSES = {
  day: { type: WORKFLOWS.dailyAggregation, id: workflowId.aggregate, title: 'Daily aggregation' },
  week: { type: WORKFLOWS.weeklyReconciliation, id: workflowId.reconcile, title: 'Weekly reconciliation' },
  month: { type: WORKFLOWS.monthlyInvoicing, id: workflowId.invoiceRun, title: 'Monthly invoicing' },
} as const satisfies Record<PeriodKind, object>;

type Results = { day: DailyAggregationResult; week: WeeklyReconciliationResult; month: MonthlyInvoicingResult };
export const isPeriodKind = (text: string): text is PeriodKind => Object.hasOwn(PROCESSES, text);

/**
 * Starts the process of a past period under its derived id, or joins it when it runs, and waits to its end.
 * Throws a Failure when the period is none, is not over or (a month) not due, and when the process fails or refuses.
 */
export async function closePeriod<Kind extends PeriodKind>(
  world: World,
  kind: Kind,
  period: string,
  now = new Date(),
): Promise<{ id: string; result: Results[Kind] }> {
  const { type, id, title } = PROCESSES[kind];
  checkPeriod(kind, period, now);
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
      throw new Failure('refused', `${title} of ${period} failed: ${reasonOf(error)} See ${world.webLink(id(period)) ?? 'Temporal Web'}.`);
    throw error;
  } finally {
    await connection.close();
  }
}

/** Refuses at once what the process itself would refuse; only that knows the floor of all periods. */
function checkPeriod(kind: PeriodKind, period: string, now: Date): void {
  const { parse, example } = PERIOD_KINDS[kind];
  const parsed = parse(period);
  if (!parsed) throw new Failure('usage', `"${period}" is not a ${kind}; write it as ${example}.`);
  if (kind === 'month') {
    const due = dueAt(period, invoiceGraceHours());
    if (due > now) throw new Failure('refused', `MONTH_NOT_DUE: ${period} is not due; it can be booked from ${due.toISOString()} on.`);
  } else if (parsed.end > now) throw new Failure('refused', `PERIOD_NOT_OVER: ${period} is not over; it ends ${parsed.end.toISOString()}.`);
}

/** What a process failed of: the code and sentence of a refusal, or the sentence at the bottom of a failure. */
function reasonOf(error: WorkflowFailedError): string {
  let root: Error = error;
  while (root.cause instanceof Error) root = root.cause;
  const sentence = /[.!?]$/.test(messageOf(root)) ? messageOf(root) : `${messageOf(root)}.`;
  return root instanceof ApplicationFailure && root.nonRetryable ? `${root.type}: ${sentence}` : sentence;
}
