import { refusal } from '@guildhall/platform/errors.ts';
import { dueAt } from '@guildhall/platform/grace.ts';
import type { Money } from '@guildhall/platform/money.ts';
import { monthPeriod } from '@guildhall/platform/period.ts';

export type InvoiceStatus = 'draft' | 'posted' | 'final';

/** An invoice as the database holds it, whatever text its currency is. */
export type StoredInvoice = Omit<Invoice, 'total'> & { readonly total: { readonly minor: bigint; readonly currency: string } };

/** What an external account owes for one month; never changed once it is posted. */
export type Invoice = {
  readonly orgId: string;
  readonly id: string;
  readonly month: string;
  /** Null until it is posted. */
  readonly number: string | null;
  readonly status: InvoiceStatus;
  readonly total: Money;
  readonly draftedAt: Date;
  readonly postedAt: Date | null;
  readonly finalizedAt: Date | null;
};

/** The series of an invoice's number: the year of the month billed, so that a late run gives the same number as one in time. */
export const seriesOf = (month: string): number => Number(month.slice(0, 4));

/** `GH-2026-000001`; the `n`th of its year's series, without gaps. */
export const invoiceNumber = (series: number, n: number): string => `GH-${series}-${String(n).padStart(6, '0')}`;

/** Throws `INVALID_INPUT` when the text is no month. */
export function checkMonth(month: string, field = 'month'): void {
  if (!monthPeriod(month)) throw refusal('INVALID_INPUT', `${field} must be a month such as 2026-11.`, [field]);
}

/** Throws `MONTH_NOT_DUE`, naming when the month is due, before that instant: until then its use may still arrive. */
export function checkMonthIsDue(month: string, now: Date, graceHours?: number): void {
  const due = dueAt(month, graceHours);
  if (now < due) throw refusal('MONTH_NOT_DUE', `${month} is not due; it can be booked from ${due.toISOString()} on.`, ['month']);
}
