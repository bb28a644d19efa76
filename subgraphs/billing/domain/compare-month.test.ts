import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText } from '@guildhall/platform/decimal.ts';
import { money } from '@guildhall/platform/money.ts';
import { totalOf, type ChargeLine } from './charges.ts';
import { compareCopy } from './compare-copy.ts';
import { compareMonth, type BookedMonth } from './compare-month.ts';
import { contentDigest, inOrder, moneyText, sumText, type Difference } from './difference.ts';
import { heldChargeLines } from './held.ts';
import { postingsOf } from './ledger.ts';
import { rateMonth, type RatedMonth } from './rating.ts';
import { anyUse, day, installed, MONTH, subscription, use, version } from '../testing/values.ts';

const at = new Date('2026-12-01T01:00:00Z');

/** What booking the rated lines of an external account leaves behind. */
function book(rated: RatedMonth): BookedMonth {
  const lines = rated.lines.map((line, position): ChargeLine => ({
    ...line,
    orgId: 'org:acme',
    id: `lin_${position}`,
    month: MONTH,
    position,
    invoiceId: 'inv_1',
    quantity: decimalText(line.quantity),
    included: decimalText(line.included),
    unitPrice: decimalText(line.unitPrice),
  }));
  const total = totalOf(lines, 'USD');
  return {
    orgId: 'org:acme',
    month: MONTH,
    lines,
    held: heldChargeLines({ orgId: 'org:acme', month: MONTH, currency: 'USD', booked: true }, rated.held),
    invoice:
      lines.length === 0
        ? undefined
        : {
            orgId: 'org:acme',
            id: 'inv_1',
            month: MONTH,
            number: 'GH-2026-000001',
            status: 'final',
            total,
            draftedAt: at,
            postedAt: at,
            finalizedAt: at,
          },
    entries: postingsOf(lines).flatMap(({ legs, ...of }) =>
      legs.map((leg) => ({ ...of, ...leg, id: `ent_${leg.account}`, transactionId: 'ltx_1', postedAt: at })),
    ),
    revenue: lines.flatMap(({ id, publisher, appId, amount }) => (amount.minor === 0n ? [] : [{ lineId: id, publisher, appId, amount }])),
  };
}

const rated = rateMonth(
  use({
    days: [day('2026-11-02', 'token', '150')],
    installs: [installed('2026-10-01T00:00:00Z')],
    prices: [version(1, subscription('10', { token: '100' }, { token: '0.5' }))],
  }),
);
const booked = book(rated);
const at0 = <T>(rows: readonly T[], change: (row: T) => T): T[] => rows.map((row, i) => (i === 0 ? change(row) : row));
const show = (differences: readonly Difference[]) =>
  differences.map(({ kind, unit, ledgerAccount, invoiceId, month, leftValue, rightValue }) =>
    [kind, unit ?? ledgerAccount ?? '', invoiceId, month, leftValue, rightValue].join(' | '),
  );

describe('a booked month', () => {
  it('that nobody touched has no difference, whatever it holds', () => {
    expect(compareMonth(booked, rated)).toEqual([]);
    fc.assert(
      fc.property(anyUse, (of) => {
        expect(compareMonth(book(rateMonth(of)), rateMonth(of))).toEqual([]);
      }),
    );
  });

  it('names a line whose amount was altered, and all that no longer fits it', () => {
    const altered = { ...booked, lines: at0(booked.lines, (l) => ({ ...l, amount: money(1001n, 'USD') })) };
    expect(show(compareMonth(altered, rated))).toEqual([
      'line | month | inv_1 | 2026-11 | 10.00 USD | 10.01 USD',
      'invoice_total |  | inv_1 | 2026-11 | 35.01 USD | 35.00 USD',
      'ledger_entry | receivable/org:acme | inv_1 | 2026-11 | 35.01 USD | 35.00 USD',
      'ledger_entry | revenue/org:northwind/where2eat-742 | inv_1 | 2026-11 | -35.01 USD | -35.00 USD',
      'app_revenue |  | inv_1 | 2026-11 | 10.01 USD | 10.00 USD',
    ]);
  });

  it.each([
    ['quantity', { quantity: '2' }, '1', '2'],
    ['included quantity', { included: '1' }, '0', '1'],
    ['unit price', { unitPrice: '11' }, '10', '11'],
  ])('names a line whose %s was altered', (_, change, left, right) => {
    const altered = { ...booked, lines: at0(booked.lines, (l) => ({ ...l, ...change })) };
    expect(compareMonth(altered, rated)).toMatchObject([
      { kind: 'line', unit: 'month', appId: 'where2eat-742', month: MONTH, leftValue: left, rightValue: right },
    ]);
  });

  it('names a line that is gone, and one too many', () => {
    const [fee] = compareMonth({ ...booked, lines: booked.lines.slice(1) }, rated);
    expect(fee).toMatchObject({ kind: 'line', unit: 'month', leftValue: '10.00 USD', rightValue: 'none' });
    const twice = compareMonth({ ...booked, lines: [...booked.lines, ...booked.lines.slice(0, 1)] }, rated);
    expect(twice[0]).toMatchObject({ kind: 'line', unit: 'month', leftValue: 'none', rightValue: '10.00 USD' });
  });

  it('names a day that was altered by the line that it makes', () => {
    const other = rateMonth(
      use({
        days: [day('2026-11-02', 'token', '151')],
        installs: [installed('2026-10-01T00:00:00Z')],
        prices: [version(1, subscription('10', { token: '100' }, { token: '0.5' }))],
      }),
    );
    expect(show(compareMonth(booked, other))).toEqual([
      'line | token | inv_1 | 2026-11 | 151 | 150',
      'line | token | inv_1 | 2026-11 | 25.50 USD | 25.00 USD',
    ]);
  });

  it('names an altered total, a missing invoice, an altered or missing entry, and what was told to the publisher', () => {
    const { invoice } = booked;
    if (!invoice) throw new Error('the month has an invoice');
    expect(show(compareMonth({ ...booked, invoice: { ...invoice, total: money(3501n, 'USD') } }, rated))).toEqual([
      'invoice_total |  | inv_1 | 2026-11 | 35.00 USD | 35.01 USD',
    ]);
    expect(show(compareMonth({ ...booked, invoice: undefined }, rated))).toEqual(['invoice_total |  | inv_1 | 2026-11 | 35.00 USD | none']);
    expect(show(compareMonth({ ...booked, entries: at0(booked.entries, (e) => ({ ...e, minor: e.minor + 1n })) }, rated))).toEqual([
      'ledger_entry | receivable/org:acme | inv_1 | 2026-11 | 35.00 USD | 35.01 USD',
      'ledger_balance |  | inv_1 | 2026-11 | 0.00 USD | 0.01 USD',
    ]);
    expect(show(compareMonth({ ...booked, entries: booked.entries.slice(1) }, rated))[0]).toBe(
      'ledger_entry | receivable/org:acme | inv_1 | 2026-11 | 35.00 USD | none',
    );
    expect(show(compareMonth({ ...booked, revenue: booked.revenue.slice(1) }, rated))).toEqual([
      'app_revenue |  | inv_1 | 2026-11 | 10.00 USD | none',
    ]);
  });
});

describe('a currency altered by hand', () => {
  it('of a line is named, and all that no longer fits it, a sum a currency', () => {
    const altered = { ...booked, lines: at0(booked.lines, (l) => ({ ...l, amount: { ...l.amount, currency: 'XXX' } })) };
    expect(show(compareMonth(altered, rated))).toEqual([
      'line | month | inv_1 | 2026-11 | 10.00 USD | 1000 minor units of XXX',
      'invoice_total |  | inv_1 | 2026-11 | 1000 minor units of XXX + 25.00 USD | 35.00 USD',
      'ledger_entry | receivable/org:acme | inv_1 | 2026-11 | 1000 minor units of XXX + 25.00 USD | 35.00 USD',
      'ledger_entry | revenue/org:northwind/where2eat-742 | inv_1 | 2026-11 | -1000 minor units of XXX + -25.00 USD | -35.00 USD',
      'app_revenue |  | inv_1 | 2026-11 | 1000 minor units of XXX | 10.00 USD',
    ]);
  });

  it('of an entry is named with the two sides that no longer balance', () => {
    const altered = { ...booked, entries: at0(booked.entries, (e) => ({ ...e, currency: 'EUR' })) };
    expect(show(compareMonth(altered, rated))).toEqual([
      'ledger_entry | receivable/org:acme | inv_1 | 2026-11 | 35.00 USD | 35.00 EUR',
      'ledger_balance |  | inv_1 | 2026-11 | 0.00 EUR | 35.00 EUR',
      'ledger_balance |  | inv_1 | 2026-11 | 0.00 USD | -35.00 USD',
    ]);
  });

  it.each([
    [1234n, 'USD', '12.34 USD'],
    [-5n, 'EUR', '-0.05 EUR'],
    [1234n, 'JPY', '1234 JPY'],
    [1234n, 'usd', '1234 minor units of usd'],
    [0n, '', '0 minor units of '],
  ])('reads as text: %s of %s', (minor, currency, text) => {
    expect(moneyText({ minor, currency })).toBe(text);
    expect(sumText([{ minor, currency }])).toBe(text);
  });

  it('never adds to another: a sum has one text, whatever the order', () => {
    const anyAmount = fc.record({ minor: fc.bigInt({ min: -1000n, max: 1000n }), currency: fc.constantFrom('USD', 'EUR', 'XXX') });
    fc.assert(
      fc.property(fc.array(anyAmount), (amounts) => {
        expect(sumText([...amounts].reverse())).toBe(sumText(amounts));
        expect(sumText(amounts).split(' + ')).toHaveLength(Math.max(1, new Set(amounts.map(({ currency }) => currency)).size));
      }),
    );
    expect(sumText([])).toBe('none');
  });
});

describe('a copy of a day', () => {
  const row = {
    orgId: 'org:acme',
    appId: 'where2eat-742',
    publisher: 'org:northwind',
    day: '2026-11-02',
    unit: 'token',
    version: 2,
    quantity: '10',
    withinInstall: true,
  };

  it('that says the same is no difference, however its decimals are written', () => {
    expect(compareCopy(row, { ...row, quantity: '10.000000000000' })).toEqual([]);
  });

  it.each([
    ['another quantity', row, { ...row, quantity: '11' }, '10', '11'],
    ['an older version of the same quantity', row, { ...row, version: 1 }, '10 (version 2)', '10 (version 1)'],
    ['that it was by skew alone', row, { ...row, withinInstall: false }, '10 (version 2)', '10 (version 2, by skew)'],
    ['nothing', row, undefined, '10', 'none'],
    ['what usage does not know', undefined, row, 'none', '10'],
  ])('that says %s is one', (_, of, copy, leftValue, rightValue) => {
    expect(compareCopy(of, copy)).toMatchObject([
      { kind: 'usage_copy', orgId: 'org:acme', appId: 'where2eat-742', unit: 'token', day: '2026-11-02', leftValue, rightValue },
    ]);
  });
});

describe('a report', () => {
  const difference = (kind: string, orgId: string): Difference => ({ kind, orgId, left: 'l', leftValue: '1', right: 'r', rightValue: '2' });
  const all = [difference('line', 'org:b'), difference('line', 'org:a'), difference('account', 'org:a')];

  it('has one order and one digest, in whatever order differences were found', () => {
    expect(inOrder(all).map(({ kind, orgId }) => `${orgId} ${kind}`)).toEqual(['org:a account', 'org:a line', 'org:b line']);
    expect(contentDigest([...all].reverse())).toBe(contentDigest([...all, ...all]));
    expect(contentDigest(all.slice(1))).not.toBe(contentDigest(all));
    expect(contentDigest([{ ...difference('line', 'org:b'), rightValue: '3' }])).not.toBe(contentDigest([difference('line', 'org:b')]));
  });
});
