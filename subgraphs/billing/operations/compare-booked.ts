import { UserError } from '@guildhall/platform/errors.ts';
import { dayOf, monthOf, periodOf } from '@guildhall/platform/period.ts';
import { compareMonth, type BookedMonth } from '../domain/compare-month.ts';
import { moneyText, NONE, type Difference } from '../domain/difference.ts';
import type { RatedLine } from '../domain/rating.ts';
import type { Tx } from '../store/store.ts';
import type { Window } from '../store/usage-store.ts';
import type { BillingDeps } from './deps.ts';
import { loadUse } from './load-use.ts';

const ORGANIZATIONS_A_PAGE = 100;
/** More than will ever use without an account. */
const ALL = 1_000_000;

/**
 * For every month that overlaps a window of days: what is booked against what billing's days and prices come to, totals and ledger
 * entries against lines, and organisations that used without an account; for workflows. It changes nothing.
 */
export async function compareInvoicedMonths(deps: BillingDeps, window: Window): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const month of monthsOf(window)) {
    differences.push(...(await compareBooked(deps, month)), ...(await compareUnaccounted(deps, month, window)));
  }
  return differences;
}

function monthsOf({ from, to }: Window): string[] {
  const months: string[] = [];
  for (let day = from; day < to; day = dayOf(periodOf(monthOf(new Date(`${day}T00:00:00Z`))).end)) months.push(day.slice(0, 7));
  return months;
}

async function compareBooked({ store }: BillingDeps, month: string): Promise<Difference[]> {
  const differences: Difference[] = [];
  let after = '';
  for (;;) {
    // One snapshot a page, so that a month which is booked meanwhile is seen whole or not at all.
    const page = await store.acrossTenants(
      async (tx) => {
        const orgIds = await tx.months.organizationsBooked(month, after, ORGANIZATIONS_A_PAGE);
        return { orgIds, found: await comparePage(tx, month, orgIds) };
      },
      { snapshot: true },
    );
    differences.push(...page.found);
    const last = page.orgIds.at(-1);
    if (last === undefined || page.orgIds.length < ORGANIZATIONS_A_PAGE) break;
    after = last;
  }
  const stray = await store.acrossTenants((tx) => tx.ledger.strayRevenue(month));
  return [
    ...differences,
    ...stray.map(({ publisher, appId, lineId, amount }) => ({
      kind: 'app_revenue',
      orgId: publisher,
      appId,
      month,
      left: 'the line',
      leftValue: NONE,
      right: `revenue by ${lineId}`,
      rightValue: moneyText(amount),
    })),
  ];
}

async function comparePage(tx: Tx, month: string, orgIds: readonly string[]): Promise<Difference[]> {
  const lines = await tx.invoices.linesOfMonth(orgIds, month);
  const invoices = await tx.invoices.ofMonth(orgIds, month);
  const entries = await tx.ledger.ofMonth(orgIds, month);
  const revenue = await tx.ledger.revenueOf(lines.map(({ id }) => id));
  const rate = await loadUse(tx, orgIds, month);
  const of = <R extends { readonly orgId: string }>(rows: readonly R[], orgId: string) => rows.filter((row) => row.orgId === orgId);
  const lineOwner = new Map(lines.map(({ id, orgId }) => [id, orgId]));
  return orgIds.flatMap((orgId) => {
    const booked: BookedMonth = {
      orgId,
      month,
      lines: of(lines, orgId),
      invoice: of(invoices, orgId).find(({ status }) => status !== 'draft'),
      entries: of(entries, orgId),
      revenue: revenue.filter(({ lineId }) => lineOwner.get(lineId) === orgId),
    };
    const currency = booked.invoice?.total.currency ?? booked.lines[0]?.amount.currency ?? 'USD';
    const rated = ratedOrFault(() => rate(orgId, currency));
    return Array.isArray(rated)
      ? compareMonth(booked, rated)
      : [{ kind: 'line', orgId, month, left: 'days and prices', leftValue: rated, right: 'lines', rightValue: `${booked.lines.length}` }];
  });
}

/** The lines, or the code of what makes rating impossible now though the month was rated once. */
function ratedOrFault(rate: () => RatedLine[]): RatedLine[] | string {
  try {
    return rate();
  } catch (error) {
    if (error instanceof UserError) return error.code ?? error.message;
    throw error;
  }
}

async function compareUnaccounted({ store }: BillingDeps, month: string, window: Window): Promise<Difference[]> {
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
