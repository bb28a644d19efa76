import type { Billing } from '@guildhall/billing/index.ts';
import { duePeriods, monthOf, periodOf } from '@guildhall/platform/period.ts';
import type { Usage } from '@guildhall/usage/index.ts';
import type { ScheduledProcess } from '../contracts/batches.ts';

const monthBefore = (at: Date) => monthOf(new Date(periodOf(monthOf(at)).start.getTime() - 1));

/**
 * Which periods a tick starts: the one that its scheduled time closes, and each after the last one that is done. Months are looked after
 * each day, so of them only what is not done.
 */
export function createTickActivities({ usage, billing }: { readonly usage: Usage; readonly billing: Billing }) {
  const due: Readonly<Record<ScheduledProcess, (at: Date) => Promise<string[]>>> = {
    aggregate: async (at) => duePeriods('day', at, await usage.lastClosedDay()),
    reconcile: async (at) => duePeriods('week', at, await billing.lastReconciledWeek()),
    'invoice-run': (at) => billing.monthsToInvoice(monthBefore(at)),
  };
  return {
    duePeriods: ({ process, scheduledAt }: { readonly process: ScheduledProcess; readonly scheduledAt: string }): Promise<string[]> =>
      due[process](new Date(scheduledAt)),
  };
}
export type TickActivities = ReturnType<typeof createTickActivities>;
