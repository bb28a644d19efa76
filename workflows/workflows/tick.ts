import { ParentClosePolicy, proxyActivities, startChild, workflowInfo, WorkflowIdReusePolicy } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { TickActivities } from '../activities/ticks.ts';
import type { TickInput } from '../contracts/batches.ts';
import { QUEUES, WORKFLOWS, workflowId } from '../contracts/ids.ts';
import { BATCH_ACTIVITY } from './options.ts';

const { duePeriods } = proxyActivities<TickActivities>(BATCH_ACTIVITY);

const STARTS = {
  aggregate: (day: string) => ({
    type: WORKFLOWS.dailyAggregation,
    id: workflowId.aggregate(day),
    args: [{ day }],
    summary: `Daily aggregation of ${day}`,
  }),
  reconcile: (week: string) => ({
    type: WORKFLOWS.weeklyReconciliation,
    id: workflowId.reconcile(week),
    args: [{ week }],
    summary: `Weekly reconciliation of ${week}`,
  }),
  'invoice-run': (month: string) => ({
    type: WORKFLOWS.monthlyInvoicing,
    id: workflowId.invoiceRun(month),
    args: [{ month }],
    summary: `Monthly invoicing of ${month}`,
  }),
} as const;

/**
 * What a schedule runs: starts the process under its derived id for the period that the scheduled time closes, and for each one missed.
 * The scheduled time, not the clock, decides, so a late tick gives the same answer.
 */
export async function tick({ process }: TickInput): Promise<{ readonly started: readonly string[] }> {
  const { searchAttributes, startTime } = workflowInfo();
  const [scheduled] = searchAttributes.TemporalScheduledStartTime ?? [];
  const at = scheduled instanceof Date ? scheduled : startTime;
  const started: string[] = [];
  for (const period of await duePeriods({ process, scheduledAt: at.toISOString() })) {
    const { type, id, args, summary } = STARTS[process](period);
    try {
      await startChild(type, {
        args,
        workflowId: id,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        parentClosePolicy: ParentClosePolicy.ABANDON,
        taskQueue: QUEUES.batch,
        staticSummary: summary,
      });
      started.push(id);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
  return { started };
}
