import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import { totalOf } from '../domain/charges.ts';
import { moneyText, NONE, type Difference } from '../domain/difference.ts';
import { costsAnything, rateMonth, tooLarge, type MonthOfUse } from '../domain/rating.ts';
import { toCurrency } from '../store/currency.ts';
import type { Tx } from '../store/store.ts';
import type { Window } from '../store/usage-store.ts';
import { compareOne, namedLeftOut } from './compare-one.ts';
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
  const currencies = await tx.accounts.currencies(orgIds);
  const useOf = await loadUse(tx, orgIds, month);
  return orgIds.flatMap((orgId) =>
    compareOne(orgId, month, () => {
      const use = { ...useOf(orgId), currency: toCurrency(currencies.get(orgId) ?? '') };
      const unbooked = { kind: 'unbooked', orgId, month, left: 'owed', right: 'booked', rightValue: NONE };
      return [...owedBy(use).map((owed) => ({ ...unbooked, ...owed })), ...namedLeftOut(orgId, use)];
    }),
  );
}

/** What a month comes to, if anything; of one that cannot be rated, each app and unit that is too large. */
function owedBy(use: MonthOfUse): Pick<Difference, 'appId' | 'unit' | 'leftValue'>[] {
  const large = tooLarge(use);
  if (large.length > 0) return large.map(({ code, appId, unit }) => ({ appId, unit, leftValue: code }));
  const total = totalOf(rateMonth(use), use.currency);
  return total.minor === 0n ? [] : [{ leftValue: moneyText(total) }];
}

/** The organisations without an account that used, or had an install, within a window's days of a month, and would owe something of it. */
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
          return costsAnything(useOf(orgId)) ? [account] : [];
        }),
      );
    },
  );
}
