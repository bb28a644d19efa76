import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleOptions } from '@temporalio/client';
import type { ScheduledProcess } from './contracts/batches.ts';
import { QUEUES, WORKFLOWS } from './contracts/ids.ts';

/** When each process is due, in UTC: a day after it ends, a week on Monday, a month on its first day, each once the former had time to end. */
const CRON: Readonly<Record<ScheduledProcess, string>> = { aggregate: '10 0 * * *', reconcile: '0 2 * * 1', 'invoice-run': '0 3 1 * *' };

const options = (process: ScheduledProcess, cron: string): ScheduleOptions => ({
  scheduleId: process,
  spec: { cronExpressions: [cron], timezone: 'UTC' },
  action: {
    type: 'startWorkflow',
    workflowType: WORKFLOWS.tick,
    workflowId: `tick/${process}`,
    taskQueue: QUEUES.batch,
    args: [{ process }],
  },
  // No period may be lost to an outage: every missed time fires when the server is back, one after the other.
  policies: { overlap: ScheduleOverlapPolicy.BUFFER_ALL, catchupWindow: '30 days' },
});

/** Creates the three schedules, or brings existing ones up to date. */
export async function ensureSchedules(client: Client): Promise<void> {
  for (const [process, cron] of Object.entries(CRON)) {
    // Object.entries forgets that the keys are processes.
    const wanted = options(process as ScheduledProcess, cron);
    try {
      await client.schedule.create(wanted);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await client.schedule.getHandle(wanted.scheduleId).update((current) => ({
        ...current,
        spec: wanted.spec,
        action: { ...current.action, ...wanted.action },
        policies: { ...current.policies, ...wanted.policies },
      }));
    }
  }
}
