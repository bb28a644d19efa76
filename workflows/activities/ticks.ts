import type { Billing } from '@guildhall/billing/index.ts';
import { newestOver } from '@guildhall/platform/period.ts';
import type { Usage } from '@guildhall/usage/index.ts';
import type { ScheduledProcess } from '../contracts/batches.ts';
import { floorOf, isBelow } from './periods.ts';

/** What a tick starts beside the newest period; the rest follows with the next ticks. */
const MOST_UNFINISHED = 12;

type Periods = {
  /** The newest period that is due when a tick was scheduled. */
  newest(at: Date): string;
  /** The newest periods before that one that are not done, at most {@link MOST_UNFINISHED}, newest first. */
  unfinished(newest: string, floor: string): Promise<string[]>;
};

/** Which periods a tick starts: the newest one that is due at its scheduled time, then unfinished ones, newest first; none below the floor. */
export function createTickActivities({ usage, billing }: { readonly usage: Usage; readonly billing: Billing }) {
  const processes: Readonly<Record<ScheduledProcess, Periods>> = {
    aggregate: {
      newest: (at) => newestOver('day', at),
      unfinished: (newest) => usage.missedDays(newest, MOST_UNFINISHED),
    },
    reconcile: {
      newest: (at) => newestOver('week', at),
      unfinished: (newest, floor) => billing.weeksToReconcile(floor, newest, MOST_UNFINISHED),
    },
    'invoice-run': {
      newest: (at) => billing.newestDueMonth(at),
      unfinished: (newest, floor) => billing.monthsToInvoice(floor, newest, MOST_UNFINISHED),
    },
  };
  return {
    async duePeriods({ process, scheduledAt }: { readonly process: ScheduledProcess; readonly scheduledAt: string }): Promise<string[]> {
      const periods = processes[process];
      const newest = periods.newest(new Date(scheduledAt));
      const floor = await floorOf({ usage, billing });
      return floor === undefined || isBelow(newest, floor) ? [] : [newest, ...(await periods.unfinished(newest, floor))];
    },
  };
}
export type TickActivities = ReturnType<typeof createTickActivities>;
