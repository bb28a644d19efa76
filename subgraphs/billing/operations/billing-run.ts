import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import { checkMonth } from '../domain/invoice.ts';
import type { BillingDeps } from './deps.ts';

/** More than the platform will ever bill at once. */
const ALL = 1_000_000;

/** A page of the organisations with an account that a month may owe for, by id; `next` is null after the last. For workflows. */
export async function accountsToBill(
  { store }: BillingDeps,
  month: string,
  after: string | undefined,
  limit: number,
): Promise<{ readonly accounts: string[]; readonly next: string | null }> {
  const accounts = await store.acrossTenants((tx) =>
    tx.months.toBill({ ...daysOfMonth(month), accounted: true, after: after ?? '', limit: limit + 1 }),
  );
  return accounts.length > limit ? { accounts: accounts.slice(0, limit), next: accounts[limit - 1] ?? null } : { accounts, next: null };
}

/** The organisations without an account that a month would owe for, by id: they are named, never billed. */
export const unaccounted = ({ store }: BillingDeps, month: string): Promise<string[]> =>
  store.acrossTenants((tx) => tx.months.toBill({ ...daysOfMonth(month), accounted: false, after: '', limit: ALL }));

function daysOfMonth(month: string): { start: string; end: string } {
  checkMonth(month);
  const { start, end } = periodOf(month);
  return { start: dayOf(start), end: dayOf(end) };
}

/** Remembers that a month's run came to its end, for the ticks; for workflows. */
export async function recordRun(
  { store, now }: BillingDeps,
  run: { readonly month: string; readonly accounts: number; readonly invoices: number; readonly failed: number },
): Promise<void> {
  checkMonth(run.month);
  await store.acrossTenants((tx) => tx.months.recordRun(run, now()));
}

/**
 * The month that ticks go on after: the newest that was run, or the one before the oldest whose last run had a failed account, so that
 * it is run again until nobody fails. Undefined before the first run.
 */
export const lastInvoicedMonth = ({ store }: BillingDeps): Promise<string | undefined> => store.acrossTenants((tx) => tx.months.lastRun());
