import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import type { Use } from '../domain/rating.ts';
import { toUsageDay } from '../domain/usage-day.ts';
import { toAccount } from '../store/account-store.ts';
import type { Parts } from '../store/store.ts';
import { bindInstalls } from './bound-installs.ts';

/** Skew at a month's end belongs to an install that starts this soon after it. */
const SKEW_MS = 5 * 60_000;

/**
 * Reads what organisations' month is rated from, as it is now; answers each one's, which throws when its account's currency is none.
 * Lines of `heldApps` are to be held.
 */
export async function loadUse(
  { usage, installs: copiesOf, prices, accounts: accountsOf }: Parts,
  orgIds: readonly string[],
  month: string,
  heldApps: ReadonlySet<string> = new Set(),
): Promise<(orgId: string) => Use> {
  const { start, end } = periodOf(month);
  const days = Map.groupBy(await usage.billable(orgIds, { from: dayOf(start), to: dayOf(end) }), ({ orgId }) => orgId);
  const copies = await copiesOf.touching(orgIds, start, new Date(end.getTime() + SKEW_MS));
  const installs = Map.groupBy(copies, ({ orgId }) => orgId);
  const offered = await prices.ofApps([...new Set(copies.map(({ appId }) => appId))]);
  const accounts = await accountsOf.ofOrganizations(orgIds);
  return (orgId) => {
    const stored = accounts.get(orgId);
    const account = stored && toAccount(stored);
    return {
      month,
      days: (days.get(orgId) ?? []).map(toUsageDay),
      installs: bindInstalls(installs.get(orgId) ?? [], offered, account),
      openedOn: account ? dayOf(account.openedAt) : null,
      heldApps,
    };
  };
}
