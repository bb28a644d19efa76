import { exact } from '@guildhall/platform/decimal.ts';
import type { Currency } from '@guildhall/platform/money.ts';
import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import type { MonthOfUse } from '../domain/rating.ts';
import type { Tx } from '../store/store.ts';

/** Reads what organisations' month is rated from, as it is now; answers each one's, for an account in a currency. */
export async function loadUse(
  tx: Tx,
  orgIds: readonly string[],
  month: string,
): Promise<(orgId: string, currency: Currency) => MonthOfUse> {
  const { start, end } = periodOf(month);
  const days = Map.groupBy(await tx.usage.billable(orgIds, { from: dayOf(start), to: dayOf(end) }), ({ orgId }) => orgId);
  const installs = Map.groupBy(await tx.usage.installs(orgIds, start, end), ({ orgId }) => orgId);
  const appIds = new Set([...days.values(), ...installs.values()].flat().map(({ appId }) => appId));
  const prices = await tx.prices.inForce([...appIds]);
  return (orgId, currency) => ({
    month,
    currency,
    days: (days.get(orgId) ?? []).map((day) => ({ ...day, quantity: exact(day.quantity) })),
    installs: installs.get(orgId) ?? [],
    prices,
  });
}
