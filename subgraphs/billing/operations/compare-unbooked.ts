import { UserError } from '@guildhall/platform/errors.ts';
import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import { totalOf } from '../domain/charges.ts';
import { moneyText, NONE, type Difference } from '../domain/difference.ts';
import { rateMonth, type MonthOfUse } from '../domain/rating.ts';
import { toCurrency } from '../store/currency.ts';
import type { Tx } from '../store/store.ts';
import type { Window } from '../store/usage-store.ts';
import { compareOne, namedLeftOut } from './compare-one.ts';
import type { BillingDeps } from './deps.ts';
import { inPages } from './in-pages.ts';
import { loadUse } from './load-use.ts';

/** More than will ever use without an account. */
const ALL = 1_000_000;

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
      const use = useOf(orgId, toCurrency(currencies.get(orgId) ?? ''));
      const owed = owedBy(use);
      const unbooked = { kind: 'unbooked', orgId, month, left: 'owed', right: 'booked', rightValue: NONE };
      return [...(owed === undefined ? [] : [{ ...unbooked, leftValue: owed }]), ...namedLeftOut(orgId, use)];
    }),
  );
}

/** What a month comes to, or the code of what makes rating it impossible; undefined when nothing is owed. */
function owedBy(use: MonthOfUse): string | undefined {
  try {
    const total = totalOf(rateMonth(use), use.currency);
    return total.minor === 0n ? undefined : moneyText(total);
  } catch (error) {
    if (error instanceof UserError) return error.code ?? error.message;
    throw error;
  }
}

/** The organisations without an account that used, or owe a fee, within a window's days of a month. */
export async function compareUnaccounted({ store }: BillingDeps, month: string, window: Window): Promise<Difference[]> {
  const { start, end } = periodOf(month);
  const [first, beyond] = [dayOf(start), dayOf(end)];
  const within = { start: first > window.from ? first : window.from, end: beyond < window.to ? beyond : window.to };
  const orgIds = await store.acrossTenants((tx) => tx.months.toBill({ ...within, accounted: false, after: '', limit: ALL }));
  return orgIds.map((orgId) => ({
    kind: 'account',
    orgId,
    month,
    left: 'use or fee',
    leftValue: 'owed',
    right: 'billing account',
    rightValue: NONE,
  }));
}
