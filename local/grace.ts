import { graceHours } from '@guildhall/platform/grace.ts';
import { Failure } from './failure.ts';

/** How long after its end a month is due here: `INVOICE_GRACE_HOURS` of our own environment. Throws a Failure when that is no number of hours. */
export function invoiceGraceHours(): number {
  const read = graceHours.safeParse(process.env['INVOICE_GRACE_HOURS']);
  if (read.success) return read.data;
  throw new Failure('usage', `INVOICE_GRACE_HOURS: ${read.error.issues.map(({ message }) => message).join(' ')}`);
}
