import {
  ConsumerAppDocument,
  InvoicesDocument,
  ReconciliationReportDocument,
  type InvoiceWithLinesFragment,
  type ReconciliationReportQuery,
} from '@guildhall/operations/generated/operations.ts';
import { newestDueMonth } from '@guildhall/platform/grace.ts';
import { addDays, dayOf, newestOver } from '@guildhall/platform/period.ts';
import { Failure } from '../failure.ts';
import { invoiceGraceHours } from '../grace.ts';
import { eventually, type World } from './world.ts';

/** The newest day and week that are over, and the newest month that is due. */
export const lastClosed = (now: Date): { readonly day: string; readonly week: string; readonly month: string } => ({
  day: newestOver('day', now),
  week: newestOver('week', now),
  month: newestDueMonth(now, invoiceGraceHours()),
});

/** The final invoice of an organisation for a month, as one of its people sees it. */
export async function invoiceOf(world: World, org: string, subject: string, month: string): Promise<InvoiceWithLinesFragment> {
  const { invoices } = await world.as(subject, org).send(InvoicesDocument, {});
  const invoice = invoices?.edges.find(({ node }) => node.month === month)?.node;
  if (!invoice) throw new Failure('refused', `${org} has no invoice for ${month}.`);
  return invoice;
}

/** A week's reconciliation report, as the auditor sees it: of every organisation. */
export async function reportOf(world: World, week: string): Promise<NonNullable<ReconciliationReportQuery['reconciliationReport']>> {
  const { reconciliationReport } = await world.as('user:olga', 'org:guildhall').send(ReconciliationReportDocument, { week });
  if (!reconciliationReport) throw new Failure('refused', `There is no report for ${week}.`);
  return reconciliationReport;
}

/** The price version that binds an organisation's install of an app, and the one that comes next with the day from which it binds. */
export async function termsOf(world: World, org: string, appId: string) {
  const day = dayOf(new Date());
  return eventually(`the terms of ${appId}`, async () => {
    const { app } = await world.as('user:alice', org).send(ConsumerAppDocument, { appId, from: day, to: addDays(day, 1) });
    const { price, upcomingPrice } = app?.install ?? {};
    if (!price || !upcomingPrice) return undefined;
    return { now: price, next: { ...upcomingPrice.priceVersion, bindsFrom: upcomingPrice.bindsFrom } };
  });
}
