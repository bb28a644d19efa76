import type { Billing } from '@guildhall/billing/index.ts';
import { addDays, lastDay, periodOf } from '@guildhall/platform/period.ts';
import type { Usage } from '@guildhall/usage/index.ts';
import { beating } from './aggregation.ts';

/** Raw events are kept for disputes at least this long, so every report covers as much. */
const WINDOW_DAYS = 90;

/** Reconciliation over both subgraphs: usage compares what it counted, billing what it was handed and what it booked, and owns the report. */
export function createReconciliationActivities({ usage, billing }: { readonly usage: Usage; readonly billing: Billing }) {
  return {
    reconcile: ({ week }: { readonly week: string }) =>
      beating(async () => {
        const to = addDays(lastDay(periodOf(week)), 1);
        const window = { from: addDays(to, -WINDOW_DAYS), to };
        const counted = await usage.reconcile(window);
        const handed = await billing.compareUsage(window, usage.closedDays(window));
        const booked = await billing.compareInvoicedMonths(window);
        return billing.writeReport(week, [...counted.map((difference) => ({ kind: 'usage', ...difference })), ...handed, ...booked]);
      }),
  };
}
export type ReconciliationActivities = ReturnType<typeof createReconciliationActivities>;
