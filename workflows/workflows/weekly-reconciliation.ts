import { patched, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { PeriodActivities } from '../activities/periods.ts';
import type { ReconciliationActivities } from '../activities/reconciliation.ts';
import type { WeeklyReconciliationInput, WeeklyReconciliationResult } from '../contracts/batches.ts';
import { closeDays } from './daily-aggregation.ts';
import { BATCH_ACTIVITY, PATCHES } from './options.ts';

const { checkPeriod } = proxyActivities<PeriodActivities>(BATCH_ACTIVITY);
const { reconcile } = proxyActivities<ReconciliationActivities>(BATCH_ACTIVITY);

/**
 * Compares raw events, buckets, days, billing's days, and of invoiced months lines and ledger, over everything that raw events are kept for
 * up to the week's end. Every difference is a row of the week's report; none is a green report.
 * Refuses a week that is not over, or below the floor.
 */
export async function weeklyReconciliation({ week }: WeeklyReconciliationInput): Promise<WeeklyReconciliationResult> {
  if (patched(PATCHES.periodsAreChecked)) await checkPeriod({ kind: 'week', period: week });
  await closeDays(week);
  setCurrentDetails(`Comparing everything up to the end of **${week}**`);
  const report = await reconcile({ week });
  setCurrentDetails(
    report.differences === 0
      ? `Green: no differences (report ${report.reportId})`
      : `**${report.differences} differences** (report ${report.reportId})`,
  );
  return report;
}
