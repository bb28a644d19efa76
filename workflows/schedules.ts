import { isDeepStrictEqual } from 'node:util';
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type CalendarSpec, type Client } from '@temporalio/client';
import type { ScheduledProcess } from './contracts/batches.ts';
import { QUEUES, WORKFLOWS } from './contracts/ids.ts';

const one = <Value>(value: Value) => [{ start: value, end: value, step: 1 }];
/** As the server keeps a calendar, so that the two can be compared. */
const EACH_DAY = {
  second: one(0),
  dayOfMonth: [{ start: 1, end: 31, step: 1 }],
  month: [{ start: 'JANUARY', end: 'DECEMBER', step: 1 }],
  year: [],
  dayOfWeek: [{ start: 'SUNDAY', end: 'SATURDAY', step: 1 }],
  comment: '',
} satisfies CalendarSpec;

/**
 * When each process is due, in UTC, once the former had time to end: a day after it ends, a week on Monday. Months are looked after each
 * day, so that one in which an account failed is run again on the next.
 */
const CALENDARS: Readonly<Record<ScheduledProcess, CalendarSpec>> = {
  aggregate: { ...EACH_DAY, hour: one(0), minute: one(10) },
  reconcile: { ...EACH_DAY, hour: one(2), minute: one(0), dayOfWeek: one('MONDAY' as const) },
  'invoice-run': { ...EACH_DAY, hour: one(3), minute: one(0) },
};

const options = (process: ScheduledProcess) => ({
  scheduleId: process,
  spec: { calendars: [CALENDARS[process]], intervals: [], skip: [], timezone: 'UTC' },
  action: {
    type: 'startWorkflow' as const,
    workflowType: WORKFLOWS.tick,
    workflowId: `tick/${process}`,
    taskQueue: QUEUES.batch,
    args: [{ process }],
  },
  // No period may be lost to an outage: every missed time fires when the server is back, one after the other.
  policies: { overlap: ScheduleOverlapPolicy.BUFFER_ALL, catchupWindow: 30 * 86_400_000 },
});

/** A day on which it did not run is made up for by the next one. */
const HOUSEKEEPING = {
  scheduleId: WORKFLOWS.housekeeping,
  spec: { calendars: [{ ...EACH_DAY, hour: one(4), minute: one(0) }], intervals: [], skip: [], timezone: 'UTC' },
  action: {
    type: 'startWorkflow' as const,
    workflowType: WORKFLOWS.housekeeping,
    workflowId: WORKFLOWS.housekeeping,
    taskQueue: QUEUES.batch,
    args: [],
  },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: 86_400_000 },
};

const has = (all: object, wanted: object) => isDeepStrictEqual({ ...all, ...wanted }, all);

/** Creates the schedules, or brings those up to date that differ: the server can lose a pause that meets an update. */
export async function ensureSchedules(client: Client): Promise<void> {
  for (const wanted of [options('aggregate'), options('reconcile'), options('invoice-run'), HOUSEKEEPING]) {
    try {
      await client.schedule.create(wanted);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      const handle = client.schedule.getHandle(wanted.scheduleId);
      const { spec, action, policies } = await handle.describe();
      // By way of JSON, for what the server leaves out is there as undefined.
      const asWanted = isDeepStrictEqual(JSON.parse(JSON.stringify(spec)), wanted.spec);
      if (asWanted && has(action, wanted.action) && has(policies, wanted.policies)) continue;
      await handle.update((current) => ({
        ...current,
        spec: wanted.spec,
        action: { ...current.action, ...wanted.action },
        policies: { ...current.policies, ...wanted.policies },
      }));
    }
  }
}
