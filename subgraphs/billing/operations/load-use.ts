import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import type { Use } from '../domain/rating.ts';
import { toUsageDay } from '../domain/usage-day.ts';
import type { Tx } from '../store/store.ts';

/** Reads what organisations' month is rated from, as it is now; answers each one's. */
export async function loadUse(tx: Tx, orgIds: readonly string[], month: string): Promise<(orgId: string) => Use> {
  const { start, end } = periodOf(month);
  const days = Map.groupBy(await tx.usage.billable(orgIds, { from: dayOf(start), to: dayOf(end) }), ({ orgId }) => orgId);
  const installs = Map.groupBy(await tx.usage.installs(orgIds, start, end), ({ orgId }) => orgId);
  const appIds = new Set([...days.values(), ...installs.values()].flat().map(({ appId }) => appId));
  const prices = await tx.prices.inForce([...appIds]);
  return (orgId) => ({
    month,
    days: (days.get(orgId) ?? []).map(toUsageDay),
    installs: installs.get(orgId) ?? [],
    prices,
  });
}
