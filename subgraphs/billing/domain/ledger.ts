import type { Currency } from '@guildhall/platform/money.ts';
import type { ChargeLine } from './charges.ts';

/** One leg of a double entry: positive minor units are debit, negative credit. */
type Leg = { readonly account: string; readonly minor: bigint };

/** The legs of what one invoice, or one month's showback, books; they sum to zero. */
export type Posting<C extends string = Currency> = {
  readonly orgId: string;
  readonly month: string;
  readonly invoiceId: string | null;
  readonly currency: C;
  readonly legs: readonly Leg[];
};

/**
 * A leg as it was booked. Every leg carries the consumer's organisation, whoever's account it is. `string` as its currency when it is
 * read as the database holds it.
 */
export type LedgerEntry<C extends string = Currency> = Leg & {
  readonly orgId: string;
  readonly id: string;
  readonly transactionId: string;
  readonly currency: C;
  readonly month: string;
  readonly invoiceId: string | null;
  readonly postedAt: Date;
};

/**
 * What the lines of one account's month book: an invoice the receivable against each app's revenue, showback the cost against each
 * app's recovery. Legs of zero are left out, and with them a posting without any.
 */
export function postingsOf<C extends string>(lines: readonly ChargeLine<C>[]): Posting<C>[] {
  const postings = new Map<string | null, ChargeLine<C>[]>();
  for (const line of lines) postings.set(line.invoiceId, [...(postings.get(line.invoiceId) ?? []), line]);
  return [...postings].flatMap(([invoiceId, of]) => posting(invoiceId, of) ?? []);
}

function posting<C extends string>(invoiceId: string | null, lines: readonly ChargeLine<C>[]): Posting<C> | undefined {
  const [first] = lines;
  if (!first) return undefined;
  const [debit, credit] = invoiceId === null ? ['cost', 'recovery'] : ['receivable', 'revenue'];
  const sums = new Map<string, bigint>();
  const book = (account: string, minor: bigint) => sums.set(account, (sums.get(account) ?? 0n) + minor);
  for (const { orgId, publisher, appId, amount } of lines) {
    if (amount.currency !== first.amount.currency) throw new Error(`cannot book ${amount.currency} with ${first.amount.currency}`);
    book(`${debit}/${orgId}`, amount.minor);
    book(`${credit}/${publisher}/${appId}`, -amount.minor);
  }
  const legs = [...sums].flatMap(([account, minor]) => (minor === 0n ? [] : [{ account, minor }]));
  return legs.length === 0 ? undefined : { orgId: first.orgId, month: first.month, invoiceId, currency: first.amount.currency, legs };
}
