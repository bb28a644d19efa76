import { Decimal } from 'decimal.js';

/** Exact decimals for prices and quantities: wide enough that sums and products of `numeric(38,12)` never round. */
export const Exact = Decimal.clone({ precision: 80, toExpNeg: -40, toExpPos: 60 });
export type Exact = Decimal;

export const exact = (value: string | bigint | Exact): Exact => new Exact(value.toString());

const PLAIN = /^-?\d{1,26}(\.\d{1,12})?$/;

/** A decimal as text within `numeric(38,12)`, in plain notation; undefined when it is none. */
export function parseDecimal(text: string): Exact | undefined {
  return PLAIN.test(text) ? new Exact(text) : undefined;
}

/**
 * A quantity or price from parsed JSON: a number whose source has at most 15 significant digits becomes the decimal of its
 * shortest text; a longer one must come as a string. Undefined when it is neither, negative, or beyond `numeric(38,12)`.
 */
export function decimalFromJson(value: unknown): Exact | undefined {
  const text =
    typeof value === 'string' ? value : typeof value === 'number' && Number.isFinite(value) ? new Exact(value).toFixed() : undefined;
  const decimal = text === undefined ? undefined : parseDecimal(text);
  return decimal?.isNegative() && !decimal.isZero() ? undefined : decimal;
}

/** Plain notation without trailing zeros: the one text of a quantity. */
export const decimalText = (value: Exact): string => value.toFixed();
