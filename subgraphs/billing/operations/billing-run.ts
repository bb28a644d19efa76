import { newestDueMonth as newestDue } from '@guildhall/platform/grace.ts';
import { dayOf, monthOf, periodOf } from '@guildhall/platform/period.ts';
import { checkMonth, checkMonthIsDue } from '../domain/invoice.ts';
import type { RunTotals, UnbookedMonth } from '../store/run-store.ts';
import type { BillingDeps } from './deps.ts';
import { owing } from './owing.ts';

/** Candidates that are looked at in one transaction. */
const CHUNK = 100;
/** What a run's end names at most of what it could not book. */
const MOST_NAMED = 20;

/**
 * A page of the accounts that a month's run has to start, by id: those of which an earlier run failed, had to wait or was cut off, and those
 * that owe something now and of which nothing is booked. Those `waiting` for an event may owe what nobody knows of yet and are started too, so
 * that the run says that they wait. What is booked, or comes to nothing, is left out. `next` continues; null at the end. For workflows.
 */
export async function accountsToBill(
  { store }: BillingDeps,
  month: string,
  after: string | undefined,
  limit: number,
  waiting: ReadonlySet<string> = new Set(),
): Promise<{ readonly accounts: string[]; readonly next: string | null }> {
  checkMonth(month);
  const { start, end } = periodOf(month);
  const days = { start: dayOf(start), end: dayOf(end) };
  const accounts: string[] = [];
  for (let from = after ?? ''; ;) {
    const { candidates, toStart } = await store.acrossTenants(async (tx) => {
      const page = await tx.runs.candidates({ month, ...days, waiting, after: from, limit: CHUNK });
      const unknown = page.flatMap(({ orgId, starts }) => (starts ? [] : [orgId]));
      const owe = await owing(tx, unknown, month);
      return { candidates: page, toStart: page.filter(({ orgId, starts }) => starts || owe.has(orgId)) };
    });
    accounts.push(...toStart.map(({ orgId }) => orgId));
    const last = candidates.at(-1)?.orgId;
    if (accounts.length > limit) return { accounts: accounts.slice(0, limit), next: accounts[limit - 1] ?? null };
    if (last === undefined || candidates.length < CHUNK) return { accounts, next: null };
    if (accounts.length === limit) return { accounts, next: last };
    from = last;
  }
}

/** Remembers why a run could not book an account's month, until it is booked or comes to nothing; for workflows. */
export async function recordUnbooked({ store, now }: BillingDeps, month: string, unbooked: UnbookedMonth): Promise<void> {
  checkMonth(month);
  await store.acrossTenants((tx) => tx.runs.recordUnbooked(month, unbooked, now()));
}

/**
 * Remembers that a month's run came to its end, for the ticks; for workflows. Answers how the month stands: how many accounts are booked, failed
 * or wait, how many of them have an invoice, and the first of those that are not booked, each with its reason. `leastFailed` is what the run
 * itself counted, if it recorded no account.
 */
export async function recordRun(
  { store, now }: BillingDeps,
  month: string,
  leastFailed = 0,
): Promise<RunTotals & { readonly unbooked: readonly UnbookedMonth[] }> {
  checkMonth(month);
  return store.acrossTenants(async (tx) => ({
    ...(await tx.runs.record(month, leastFailed, now())),
    unbooked: await tx.runs.unbooked(month, MOST_NAMED),
  }));
}

/** The newest months from the one of the day `floor` on and before `newest` that were never run to their end, or of which an account failed or waits; for workflows. */
export async function monthsToInvoice({ store }: BillingDeps, floor: string, newest: string, limit: number): Promise<string[]> {
  checkMonth(newest);
  return store.acrossTenants((tx) => tx.runs.unfinished(monthOf(periodOf(floor).start), newest, limit));
}

/** The newest month that is due at an instant; for workflows. */
export const newestDueMonth = ({ graceHours }: BillingDeps, instant: Date): string => newestDue(instant, graceHours);

/** Throws `MONTH_NOT_DUE` while the month may not be booked, and `INVALID_INPUT` when it is none; for workflows. */
export function checkDue({ now, graceHours }: BillingDeps, month: string): void {
  checkMonth(month);
  checkMonthIsDue(month, now(), graceHours);
}

/** The UTC day of the earliest account or install that billing knows; undefined while there is none. For workflows. */
export const firstDay = ({ store }: BillingDeps): Promise<string | undefined> => store.acrossTenants((tx) => tx.runs.firstDay());
