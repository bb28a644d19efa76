import type { Billing, Difference } from '@guildhall/billing/index.ts';
import { addDays, lastDay, periodOf } from '@guildhall/platform/period.ts';
import type { Usage } from '@guildhall/usage/index.ts';
import { beating } from './aggregation.ts';

/** Events are taken up to 90 days late, on each day of the week: whatever was counted is in one report at least. */
const WINDOW_DAYS = 97;

/** Reconciliation over both subgraphs: usage compares what it counted, billing what it was handed and what it booked, and owns the report. */
export function createReconciliationActivities({ usage, billing }: { readonly usage: Usage; readonly billing: Billing }) {
  return {
    reconcile: ({ week }: { readonly week: string }) =>
      beating(async () => {
        const to = addDays(lastDay(periodOf(week)), 1);
        const window = { from: addDays(to, -WINDOW_DAYS), to };
        const counted = await usage.reconcile(window);
        const handed = await lasting(() => billing.compareUsage(window, usage.closedDays(window)));
        const booked = await billing.compareInvoicedMonths(window);
        return billing.writeReport(week, [...counted.map((difference) => ({ kind: 'usage', ...difference })), ...handed, ...booked]);
      }),
  };
}
/** The differences that a second comparison finds too: a day that is closed again or handed over meanwhile differs for a moment only. */
async function lasting(compare: () => Promise<Difference[]>): Promise<Difference[]> {
  const first = await compare();
  if (first.length === 0) return first;
  const again = new Set((await compare()).map((difference) => JSON.stringify(difference)));
  return first.filter((difference) => again.has(JSON.stringify(difference)));
}
export type ReconciliationActivities = ReturnType<typeof createReconciliationActivities>;
