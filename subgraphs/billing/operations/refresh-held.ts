import { heldChargeLines, type HeldChargeLine } from '../domain/held.ts';
import { rateMonth, type MonthOfUse } from '../domain/rating.ts';
import { toAccount } from '../store/account-store.ts';
import type { Parts } from '../store/store.ts';
import type { BillingDeps } from './deps.ts';
import { loadUse } from './load-use.ts';

/** So many notes are worked off in one transaction. */
const MOST = 100;

/**
 * Names the lines of open months that are held, while there is time to void the use; a booked month keeps the ones it has. The caller holds
 * off the booking of those months.
 */
export async function refreshHeld(parts: Parts, month: string, organizations: readonly string[]): Promise<void> {
  const open = await parts.months.unbooked(organizations, month);
  await parts.held.lock(open.map((orgId) => ({ orgId, month })));
  const accounts = await parts.accounts.ofOrganizations(open);
  const useOf = await loadUse(parts, open, month, await parts.stale.appsOnHold());
  for (const orgId of open) {
    const stored = accounts.get(orgId);
    if (!stored) continue;
    const held = heldNow(() => ({ ...useOf(orgId), currency: toAccount(stored).currency }), orgId);
    await parts.held.put({ orgId, month }, held);
  }
}

/**
 * Updates the held lines of open months by what was learned of installs and holds after their days were taken. Part of keeping the copy of
 * installs, between its batches, because an organisation's month takes long to rate.
 */
export async function refreshStale(parts: Parts): Promise<void> {
  if (!(await parts.stale.any())) return;
  await parts.stale.lock();
  const months: { readonly orgId: string; readonly month: string }[] = [];
  for (const note of await parts.stale.take(MOST))
    for (const month of await parts.usage.openMonths(note.orgId, note.appId, note.since)) {
      const one = { orgId: note.orgId, month };
      // To wait for whoever drafts or books it would hold up every day that is taken; the note stays, in case it was only drafted.
      if (await parts.months.tryLockShared(one)) months.push(one);
      else await parts.stale.add(note.orgId, note.appId, note.since);
    }
  for (const [month, of] of Map.groupBy(months, (one) => one.month))
    await refreshHeld(parts, month, [...new Set(of.map(({ orgId }) => orgId))]);
}

/** Keeps which apps are on hold for {@link refreshHeld}; for workflows. */
export const putAppsOnHold = ({ store }: BillingDeps, appIds: ReadonlySet<string>): Promise<void> =>
  store.acrossTenants(async (tx) => {
    await tx.stale.lock();
    await tx.stale.putAppsOnHold([...appIds]);
  });

/** The held lines of an open month. What cannot be rated at all stops no day from being taken: its booking fails, and the report says why. */
function heldNow(use: () => MonthOfUse, orgId: string): HeldChargeLine[] {
  try {
    const of = use();
    return heldChargeLines({ orgId, month: of.month, currency: of.currency, booked: false }, rateMonth(of).held);
  } catch {
    return [];
  }
}
