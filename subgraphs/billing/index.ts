import { accountsToBill, lastInvoicedMonth, recordRun, unaccounted } from './operations/billing-run.ts';
import { compareInvoicedMonths } from './operations/compare-booked.ts';
import { compareUsage } from './operations/compare-usage.ts';
import type { BillingDeps } from './operations/deps.ts';
import { draftInvoice, finalizeInvoice, numberAndPost } from './operations/invoice-month.ts';
import { changeAccountKind, openAccount } from './operations/open-account.ts';
import { putPriceInForce, withdrawPrice } from './operations/put-price.ts';
import * as read from './operations/read-billing.ts';
import * as reports from './operations/read-reports.ts';
import { takeUsageDay } from './operations/take-usage.ts';
import { lastReconciledWeek, writeReport } from './operations/write-report.ts';

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
export type { MonthRevenue } from './store/ledger-store.ts';
export type { PlacedDifference, Report } from './store/report-store.ts';
export { monthsWithin } from './operations/read-billing.ts';
export { entities } from './store/entities.ts';
export { applyInstallChanged } from './store/install-copy.ts';
export { createStore } from './store/store.ts';

type Bound<F> = F extends (deps: BillingDeps, ...args: infer Args) => infer Result ? (...args: Args) => Result : never;

/** Every operation of billing, for resolvers and activities alike; each is described where it is defined. */
export function createBilling(deps: BillingDeps) {
  const bind = <F extends (deps: BillingDeps, ...args: never[]) => unknown>(operation: F): Bound<F> =>
    // Binding the first argument keeps the rest of the signature; TypeScript cannot follow that through `F`.
    ((...args: never[]) => operation(deps, ...args)) as Bound<F>;
  return {
    openAccount: bind(openAccount),
    changeAccountKind: bind(changeAccountKind),
    ownAccount: bind(read.ownAccount),
    invoicePage: bind(read.invoicePage),
    invoicesByIds: bind(read.invoicesByIds),
    linesOfInvoices: bind(read.linesOfInvoices),
    showbackPage: bind(read.showbackPage),
    entryPage: bind(read.entryPage),
    priceVersionPage: bind(read.priceVersionPage),
    currentPrices: bind(read.currentPrices),
    revenueOfApps: bind(read.revenueOfApps),
    reportOfWeek: bind(reports.reportOfWeek),
    reportPage: bind(reports.reportPage),
    differenceCounts: bind(reports.differenceCounts),
    differencePage: bind(reports.differencePage),
    // For workflows, over a store under the worker role.
    putPriceInForce: bind(putPriceInForce),
    withdrawPrice: bind(withdrawPrice),
    takeUsageDay: bind(takeUsageDay),
    accountsToBill: bind(accountsToBill),
    unaccounted: bind(unaccounted),
    draftInvoice: bind(draftInvoice),
    numberAndPost: bind(numberAndPost),
    finalizeInvoice: bind(finalizeInvoice),
    recordRun: bind(recordRun),
    lastInvoicedMonth: bind(lastInvoicedMonth),
    compareUsage: bind(compareUsage),
    compareInvoicedMonths: bind(compareInvoicedMonths),
    writeReport: bind(writeReport),
    lastReconciledWeek: bind(lastReconciledWeek),
  };
}
export type Billing = ReturnType<typeof createBilling>;
