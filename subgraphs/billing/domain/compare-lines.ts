import { decimalText, exact } from '@guildhall/platform/decimal.ts';
import type { ChargeLine } from './charges.ts';
import { moneyText, NONE, type Difference } from './difference.ts';
import type { HeldChargeLine } from './held.ts';
import { charged, type HeldLine, type RatedLine } from './rating.ts';

const FIELDS = ['quantity', 'included', 'unit price', 'amount'] as const;

/** A line of either side, billed or held. */
type Shown = Pick<ChargeLine<string>, 'appId' | 'kind' | 'unit' | 'quantity' | 'included' | 'unitPrice' | 'priceVersion'> & {
  readonly held: boolean;
  /** What is billed, or what is held. */
  readonly amount: string;
  readonly invoiceId: string | null;
};

const heldText = (amount: string, currency: string | undefined) => `held: ${amount} ${currency ?? NONE}`;

const lineKey = ({ appId, kind, unit, priceVersion }: Pick<Shown, 'appId' | 'kind' | 'unit'> & { priceVersion: { id: string } | null }) =>
  JSON.stringify([appId, kind, unit, priceVersion?.id ?? null]);

type Stored = {
  readonly orgId: string;
  readonly month: string;
  readonly lines: readonly ChargeLine<string>[];
  readonly held: readonly HeldChargeLine[];
};
type Rated = { readonly lines: readonly RatedLine[]; readonly held: readonly HeldLine[] };

/** Lines computed again from billing's days and prices against those that are stored, held ones among them: each field that differs. */
export function compareLines({ orgId, month, lines, held }: Stored, rated: Rated): Difference[] {
  const shown = (line: RatedLine | HeldLine): Shown => ({
    ...line,
    invoiceId: null,
    held: !('amount' in line),
    amount: 'amount' in line ? moneyText(line.amount) : heldText(decimalText(charged(line)), line.priceVersion?.pricing.currency),
    quantity: decimalText(line.quantity),
    included: decimalText(line.included),
    unitPrice: decimalText(line.unitPrice),
  });
  const expected = new Map([...rated.lines, ...rated.held].map((line): [string, Shown] => [lineKey(line), shown(line)]));
  const all: readonly Shown[] = [
    ...lines.map((line) => ({ ...line, held: false, amount: moneyText(line.amount) })),
    ...held.map((line) => ({ ...line, held: true, amount: heldText(line.charged, line.currency), invoiceId: null })),
  ];
  const stored = Map.groupBy(all, lineKey);
  return [...new Set([...expected.keys(), ...stored.keys()])].flatMap((key) => {
    const should = expected.get(key);
    const found = stored.get(key) ?? [undefined];
    return found.flatMap((line, copy) => differingFields(orgId, month, copy === 0 ? should : undefined, line));
  });
}

function differingFields(orgId: string, month: string, should: Shown | undefined, line: Shown | undefined): Difference[] {
  const known = should ?? line;
  if (!known) return [];
  const values = (of: Shown | undefined) => ({
    quantity: of ? decimalText(exact(of.quantity)) : NONE,
    included: of ? decimalText(exact(of.included)) : NONE,
    'unit price': of ? decimalText(exact(of.unitPrice)) : NONE,
    amount: of?.amount ?? NONE,
  });
  const [left, right] = [values(should), values(line)];
  // A line that only one side has is one difference, not four. What was held and could be billed by now waits for a correction.
  const both = line?.held && !should?.held ? FIELDS.filter((name) => name !== 'amount') : FIELDS;
  const names = should && line ? both : (['amount'] as const);
  return names.flatMap((name) =>
    left[name] === right[name]
      ? []
      : [
          {
            kind: 'line',
            orgId,
            appId: known.appId,
            unit: known.unit,
            month,
            invoiceId: line?.invoiceId ?? null,
            left: `${name} by days and prices`,
            leftValue: left[name],
            right: `${name} of the line`,
            rightValue: right[name],
          },
        ],
  );
}
