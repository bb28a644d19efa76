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

/** What a month of an account comes to: `none` has no line, `showback` lines and no invoice. */
export type Outcome = 'invoiced' | 'showback' | 'none';

/** Whether a line is shown back and not invoiced: everything of an internal account, and an organisation's use of its own app. */
export const isShowback = ({ kind, orgId }: Pick<Account, 'kind' | 'orgId'>, { publisher }: Pick<RatedLine, 'publisher'>): boolean =>
  kind === 'internal' || publisher === orgId;

export const outcomeOf = (lines: readonly Pick<ChargeLine, 'invoiceId'>[]): Outcome =>
  lines.length === 0 ? 'none' : lines.some(({ invoiceId }) => invoiceId !== null) ? 'invoiced' : 'showback';

/** A total is the sum of its rounded lines. */
export const totalOf = (lines: readonly { readonly amount: Money }[], currency: Currency): Money =>
  sum(
    lines.map(({ amount }) => amount),
    currency,
  );
