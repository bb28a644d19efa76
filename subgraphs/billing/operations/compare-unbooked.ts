import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import { totalOf } from '../domain/charges.ts';
import { moneyText, NONE, type Difference } from '../domain/difference.ts';
import { heldChargeLines, namedHeld } from '../domain/held.ts';
import { costsAnything, rateMonth, uninstalledOf } from '../domain/rating.ts';
import { toCurrency } from '../store/currency.ts';
import type { Tx } from '../store/store.ts';
import type { Window } from '../store/usage-store.ts';
import { compareOne, namedLeftOut, namedUnbound } from './compare-one.ts';
import type { BillingDeps } from './deps.ts';
import { inPages } from './in-pages.ts';
import { loadUse } from './load-use.ts';

/**
 * Of a month that was run: the organisations with an account that owe something of it and of which nothing is booked, because the account
 * or the usage came later or the account failed. Running the month again books them.
 */
export async function compareUnbooked({ store }: BillingDeps, month: string): Promise<Difference[]> {
  if (!(await store.acrossTenants((tx) => tx.months.hasRun(month)))) return [];
  const { start, end } = periodOf(month);
  const owing = { start: dayOf(start), end: dayOf(end), accounted: true, unbookedIn: month };
  return inPages(
    store,
    (tx, after, limit) => tx.months.toBill({ ...owing, after, limit }),
    (tx, orgIds) => comparePage(tx, month, orgIds),
  );
}

async function comparePage(tx: Tx, month: string, orgIds: readonly string[]): Promise<Difference[]> {
  const accounts = await tx.accounts.ofOrganizations(orgIds);
  const useOf = await loadUse(tx, orgIds, month, await tx.stale.appsOnHold());
  return orgIds.flatMap((orgId) =>
    compareOne(orgId, month, () => {
      const currency = toCurrency(accounts.get(orgId)?.currency ?? '');
      const rated = rateMonth({ ...useOf(orgId), currency });
      const total = totalOf(rated.lines, currency);
      const [left, right] = ['owed', 'booked'];
      const owed = { kind: 'unbooked', orgId, month, left, leftValue: moneyText(total), right, rightValue: NONE };
      return [
        ...(total.minor === 0n ? [] : [owed]),
        ...namedHeld(heldChargeLines({ orgId, month, currency, booked: false }, rated.held)),
        ...namedLeftOut(orgId, month, currency, rated),
        ...namedUnbound(orgId, month, rated),
      ];
    }),
  );
}

/** Of the organisations without an account that used, or had an install, within a window's days of a month: what they would owe, and use without an install. */
export async function compareUnaccounted({ store }: BillingDeps, month: string, window: Window): Promise<Difference[]> {
  const { start, end } = periodOf(month);
  const [first, beyond] = [dayOf(start), dayOf(end)];
  const within = { start: first > window.from ? first : window.from, end: beyond < window.to ? beyond : window.to };
  return inPages(
    store,
    (tx, after, limit) => tx.months.toBill({ ...within, accounted: false, after, limit }),
    async (tx, orgIds) => {
      const useOf = await loadUse(tx, orgIds, month);
      return orgIds.flatMap((orgId) =>
        compareOne(orgId, month, () => {
          const left = { left: 'use or fee', leftValue: 'owed' };
          const account = { kind: 'account', orgId, month, ...left, right: 'billing account', rightValue: NONE };
          const use = useOf(orgId);
          return [
            ...(costsAnything(use) ? [account] : []),
            ...namedUnbound(orgId, month, { unbound: uninstalledOf(use).filter(({ day }) => day >= within.start && day < within.end) }),
          ];
        }),
      );
    },
  );
}
