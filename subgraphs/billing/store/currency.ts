import { isCurrency, money, type Currency, type Money } from '@guildhall/platform/money.ts';

/** A stored currency code; only codes that the platform bills in are ever written. */
export function toCurrency(code: string): Currency {
  if (!isCurrency(code)) throw new Error(`the database holds the currency ${code}, which the platform does not bill in`);
  return code;
}

export const toMoney = (minor: bigint | string, currency: string): Money => money(BigInt(minor), toCurrency(currency));
