import type { UsageDayRow } from '../domain/usage-day.ts';
import type { BillingDeps } from './deps.ts';
import { refreshHeld } from './refresh-held.ts';

const CHUNK = 500;

/**
 * Takes closed days into billing's own copy; for workflows. A version that is not newer than the one here is left out, so repeating it
 * changes nothing. A version of a booked month is kept and waits as a correction: it is not billed. The held lines of open months are
 * updated.
 */
export async function takeUsageDay(
  { store, now }: BillingDeps,
  rows: readonly UsageDayRow[],
): Promise<{ readonly taken: number; readonly waiting: number }> {
  let taken = 0;
  let waiting = 0;
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK);
    const added = await store.acrossTenants(async (tx) => {
      await tx.stale.lockShared();
      await tx.months.lockShared(chunk.map(({ orgId, day }) => ({ orgId, month: day.slice(0, 7) })));
      const taken = await tx.usage.take(chunk, now());
      for (const [month, days] of Map.groupBy(chunk, ({ day }) => day.slice(0, 7)))
        await refreshHeld(tx, month, [...new Set(days.map(({ orgId }) => orgId))]);
      return taken;
    });
    waiting += added.filter((day) => day.waiting).length;
    taken += added.filter((day) => !day.waiting).length;
  }
  return { taken, waiting };
}
