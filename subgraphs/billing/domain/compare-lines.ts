import { decimalText, exact } from '@guildhall/platform/decimal.ts';
import type { ChargeLine } from './charges.ts';
import { moneyText, NONE, type Difference } from './difference.ts';
import type { HeldChargeLine } from './held.ts';
import type { HeldLine, RatedLine } from './rating.ts';

const FIELDS = ['quantity', 'included', 'unit price', 'amount'] as const;

/** A line of either side, billed or held: what is held has no amount to compare. */
type Shown = Pick<ChargeLine<string>, 'appId' | 'kind' | 'unit' | 'quantity' | 'included' | 'unitPrice' | 'priceVersion'> & {
  readonly amount: ChargeLine<string>['amount'] | undefined;
  readonly invoiceId: string | null;
};

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
    amount: 'amount' in line ? line.amount : undefined,
    quantity: decimalText(line.quantity),
    included: decimalText(line.included),
    unitPrice: decimalText(line.unitPrice),
  });
  const expected = new Map([...rated.lines, ...rated.held].map((line): [string, Shown] => [lineKey(line), shown(line)]));
  const all: readonly Shown[] = [...lines, ...held.map((line) => ({ ...line, amount: undefined, invoiceId: null }))];
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
    amount: of ? (of.amount ? moneyText(of.amount) : 'held') : NONE,
  });
  const [left, right] = [values(should), values(line)];
  // A line that only one side has is one difference, not four. What is held on either side is billed by a correction, if at all.
  const both = should?.amount && line?.amount ? FIELDS : FIELDS.filter((name) => name !== 'amount');
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
