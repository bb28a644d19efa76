import { sum, type Currency, type Money } from '@guildhall/platform/money.ts';
import type { Account } from './account.ts';
import type { LineKind, RatedLine } from './rating.ts';
import type { PriceVersion } from './price-version.ts';

/** A line of an account's month, as it is booked; `string` as its currency when it is read as the database holds it. */
export type ChargeLine<C extends string = Currency> = {
  readonly orgId: string;
  readonly id: string;
  readonly month: string;
  /** Its place among the month's lines, from 0. */
  readonly position: number;
  /** Null for showback. */
  readonly invoiceId: string | null;
  readonly kind: LineKind;
  readonly appId: string;
  readonly publisher: string;
  readonly unit: string;
  /** As it was when the line was made; null when the app had no price. */
  readonly priceVersion: PriceVersion | null;
  /** Decimals as plain text. */
  readonly quantity: string;
  readonly included: string;
  readonly unitPrice: string;
  readonly amount: { readonly minor: bigint; readonly currency: C };
};

/**
 * What a month of an account comes to: `none` has no line, `showback` lines and no invoice, `invoiced` an invoice and maybe showback, `held`
 * held lines beside which nothing is billed.
 */
export type Outcome = 'invoiced' | 'showback' | 'held' | 'none';

/** Whether a line is shown back and not invoiced: everything of an internal account, and an organisation's use of its own app. */
export const isShowback = ({ kind, orgId }: Pick<Account, 'kind' | 'orgId'>, { publisher }: Pick<RatedLine, 'publisher'>): boolean =>
  kind === 'internal' || publisher === orgId;

/**
 * What a month's lines come to. An invoice has to come to something, for a number is not taken for nothing: lines of zero stand on it
 * beside those that cost something, else without one beside the month's showback, and alone they are not booked.
 */
export function outcomeOf(
  account: Pick<Account, 'kind' | 'orgId'>,
  { lines, held }: { readonly lines: readonly Pick<RatedLine, 'publisher' | 'amount'>[]; readonly held: readonly unknown[] },
): Outcome {
  const billed = lines.filter((line) => !isShowback(account, line));
  if (billed.some(({ amount }) => amount.minor !== 0n)) return 'invoiced';
  if (billed.length < lines.length) return 'showback';
  return held.length > 0 ? 'held' : 'none';
}

/** A total is the sum of its rounded lines. */
export const totalOf = (lines: readonly { readonly amount: Money }[], currency: Currency): Money =>
  sum(
    lines.map(({ amount }) => amount),
    currency,
  );
