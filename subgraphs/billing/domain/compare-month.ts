import type { ChargeLine } from './charges.ts';
import { compareLines } from './compare-lines.ts';
import { moneyText, NONE, sumText, type Difference, type StoredMoney } from './difference.ts';
import type { StoredInvoice } from './invoice.ts';
import { postingsOf, type LedgerEntry } from './ledger.ts';
import type { HeldChargeLine } from './held.ts';
import type { RatedMonth } from './rating.ts';

/** Everything that is booked of one account's month, as the database holds it. */
export type BookedMonth = {
  readonly orgId: string;
  readonly month: string;
  readonly lines: readonly ChargeLine<string>[];
  readonly held: readonly HeldChargeLine[];
  readonly invoice: StoredInvoice | undefined;
  readonly entries: readonly LedgerEntry<string>[];
  readonly revenue: readonly RevenueRow[];
};

/** What the publisher was told about one line. */
export type RevenueRow = { readonly lineId: string; readonly publisher: string; readonly appId: string; readonly amount: StoredMoney };

/** Everything in which a booked month does not agree with the days and prices that it was made from, or with itself. */
export const compareMonth = (booked: BookedMonth, rated: Pick<RatedMonth, 'lines' | 'held'>): Difference[] => [
  ...compareLines(booked, rated),
  ...compareBooks(booked),
];

/** Everything in which a booked month does not agree with itself, whatever it should have come to. */
export const compareBooks = (booked: BookedMonth): Difference[] => [
  ...compareTotal(booked),
  ...compareEntries(booked),
  ...compareBalance(booked),
  ...compareRevenue(booked),
];

/** An invoice's total against the sum of its lines. */
function compareTotal({ orgId, month, lines, invoice }: BookedMonth): Difference[] {
  const named = new Set(lines.flatMap(({ invoiceId }) => invoiceId ?? []));
  if (invoice) named.add(invoice.id);
  return [...named].flatMap((id) => {
    const own = lines.filter(({ invoiceId }) => invoiceId === id);
    const nothing = invoice ? [{ minor: 0n, currency: invoice.total.currency }] : [];
    const sum = sumText(own.length === 0 ? nothing : own.map(({ amount }) => amount));
    const total = invoice?.id === id ? moneyText(invoice.total) : NONE;
    if (sum === total) return [];
    return [
      { kind: 'invoice_total', orgId, month, invoiceId: id, left: 'sum of the lines', leftValue: sum, right: 'total', rightValue: total },
    ];
  });
}

type Sum = { readonly account: string; readonly invoiceId: string | null; readonly amount: StoredMoney };

/** Per ledger account and invoice: what the lines should have booked against the entries that are there. */
function compareEntries({ orgId, month, lines, entries }: BookedMonth): Difference[] {
  // A posting has one currency; lines altered by hand may have several.
  const postings = [...Map.groupBy(lines, ({ amount }) => amount.currency).values()].flatMap((of) => postingsOf(of));
  const expected = postings.flatMap(({ invoiceId, currency, legs }) =>
    legs.map(({ account, minor }): Sum => ({ account, invoiceId, amount: { minor, currency } })),
  );
  const found = entries.map(({ account, invoiceId, minor, currency }): Sum => ({ account, invoiceId, amount: { minor, currency } }));
  return differingSums(expected, found, ({ account, invoiceId }) => JSON.stringify([account, invoiceId])).map(({ of, left, right }) => ({
    kind: 'ledger_entry',
    orgId,
    month,
    invoiceId: of.invoiceId,
    ledgerAccount: of.account,
    left: 'sum of the lines',
    leftValue: left,
    right: 'ledger entries',
    rightValue: right,
  }));
}

/** The entries of each transaction sum to zero. */
function compareBalance({ orgId, month, entries }: BookedMonth): Difference[] {
  const sums = new Map<string, { entry: LedgerEntry<string>; minor: bigint }>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.transactionId, entry.currency]);
    sums.set(key, { entry, minor: (sums.get(key)?.minor ?? 0n) + entry.minor });
  }
  return [...sums.values()].flatMap(({ entry, minor }) =>
    minor === 0n
      ? []
      : [
          {
            kind: 'ledger_balance',
            orgId,
            month,
            invoiceId: entry.invoiceId,
            left: 'balance of a transaction',
            leftValue: moneyText({ minor: 0n, currency: entry.currency }),
            right: `entries of ${entry.transactionId}`,
            rightValue: moneyText({ minor, currency: entry.currency }),
          },
        ],
  );
}

/** What publishers were told against the invoiced lines. */
function compareRevenue({ orgId, month, lines, revenue }: BookedMonth): Difference[] {
  const expected = lines
    .filter(({ invoiceId, amount }) => invoiceId !== null && amount.minor !== 0n)
    .map((line) => ({ ...line, lineId: line.id }));
  const key = ({ lineId, publisher, appId }: RevenueRow) => JSON.stringify([lineId, publisher, appId]);
  return differingSums<RevenueRow & { readonly invoiceId?: string | null }>(expected, revenue, key).map(({ of, left, right }) => ({
    kind: 'app_revenue',
    orgId,
    appId: of.appId,
    month,
    invoiceId: of.invoiceId ?? null,
    left: 'the line',
    leftValue: left,
    right: `revenue of ${of.publisher}`,
    rightValue: right,
  }));
}

/** The keys under which two lists of amounts do not sum alike, with both sums as text; a sum of nothing is `none`. */
function differingSums<R extends { readonly amount: StoredMoney }>(expected: readonly R[], found: readonly R[], keyOf: (row: R) => string) {
  const [left, right] = [Map.groupBy(expected, keyOf), Map.groupBy(found, keyOf)];
  const text = (rows: readonly R[] | undefined) => sumText((rows ?? []).map(({ amount }) => amount));
  const rows = new Map([...found, ...expected].map((row) => [keyOf(row), row]));
  return [...rows].flatMap(([key, of]) => {
    const values = { left: text(left.get(key)), right: text(right.get(key)) };
    return values.left === values.right ? [] : [{ of, ...values }];
  });
}
