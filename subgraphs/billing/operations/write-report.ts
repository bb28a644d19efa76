import { dayOf, periodOf, weekOf } from '@guildhall/platform/period.ts';
import { contentDigest, inOrder, type Difference } from '../domain/difference.ts';
import type { BillingDeps } from './deps.ts';

/** A difference that its finder does not name more closely is one of usage. */
export type FoundDifference = Omit<Difference, 'kind'> & { readonly kind?: string };

/**
 * Writes a week's report: a new version when its differences are others than those of the newest, else the newest stands; for workflows.
 * A report without differences is green.
 */
export async function writeReport(
  { store, now, newId }: BillingDeps,
  week: string,
  differences: readonly FoundDifference[],
): Promise<{ readonly reportId: string; readonly differences: number }> {
  const rows = inOrder(differences.map((difference) => ({ kind: 'usage', ...difference })));
  const digest = contentDigest(rows);
  return store.acrossTenants(async (tx) => {
    await tx.reports.lock(week);
    const newest = await tx.reports.newest(week);
    if (newest?.digest === digest) return { reportId: newest.id, differences: rows.length };
    const report = { id: newId('rec'), week, version: (newest?.version ?? 0) + 1, digest, createdAt: now() };
    await tx.reports.add(report, rows);
    return { reportId: report.id, differences: rows.length };
  });
}

/** The newest weeks without a report after the first that has one, from the one of the day `floor` on and before `newest`; for workflows. */
export async function weeksToReconcile({ store }: BillingDeps, floor: string, newest: string, limit: number): Promise<string[]> {
  const [first, beyond] = [weekOf(periodOf(floor).start), newest].map((week) => dayOf(periodOf(week).start));
  return store.acrossTenants((tx) => tx.reports.missing(first ?? floor, beyond ?? floor, limit));
}
