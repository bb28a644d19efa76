import { ForbiddenError, refusal } from '@guildhall/platform/errors.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { authorize, type Account } from '../domain/account.ts';
import type { ChargeLine } from '../domain/charges.ts';
import { checkMonth, type Invoice } from '../domain/invoice.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { HeldChargeLine } from '../domain/held.ts';
import type { PriceVersion } from '../domain/price-version.ts';
import type { AppConsumer } from '../store/consumer-store.ts';
import type { MonthRevenue } from '../store/ledger-store.ts';
import type { BillingDeps } from './deps.ts';

/** The account of the actor's organisation. */
export async function ownAccount({ store }: BillingDeps, actor: Actor): Promise<Account | undefined> {
  authorize(actor, 'account.read');
  return store.transaction(actor, (tx) => tx.accounts.find(actor.orgId));
}

/** The invoices of the actor's organisation, newest month first. */
export async function invoicePage({ store }: BillingDeps, actor: Actor, page: PageRequest): Promise<Invoice[]> {
  authorize(actor, 'invoice.read');
  return store.transaction(actor, (tx) => tx.invoices.page(actor.orgId, page));
}

/** Of the invoices named, those of the actor's organisation. */
export async function invoicesByIds({ store }: BillingDeps, actor: Actor, ids: readonly string[]): Promise<Invoice[]> {
  authorize(actor, 'invoice.read');
  return store.transaction(actor, (tx) => tx.invoices.byIds(actor.orgId, ids));
}

/** The lines of the actor's organisation's invoices, in their order. */
export async function linesOfInvoices({ store }: BillingDeps, actor: Actor, invoices: readonly Invoice[]): Promise<ChargeLine[]> {
  authorize(actor, 'invoice.read');
  return store.transaction(actor, (tx) => tx.invoices.linesOf(actor.orgId, invoices));
}

/** A month's showback lines of the actor's organisation, in their order. */
export async function showbackPage({ store }: BillingDeps, actor: Actor, month: string, page: PageRequest): Promise<ChargeLine[]> {
  authorize(actor, 'invoice.read');
  checkMonth(month);
  return store.transaction(actor, (tx) => tx.invoices.showbackPage(actor.orgId, month, page));
}

/** The ledger entries of the actor's organisation, newest first; of one month when it is given. */
export async function entryPage(
  { store }: BillingDeps,
  actor: Actor,
  month: string | undefined,
  page: PageRequest,
): Promise<LedgerEntry[]> {
  authorize(actor, 'ledger.read');
  if (month !== undefined) checkMonth(month);
  return store.transaction(actor, (tx) => tx.ledger.page(actor.orgId, month, page));
}

/** The price versions of one of the actor's organisation's own apps, newest first. */
export async function priceVersionPage({ store }: BillingDeps, actor: Actor, appId: string, page: PageRequest): Promise<PriceVersion[]> {
  authorize(actor, 'price.read');
  return store.transaction(actor, (tx) => tx.prices.page(actor.orgId, appId, page));
}

/** Of the price versions named, those that the actor may see: its organisation's own, and those approved for everybody. */
export const priceVersionsByIds = ({ store }: BillingDeps, actor: Actor, ids: readonly string[]): Promise<PriceVersion[]> =>
  store.transaction(actor, (tx) => tx.prices.byIds(ids));

/** The held lines that the actor's organisation would owe or earn, newest month first; of one month when it is given. */
export async function heldLinePage(
  { store }: BillingDeps,
  actor: Actor,
  month: string | undefined,
  page: PageRequest,
): Promise<HeldChargeLine[]> {
  authorize(actor, 'held-line.read');
  if (month !== undefined) checkMonth(month);
  return store.transaction(actor, (tx) => tx.held.page(month, page));
}

/** The revenue of an app, one row per month and currency. */
export type RevenueOfApp = { readonly appId: string; readonly months: readonly MonthRevenue[] };

/** The revenue of those of the apps named that the actor's organisation prices, where the actor's roles allow it; all others are left out. */
export async function revenueOfApps({ store }: BillingDeps, actor: Actor, appIds: readonly string[]): Promise<RevenueOfApp[]> {
  if (!allowed(() => authorize(actor, 'revenue.read'))) return [];
  return store.transaction(actor, async (tx) => {
    const own = new Set((await tx.prices.ofApps(appIds)).flatMap(({ orgId, appId }) => (orgId === actor.orgId ? [appId] : [])));
    const months = Map.groupBy(await tx.ledger.revenueByMonth(actor.orgId, [...own]), ({ appId }) => appId);
    return [...own].map((appId) => ({ appId, months: months.get(appId) ?? [] }));
  });
}

/**
 * What each consuming organisation used of an app of the actor's organisation and the revenue of its invoiced lines, one row per month and
 * organisation, newest month first; undefined for an app that it does not price, or without the right role. Throws `INVALID_INPUT`.
 */
export async function appConsumerPage(
  { store }: BillingDeps,
  actor: Actor,
  { appId, ...months }: { readonly appId: string; readonly from: string; readonly to: string },
  page: PageRequest,
): Promise<AppConsumer[] | undefined> {
  checkMonths(months);
  if (!allowed(() => authorize(actor, 'revenue.read'))) return undefined;
  return store.transaction(actor, async (tx) => {
    const own = (await tx.prices.ofApps([appId])).some(({ orgId }) => orgId === actor.orgId);
    return own ? tx.consumers.page(actor.orgId, appId, months, page) : undefined;
  });
}

/** The months from `from` to `to`, both inclusive. Throws `INVALID_INPUT` when one is no month or they are the wrong way round. */
export function monthsWithin(months: readonly MonthRevenue[], from: string, to: string): MonthRevenue[] {
  checkMonths({ from, to });
  return months.filter(({ month }) => month >= from && month <= to);
}

function checkMonths({ from, to }: { readonly from: string; readonly to: string }): void {
  checkMonth(from, 'from');
  checkMonth(to, 'to');
  if (from > to) throw refusal('INVALID_INPUT', 'from must not be after to.', ['from']);
}

/** Whether a check of rights passes, where a refusal is to look like absence. */
export function allowed(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof ForbiddenError) return false;
    throw error;
  }
}
