import { decimalText } from '@guildhall/platform/decimal.ts';
import type { Difference } from './difference.ts';
import { charged, type HeldLine, type HoldCode, type LineKind } from './rating.ts';
import { asKept, type PriceVersion } from './price-version.ts';

/** A held line of an organisation's month: like a charge line, and not billed. Of an open month it changes with its days. */
export type HeldChargeLine = {
  readonly orgId: string;
  readonly month: string;
  /** Its place among the month's held lines, from 0. */
  readonly position: number;
  readonly code: HoldCode;
  readonly kind: LineKind;
  readonly appId: string;
  readonly publisher: string;
  readonly unit: string;
  readonly priceVersion: PriceVersion | null;
  /** Decimals as plain text. */
  readonly quantity: string;
  readonly included: string;
  readonly unitPrice: string;
  /** (quantity − included) × unitPrice in major units, exact: it is not rounded because it is not billed. */
  readonly charged: string;
  readonly currency: string;
  readonly booked: boolean;
};

/** The held lines of a month as they are stored. */
export const heldChargeLines = (
  of: Pick<HeldChargeLine, 'orgId' | 'month' | 'currency' | 'booked'>,
  held: readonly HeldLine[],
): HeldChargeLine[] =>
  held.map((line, position) => ({
    ...of,
    position,
    code: line.code,
    kind: line.kind,
    appId: line.appId,
    publisher: line.publisher,
    unit: line.unit,
    priceVersion: line.priceVersion && asKept(line.priceVersion),
    quantity: decimalText(line.quantity),
    included: decimalText(line.included),
    unitPrice: decimalText(line.unitPrice),
    charged: decimalText(charged(line)),
  }));

/** Names each held line to whoever would owe it and, when that is another, to whoever would earn it. */
export const namedHeld = (held: readonly HeldChargeLine[]): Difference[] =>
  held.flatMap(({ orgId, publisher, month, appId, unit, code, charged: owed, currency }) => {
    const line = { kind: 'held_line', appId, unit, month, left: 'charged', leftValue: `${owed} ${currency}`, rightValue: `held: ${code}` };
    const consumer = { ...line, orgId, right: 'line' };
    return publisher === orgId ? [consumer] : [consumer, { ...line, orgId: publisher, right: `line of ${orgId}` }];
  });
