import {
  InvoicesDocument,
  ReconciliationReportDocument,
  type InvoiceWithLinesFragment,
  type ReconciliationReportQuery,
} from '@guildhall/operations/generated/operations.ts';
import { newestDueMonth } from '@guildhall/platform/grace.ts';
import { newestOver } from '@guildhall/platform/period.ts';
import { Failure } from '../failure.ts';
import { invoiceGraceHours } from '../grace.ts';
import type { World } from './world.ts';

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
