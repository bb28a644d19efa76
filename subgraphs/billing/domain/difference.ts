import { createHash } from 'node:crypto';
import { amountText, type Money } from '@guildhall/platform/money.ts';

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

/** `47.61 USD`. */
export const moneyText = (amount: Money): string => `${amountText(amount)} ${amount.currency}`;

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
