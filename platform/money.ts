import { Exact, type Exact as Decimal } from './decimal.ts';

/** Currencies that a price may name, with the decimal places of their minor unit (ISO 4217). */
export const MINOR_DIGITS = { USD: 2, EUR: 2, GBP: 2, CHF: 2, JPY: 0 } as const;
export type Currency = keyof typeof MINOR_DIGITS;

export const isCurrency = (code: string): code is Currency => Object.hasOwn(MINOR_DIGITS, code);

/** Booked money: whole minor units of one currency. */
export type Money = { readonly minor: bigint; readonly currency: Currency };

/** Rounding rules that a price version may name; the one rounding is at the line. */
export const ROUNDINGS = { HALF_UP: Exact.ROUND_HALF_UP, HALF_EVEN: Exact.ROUND_HALF_EVEN, DOWN: Exact.ROUND_DOWN } as const;
export type Rounding = keyof typeof ROUNDINGS;

export const money = (minor: bigint, currency: Currency): Money => ({ minor, currency });

/** Rounds an exact amount in major units to minor units by the rule named. */
export function roundToMinor(amount: Decimal, currency: Currency, rounding: Rounding): Money {
  const minor = amount.times(new Exact(10).pow(MINOR_DIGITS[currency])).toDecimalPlaces(0, ROUNDINGS[rounding]);
  return money(BigInt(minor.toFixed()), currency);
}

/** The sum; throws when a currency differs, for two currencies never add. */
export function sum(amounts: readonly Money[], currency: Currency): Money {
  let minor = 0n;
  for (const amount of amounts) {
    if (amount.currency !== currency) throw new Error(`cannot add ${amount.currency} to ${currency}`);
    minor += amount.minor;
  }
  return money(minor, currency);
}

/** The amount in major units with all its decimals: `4515n` USD is `"45.15"`. */
export function amountText({ minor, currency }: Money): string {
  return new Exact(minor.toString()).div(new Exact(10).pow(MINOR_DIGITS[currency])).toFixed(MINOR_DIGITS[currency]);
}
