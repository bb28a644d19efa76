import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import { checkMonth } from '../domain/invoice.ts';
import type { BillingDeps } from './deps.ts';

const MOST_MONTHS = 100;

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
 * The months up to the newest closed one that are to be run, oldest first: each since the first that ever was whose run did not come to
 * its end, or had a failed account, so that it is run again until nobody fails. At most 100: the rest follows when these are done.
 */
export async function monthsToInvoice({ store }: BillingDeps, newest: string): Promise<string[]> {
  checkMonth(newest);
  return store.acrossTenants((tx) => tx.months.unfinished(newest, MOST_MONTHS));
}
