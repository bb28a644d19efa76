import { periodOfDay, type DayRange, type UsageDifference } from '../domain/usage.ts';
import type { UsageDeps } from './deps.ts';

/**
 * Compares raw events with the buckets, raw events with the latest versions of closed days, and those with the publishers' totals, over
 * the days `[from, to)` of every tenant in one snapshot. Answers every difference with both values; none is what it should be.
 * A day that is open, or that usage came to since it was closed, is compared with its versions once it is closed again. For workflows.
 */
export async function reconcile({ store }: UsageDeps, range: DayRange): Promise<UsageDifference[]> {
  periodOfDay(range.from, 'from');
  periodOfDay(range.to, 'to');
  return store.acrossTenants((tx) => tx.reconciliation.differences(range), { snapshot: true });
}
