import { dayOf, monthOf, periodOf } from '@guildhall/platform/period.ts';
import { compareLate } from '../domain/compare-late.ts';
import { compareBooks, compareMonth, type BookedMonth } from '../domain/compare-month.ts';
import { moneyText, NONE, type Difference } from '../domain/difference.ts';
import { namedHeld } from '../domain/held.ts';
import { rateMonth } from '../domain/rating.ts';
import { toUsageDay } from '../domain/usage-day.ts';
import { toCurrency } from '../store/currency.ts';
import type { Tx } from '../store/store.ts';
import type { Window } from '../store/usage-store.ts';
import { compareOne, namedLeftOut, namedUnbound } from './compare-one.ts';
import { compareUnaccounted, compareUnbooked } from './compare-unbooked.ts';
import type { BillingDeps } from './deps.ts';
import { inPages } from './in-pages.ts';
import { loadUse } from './load-use.ts';

/**
 * For every month that overlaps a window of days: what is booked against what billing's days and prices come to, totals and ledger
 * entries against lines; days that came after it was booked; what a month that was run owes and nobody booked; and organisations that
 * used without an account. For workflows. It changes nothing.
 */
export async function compareInvoicedMonths(deps: BillingDeps, window: Window): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const month of monthsOf(window)) {
    differences.push(
      ...(await compareBooked(deps, month)),
      ...(await strayRevenue(deps, month)),
      ...(await compareUnbooked(deps, month)),
      ...(await compareUnaccounted(deps, month, window)),
    );
  }
  return differences;
}

function monthsOf({ from, to }: Window): string[] {
  const months: string[] = [];
  for (let day = from; day < to; day = dayOf(periodOf(monthOf(new Date(`${day}T00:00:00Z`))).end)) months.push(day.slice(0, 7));
  return months;
}

/** Such a month is compared with its own lines and never rated again: nobody agreed to the rules that came later. */
const RULES_OF_0_1_0 = 1;

const compareBooked = ({ store }: BillingDeps, month: string): Promise<Difference[]> =>
  inPages(
    store,
    (tx, after, limit) => tx.months.organizationsBooked(month, after, limit),
    (tx, orgIds) => comparePage(tx, month, orgIds),
  );

async function comparePage(tx: Tx, month: string, orgIds: readonly string[]): Promise<Difference[]> {
  const lines = await tx.invoices.linesOfMonth(orgIds, month);
  const invoices = await tx.invoices.ofMonth(orgIds, month);
  const entries = await tx.ledger.ofMonth(orgIds, month);
  const revenue = await tx.ledger.revenueOf(lines.map(({ id }) => id));
  const held = await tx.held.ofMonth(orgIds, month);
  const rules = await tx.months.rulesOf(orgIds, month);
  const accounts = await tx.accounts.ofOrganizations(orgIds);
  const useOf = await loadUse(tx, orgIds, month);
  const { start, end } = periodOf(month);
  const waiting = await tx.usage.waiting(orgIds, { from: dayOf(start), to: dayOf(end) });
  const of = <R extends { readonly orgId: string }>(rows: readonly R[], orgId: string) => rows.filter((row) => row.orgId === orgId);
  const lineOwner = new Map(lines.map(({ id, orgId }) => [id, orgId]));
  return orgIds.flatMap((orgId) =>
    compareOne(orgId, month, () => {
      const booked: BookedMonth = {
        orgId,
        month,
        lines: of(lines, orgId),
        held: of(held, orgId).filter((line) => line.booked),
        invoice: of(invoices, orgId).find(({ status }) => status !== 'draft'),
        entries: of(entries, orgId),
        revenue: revenue.filter(({ lineId }) => lineOwner.get(lineId) === orgId),
      };
      const use = useOf(orgId);
      // What was used before the account was opened is owed by nobody, however late it comes.
      const owed = ({ day }: { readonly day: string }) => use.openedOn === null || day >= use.openedOn;
      const late = compareLate(booked, use.days.filter(owed), of(waiting, orgId).map(toUsageDay).filter(owed));
      if (rules.get(orgId) === RULES_OF_0_1_0) return [...compareBooks(booked), ...late];
      // An account with anything booked never changes its currency, so it says what the month was booked in.
      const stored = accounts.get(orgId)?.currency ?? booked.invoice?.total.currency ?? booked.lines[0]?.amount.currency ?? 'USD';
      const currency = toCurrency(stored);
      const rated = rateMonth({ ...use, currency });
      return [
        ...compareMonth(booked, rated),
        ...late,
        ...namedHeld(booked.held),
        ...namedLeftOut(orgId, month, currency, rated),
        ...namedUnbound(orgId, month, rated),
      ];
    }),
  );
}

async function strayRevenue({ store }: BillingDeps, month: string): Promise<Difference[]> {
  const stray = await store.acrossTenants((tx) => tx.ledger.strayRevenue(month));
  return stray.map(({ publisher, appId, lineId, amount }) => ({
    kind: 'app_revenue',
    orgId: publisher,
    appId,
    month,
    left: 'the line',
    leftValue: NONE,
    right: `revenue by ${lineId}`,
    rightValue: moneyText(amount),
  }));
}
