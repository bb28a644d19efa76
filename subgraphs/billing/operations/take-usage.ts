import type { UsageDayRow } from '../domain/usage-day.ts';
import { heldChargeLines, type HeldChargeLine } from '../domain/held.ts';
import { rateMonth, type MonthOfUse } from '../domain/rating.ts';
import { toAccount } from '../store/account-store.ts';
import type { Tx } from '../store/store.ts';
import type { BillingDeps } from './deps.ts';
import { loadUse } from './load-use.ts';

const CHUNK = 500;

/**
 * Takes closed days into billing's own copy; for workflows. A version that is not newer than the one here is left out, so repeating it
 * changes nothing. A version of a booked month is kept and waits as a correction: it is not billed.
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
      await tx.months.lockShared(chunk.map(({ orgId, day }) => ({ orgId, month: day.slice(0, 7) })));
      const taken = await tx.usage.take(chunk, now());
      await refreshHeld(tx, chunk);
      return taken;
    });
    waiting += added.filter((day) => day.waiting).length;
    taken += added.filter((day) => !day.waiting).length;
  }
  return { taken, waiting };
}

/** Names the lines of open months that nobody can owe while there is time to void the use; a booked month keeps the ones it has. */
async function refreshHeld(tx: Tx, rows: readonly UsageDayRow[]): Promise<void> {
  for (const [month, days] of Map.groupBy(rows, ({ day }) => day.slice(0, 7))) {
    const orgIds = [...new Set(days.map(({ orgId }) => orgId))];
    const open = await tx.months.unbooked(orgIds, month);
    await tx.held.lock(open.map((orgId) => ({ orgId, month })));
    const accounts = await tx.accounts.ofOrganizations(open);
    const useOf = await loadUse(tx, open, month);
    for (const orgId of open) {
      const stored = accounts.get(orgId);
      if (!stored) continue;
      await tx.held.put(
        { orgId, month },
        heldNow(() => ({ ...useOf(orgId), currency: toAccount(stored).currency }), orgId),
      );
    }
  }
}

/** The held lines of an open month. What cannot be rated at all stops no day from being taken: its booking fails, and the report says why. */
function heldNow(use: () => MonthOfUse, orgId: string): HeldChargeLine[] {
  try {
    const of = use();
    return heldChargeLines({ orgId, month: of.month, currency: of.currency, booked: false }, rateMonth(of).held);
  } catch {
    return [];
  }
}
