import { decimalText, exact } from '@guildhall/platform/decimal.ts';
import type { ChargeLine } from './charges.ts';
import { moneyText, NONE, type Difference } from './difference.ts';
import type { RatedLine } from './rating.ts';

type Shown = Pick<ChargeLine<string>, 'appId' | 'kind' | 'unit' | 'quantity' | 'included' | 'unitPrice' | 'amount' | 'priceVersion'>;

const lineKey = ({ appId, kind, unit, priceVersion }: Pick<Shown, 'appId' | 'kind' | 'unit'> & { priceVersion: { id: string } | null }) =>
  JSON.stringify([appId, kind, unit, priceVersion?.id ?? null]);

/** Lines computed again from billing's days and prices against those that are stored: each field that differs. */
export function compareLines(
  { orgId, month, lines }: { readonly orgId: string; readonly month: string; readonly lines: readonly ChargeLine<string>[] },
  rated: readonly RatedLine[],
): Difference[] {
  const expected = new Map(
    rated.map((line): [string, Shown] => [
      lineKey(line),
      { ...line, quantity: decimalText(line.quantity), included: decimalText(line.included), unitPrice: decimalText(line.unitPrice) },
    ]),
  );
  const stored = new Map<string, ChargeLine<string>[]>();
  for (const line of lines) stored.set(lineKey(line), [...(stored.get(lineKey(line)) ?? []), line]);
  return [...new Set([...expected.keys(), ...stored.keys()])].flatMap((key) => {
    const should = expected.get(key);
    const found = stored.get(key) ?? [undefined];
    return found.flatMap((line, copy) => differingFields(orgId, month, copy === 0 ? should : undefined, line));
  });
}

function differingFields(orgId: string, month: string, should: Shown | undefined, line: ChargeLine<string> | undefined): Difference[] {
  const known = should ?? line;
  if (!known) return [];
  const values = (of: Shown | undefined) => ({
    quantity: of ? decimalText(exact(of.quantity)) : NONE,
    included: of ? decimalText(exact(of.included)) : NONE,
    'unit price': of ? decimalText(exact(of.unitPrice)) : NONE,
    amount: of ? moneyText(of.amount) : NONE,
  });
  const [left, right] = [values(should), values(line)];
  // A line that only one side has is one difference, not four.
  const names = should && line ? (['quantity', 'included', 'unit price', 'amount'] as const) : (['amount'] as const);
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
