import { createHash } from 'node:crypto';
import { amountText, isCurrency } from '@guildhall/platform/money.ts';

/** Two places that should say the same and do not; `kind` says what was compared, `left` and `right` name the places. */
export type Difference = {
  readonly kind: string;
  /** The organisation that used. */
  readonly orgId: string;
  readonly appId?: string | null | undefined;
  readonly unit?: string | null | undefined;
  readonly day?: string | null | undefined;
  readonly month?: string | null | undefined;
  readonly invoiceId?: string | null | undefined;
  readonly ledgerAccount?: string | null | undefined;
  readonly left: string;
  readonly leftValue: string;
  readonly right: string;
  readonly rightValue: string;
};

/** What a place says that has no value. */
export const NONE = 'none';

/** An amount as the database holds it: its currency is whatever text stands there, which a hand may have altered. */
export type StoredMoney = { readonly minor: bigint; readonly currency: string };

/** `47.61 USD`; of a currency that the platform does not bill in the minor units. */
export const moneyText = ({ minor, currency }: StoredMoney): string =>
  isCurrency(currency) ? `${amountText({ minor, currency })} ${currency}` : `${minor} minor units of ${currency}`;

/** The sum of each currency, such as `1.00 EUR + 47.61 USD`; `none` without any amount. */
export function sumText(amounts: readonly StoredMoney[]): string {
  const sums = new Map<string, bigint>();
  for (const { minor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
  const texts = [...sums].map(([currency, minor]) => moneyText({ minor, currency })).sort();
  return texts.length === 0 ? NONE : texts.join(' + ');
}

const fields = (d: Difference) => [
  d.orgId,
  d.kind,
  d.appId ?? null,
  d.unit ?? null,
  d.day ?? null,
  d.month ?? null,
  d.invoiceId ?? null,
  d.ledgerAccount ?? null,
  d.left,
  d.leftValue,
  d.right,
  d.rightValue,
];

/** The differences in the one order of a report, each once. */
export function inOrder(differences: readonly Difference[]): Difference[] {
  const byText = new Map(differences.map((difference) => [JSON.stringify(fields(difference)), difference]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, difference]) => difference);
}

/** SHA-256 over a report's content, in hex: two reports with the same differences have the same. */
export const contentDigest = (differences: readonly Difference[]): string =>
  createHash('sha256')
    .update(JSON.stringify(inOrder(differences).map(fields)))
    .digest('hex');
