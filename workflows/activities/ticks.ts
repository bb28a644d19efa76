import type { Billing } from '@guildhall/billing/index.ts';
import { duePeriods } from '@guildhall/platform/period.ts';
import type { Usage } from '@guildhall/usage/index.ts';
import type { ScheduledProcess } from '../contracts/batches.ts';

/** Which periods a tick starts: the one that its scheduled time closes, and each after the last one that is done. */
export function createTickActivities({ usage, billing }: { readonly usage: Usage; readonly billing: Billing }) {
  const lastDone = {
    aggregate: () => usage.lastClosedDay(),
    reconcile: () => billing.lastReconciledWeek(),
    'invoice-run': () => billing.lastInvoicedMonth(),
  };
  const kind = { aggregate: 'day', reconcile: 'week', 'invoice-run': 'month' } as const;
  return {
    async duePeriods({ process, scheduledAt }: { readonly process: ScheduledProcess; readonly scheduledAt: string }): Promise<string[]> {
      return duePeriods(kind[process], new Date(scheduledAt), await lastDone[process]());
    },
  };
}
export type TickActivities = ReturnType<typeof createTickActivities>;
