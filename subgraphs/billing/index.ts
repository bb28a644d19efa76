import { over } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { bind } from '@guildhall/platform/bind.ts';
import { holds } from '@guildhall/platform/database/store.ts';
import {
  accountsToBill,
  checkDue,
  firstDay,
  monthsToInvoice,
  newestDueMonth,
  recordRun,
  recordUnbooked,
} from './operations/billing-run.ts';
import { compareInvoicedMonths } from './operations/compare-booked.ts';
import { compareUsage } from './operations/compare-usage.ts';
import type { BillingDeps, ConsentDeps } from './operations/deps.ts';
import { installsTaken } from './operations/installs-taken.ts';
import { keepInstalls as keepInstallsIn } from './operations/keep-installs.ts';
import { putAppsOnHold, refreshStale } from './operations/refresh-held.ts';
import { draftInvoice, finalizeInvoice, numberAndPost } from './operations/invoice-month.ts';
import { acceptPrice, pricesOfInstalls } from './operations/accept-price.ts';
import { changeAccountCurrency } from './operations/change-currency.ts';
import { changeAccountKind, openAccount } from './operations/open-account.ts';
import { announcePrice, priceOfPublication, putPriceInForce, withdrawPrice } from './operations/put-price.ts';
import * as read from './operations/read-billing.ts';
import * as reports from './operations/read-reports.ts';
import { takeUsageDay } from './operations/take-usage.ts';
import { weeksToReconcile, writeReport } from './operations/write-report.ts';
import { partsOf } from './store/store.ts';

export type { Account } from './domain/account.ts';
export type { ChargeLine } from './domain/charges.ts';
export type { Difference } from './domain/difference.ts';
export type { Invoice } from './domain/invoice.ts';
export type { LedgerEntry } from './domain/ledger.ts';
export type { Audience, PriceVersion } from './domain/price-version.ts';
export type { PricingTemplate } from './domain/pricing.ts';
export type { UsageDayRow } from './domain/usage-day.ts';
export type { FoundDifference } from './operations/write-report.ts';
export type { InvoicingResult } from './operations/invoice-month.ts';
export type { PricesOfInstall } from './operations/accept-price.ts';
export type { UpcomingPrice } from './domain/binding.ts';
export type { HeldChargeLine } from './domain/held.ts';
export type { AppConsumer } from './store/consumer-store.ts';
export type { MonthRevenue } from './store/ledger-store.ts';
export type { RunTotals, UnbookedMonth } from './store/run-store.ts';
export type { PlacedDifference, Report } from './store/report-store.ts';
export { monthsWithin } from './operations/read-billing.ts';
export { entities } from './store/entities.ts';
export { keepConsumerNames } from './store/consumer-names.ts';
export { createStore } from './store/store.ts';
export { INSTALLS_READER } from './store/install-store.ts';

/** Every operation of billing, for resolvers and activities alike; each is described where it is defined. */
export function createBilling(deps: BillingDeps) {
  return {
    openAccount: bind(deps, openAccount),
    changeAccountKind: bind(deps, changeAccountKind),
    ownAccount: bind(deps, read.ownAccount),
    invoicePage: bind(deps, read.invoicePage),
    invoicesByIds: bind(deps, read.invoicesByIds),
    linesOfInvoices: bind(deps, read.linesOfInvoices),
    showbackPage: bind(deps, read.showbackPage),
    entryPage: bind(deps, read.entryPage),
    priceVersionPage: bind(deps, read.priceVersionPage),
    priceVersionsByIds: bind(deps, read.priceVersionsByIds),
    heldLinePage: bind(deps, read.heldLinePage),
    appConsumerPage: bind(deps, read.appConsumerPage),
    revenueOfApps: bind(deps, read.revenueOfApps),
    reportOfWeek: bind(deps, reports.reportOfWeek),
    reportPage: bind(deps, reports.reportPage),
    differenceCounts: bind(deps, reports.differenceCounts),
    differencePage: bind(deps, reports.differencePage),
    // For workflows, over a store under the worker role.
    putPriceInForce: bind(deps, putPriceInForce),
    priceOfPublication: bind(deps, priceOfPublication),
    announcePrice: bind(deps, announcePrice),
    withdrawPrice: bind(deps, withdrawPrice),
    takeUsageDay: bind(deps, takeUsageDay),
    putAppsOnHold: bind(deps, putAppsOnHold),
    holds: bind(deps, holds),
    installsTaken: bind(deps, installsTaken),
    accountsToBill: bind(deps, accountsToBill),
    draftInvoice: bind(deps, draftInvoice),
    numberAndPost: bind(deps, numberAndPost),
    finalizeInvoice: bind(deps, finalizeInvoice),
    recordUnbooked: bind(deps, recordUnbooked),
    recordRun: bind(deps, recordRun),
    firstDay: bind(deps, firstDay),
    checkDue: bind(deps, checkDue),
    newestDueMonth: bind(deps, newestDueMonth),
    monthsToInvoice: bind(deps, monthsToInvoice),
    compareUsage: bind(deps, compareUsage),
    compareInvoicedMonths: bind(deps, compareInvoicedMonths),
    writeReport: bind(deps, writeReport),
    weeksToReconcile: bind(deps, weeksToReconcile),
  };
}
export type Billing = ReturnType<typeof createBilling>;

/** What payers agree to, under the *request* role. */
export const createConsent = (deps: ConsentDeps) => ({
  acceptPrice: bind(deps, acceptPrice),
  changeAccountCurrency: bind(deps, changeAccountCurrency),
  pricesOfInstalls: bind(deps, pricesOfInstalls),
});
export type Consent = ReturnType<typeof createConsent>;

/** What billing takes from the catalog's stream: `apply` of its consumer, under the *worker* role. */
export const keepInstalls = over(keepInstallsIn, partsOf);

/** `current` of that consumer: brings the held lines of open months up to what it has learned. */
export const refreshHeldLines = (em: EntityManager): Promise<void> => refreshStale(partsOf(em));
