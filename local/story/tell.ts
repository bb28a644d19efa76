import {
  InvoicesDocument,
  ReconciliationReportDocument,
  type InvoiceWithLinesFragment,
  type ReconciliationReportQuery,
} from '@guildhall/operations/generated/operations.ts';
import { addDays, dayOf, monthOf, periodOf, weekOf } from '@guildhall/platform/period.ts';
import { Failure } from '../failure.ts';
import type { World } from './world.ts';

/** The newest day, week and month that are over. */
export function lastClosed(now: Date): { readonly day: string; readonly week: string; readonly month: string } {
  const before = (name: (at: Date) => string) => name(new Date(periodOf(name(now)).start.getTime() - 1));
  return { day: addDays(dayOf(now), -1), week: before(weekOf), month: before(monthOf) };
}

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
