import { dayOf, monthOf, periodOf } from '@guildhall/platform/period.ts';
import { compareLate } from '../domain/compare-late.ts';
import { compareBooks, compareMonth, type BookedMonth } from '../domain/compare-month.ts';
import { moneyText, NONE, sumText, type Difference } from '../domain/difference.ts';
import { rateMonth, tooLarge, type MonthOfUse } from '../domain/rating.ts';
import { toUsageDay } from '../domain/usage-day.ts';
import { toCurrency } from '../store/currency.ts';
import type { Tx } from '../store/store.ts';
import type { Window } from '../store/usage-store.ts';
import { compareOne, namedLeftOut } from './compare-one.ts';
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
  const currencies = await tx.accounts.currencies(orgIds);
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
        invoice: of(invoices, orgId).find(({ status }) => status !== 'draft'),
        entries: of(entries, orgId),
        revenue: revenue.filter(({ lineId }) => lineOwner.get(lineId) === orgId),
      };
      // An account never changes its currency, so it says what the month was booked in.
      const currency = currencies.get(orgId) ?? booked.invoice?.total.currency ?? booked.lines[0]?.amount.currency ?? 'USD';
      const use = { ...useOf(orgId), currency: toCurrency(currency) };
      return [
        ...compareRated(booked, use),
        ...compareLate(booked, use.days, of(waiting, orgId).map(toUsageDay)),
        ...namedLeftOut(orgId, use),
      ];
    }),
  );
}

/** A line that has become too large to be rated, though it was rated once, is named with what was booked of it. */
function compareRated(booked: BookedMonth, use: MonthOfUse): Difference[] {
  const large = tooLarge(use);
  if (large.length === 0) return compareMonth(booked, rateMonth(use));
  const { orgId, month, lines } = booked;
  const named = large.map(({ code, kind, appId, unit }): Difference => {
    const found = lines.filter((line) => line.kind === kind && line.appId === appId && line.unit === unit);
    const of = { kind: 'line', orgId, appId, unit, month, invoiceId: found[0]?.invoiceId ?? null };
    const rightValue = sumText(found.map(({ amount }) => amount));
    return { ...of, left: 'amount by days and prices', leftValue: code, right: 'amount of the line', rightValue };
  });
  return [...named, ...compareBooks(booked)];
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
