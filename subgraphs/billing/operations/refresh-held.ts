import { heldChargeLines, type HeldChargeLine } from '../domain/held.ts';
import { rateMonth, type MonthOfUse } from '../domain/rating.ts';
import { toAccount } from '../store/account-store.ts';
import type { Parts } from '../store/store.ts';
import { loadUse } from './load-use.ts';

/**
 * Names the lines of open months that are held, while there is time to void the use; a booked month keeps the ones it has. The caller holds
 * off the booking of those months. Without `heldApps` the apps whose lines wait for an event stay as they are.
 */
export async function refreshHeld(
  parts: Parts,
  month: string,
  organizations: readonly string[],
  heldApps?: ReadonlySet<string>,
): Promise<void> {
  const open = await parts.months.unbooked(organizations, month);
  await parts.held.lock(open.map((orgId) => ({ orgId, month })));
  const accounts = await parts.accounts.ofOrganizations(open);
  const onHold = heldApps ?? (await appsOnHold(parts, open, month));
  const useOf = await loadUse(parts, open, month, onHold);
  for (const orgId of open) {
    const stored = accounts.get(orgId);
    if (!stored) continue;
    const held = heldNow(() => ({ ...useOf(orgId), currency: toAccount(stored).currency }), orgId);
    await parts.held.put({ orgId, month }, held);
  }
}

const appsOnHold = async ({ held }: Parts, orgIds: readonly string[], month: string): Promise<ReadonlySet<string>> =>
  new Set((await held.ofMonth(orgIds, month)).flatMap(({ code, appId }) => (code === 'APP_ON_HOLD' ? [appId] : [])));

/** The held lines of an open month. What cannot be rated at all stops no day from being taken: its booking fails, and the report says why. */
function heldNow(use: () => MonthOfUse, orgId: string): HeldChargeLine[] {
  try {
    const of = use();
    return heldChargeLines({ orgId, month: of.month, currency: of.currency, booked: false }, rateMonth(of).held);
  } catch {
    return [];
  }
}
