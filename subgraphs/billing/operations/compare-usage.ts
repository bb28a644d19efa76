import { compareCopy, copiesByKey } from '../domain/compare-copy.ts';
import type { Difference } from '../domain/difference.ts';
import { usageDayKey, type UsageDayRow } from '../domain/usage-day.ts';
import type { Window } from '../store/usage-store.ts';
import type { BillingDeps } from './deps.ts';

const PAGE = 1_000;

/**
 * Holds usage's closed days of a window, in pages of any order, against billing's newest copy of each day; for workflows.
 * The keys of the window's days are in memory meanwhile, not the days.
 */
export async function compareUsage(
  { store }: BillingDeps,
  window: Window,
  pages: AsyncIterable<readonly UsageDayRow[]>,
): Promise<Difference[]> {
  const seen = new Set<string>();
  const differences: Difference[] = [];
  for await (const rows of pages) {
    const copies = copiesByKey(await store.acrossTenants((tx) => tx.usage.newestOf(rows)));
    for (const row of rows) {
      seen.add(usageDayKey(row));
      differences.push(...compareCopy(row, copies.get(usageDayKey(row))));
    }
  }
  let after: UsageDayRow | undefined;
  do {
    const page: readonly UsageDayRow[] = await store.acrossTenants((tx) => tx.usage.newestPage(window, after, PAGE));
    for (const copy of page) if (!seen.has(usageDayKey(copy))) differences.push(...compareCopy(undefined, copy));
    after = page.length < PAGE ? undefined : page.at(-1);
  } while (after);
  return differences;
}
