import { describe, expect, it } from 'vitest';
import { decimalText } from '@guildhall/platform/decimal.ts';
import { money } from '@guildhall/platform/money.ts';
import type { ChargeLine } from './charges.ts';
import { compareLines } from './compare-lines.ts';
import { heldChargeLines } from './held.ts';
import { rateMonth } from './rating.ts';
import { day, installed, MONTH, payg, subscription, use, version } from '../testing/values.ts';

const rated = rateMonth(
  use({
    prices: [version(1, subscription('10', { token: '100' }, { token: '0.5' }))],
    installs: [installed('2026-10-01T00:00:00Z')],
    days: [day('2026-11-20', 'token', '130')],
  }),
);
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
const [fee, tokens] = lines;
const found = (stored: readonly (ChargeLine | undefined)[]) =>
  compareLines({ orgId: 'org:acme', month: MONTH, lines: stored.flatMap((line) => line ?? []), held: [] }, rated).map(
    ({ unit, left, leftValue, rightValue }) => `${unit} ${left.replace(' by days and prices', '')} ${leftValue} ${rightValue}`,
  );

describe('lines that are stored against lines computed again', () => {
  it('a fee and a usage line are what is compared', () => {
    expect([fee?.kind, tokens?.kind, lines.length]).toEqual(['fee', 'usage', 2]);
  });

  it('are the same in any order and with zeros behind the point', () => {
    expect(found([tokens && { ...tokens, quantity: '130.000000000000' }, fee])).toEqual([]);
  });

  it.each<[string, Partial<ChargeLine>, string]>([
    ['quantity', { quantity: '131' }, 'token quantity 130 131'],
    ['included', { included: '99' }, 'token included 100 99'],
    ['unit price', { unitPrice: '0.4' }, 'token unit price 0.5 0.4'],
    ['amount', { amount: money(1_501n, 'USD') }, 'token amount 15.00 USD 15.01 USD'],
  ])('an altered %s is one difference with both values', (_, altered, difference) => {
    expect(found([fee, tokens && { ...tokens, ...altered }])).toEqual([difference]);
  });

  it('a line that is gone, and one that is there twice, is one difference each, by its amount', () => {
    expect(found([fee])).toEqual(['token amount 15.00 USD none']);
    expect(found([fee, tokens, tokens && { ...tokens, id: 'lin_9' }])).toEqual(['token amount none 15.00 USD']);
  });

  it('a line under another price version is not the one that is owed', () => {
    const elsewhere = tokens && { ...tokens, priceVersion: version(2, subscription('10', {}, {}), '2026-11-01') };
    expect(found([fee, elsewhere])).toEqual(['token amount 15.00 USD none', 'token amount none 15.00 USD']);
  });
});

describe('a held line', () => {
  const of = { orgId: 'org:acme', month: MONTH };
  const month = (pricePerUnit: string) =>
    rateMonth(
      use({
        prices: [version(1, payg({ token: pricePerUnit }))],
        installs: [installed('2026-10-01T00:00:00Z')],
        days: [day('2026-11-20', 'token', '900000000000')],
      }),
    );
  const [dear, cheap] = [month('1000000000'), month('0.01')];
  const stored = heldChargeLines({ ...of, currency: 'USD', booked: true }, dear.held);
  const differences = (lines: readonly ChargeLine[], held: typeof stored, by: typeof dear) =>
    compareLines({ ...of, lines, held }, by).map(({ left, leftValue, rightValue }) => `${left} ${leftValue} ${rightValue}`);

  it('is the same as the one that is computed again', () => {
    expect([dear.lines, dear.held.length, stored.length]).toEqual([[], 1, 1]);
    expect(differences([], stored, dear)).toEqual([]);
  });

  it.each([
    ['amount', { charged: '1' }, 'held: 1 USD'],
    ['currency', { currency: 'JPY' }, 'held: 900000000000000000000 JPY'],
  ])('whose %s was altered is a difference', (_, altered, shown) => {
    const held = stored.map((line) => ({ ...line, ...altered }));
    expect(differences([], held, dear)).toEqual([`amount by days and prices held: 900000000000000000000 USD ${shown}`]);
  });

  it('that is billed all the same is a difference', () => {
    const [line] = dear.held;
    if (!line) throw new Error('nothing is held');
    const { quantity, included, unitPrice, ...rest } = line;
    const texts = { quantity: decimalText(quantity), included: decimalText(included), unitPrice: decimalText(unitPrice) };
    const billed: ChargeLine = { ...rest, ...of, ...texts, id: 'lin_0', position: 0, invoiceId: 'inv_1', amount: money(90n, 'USD') };
    expect(differences([billed], [], dear)).toEqual(['amount by days and prices held: 900000000000000000000 USD 0.90 USD']);
  });

  it('that could be billed by now waits for its correction, and its other fields are compared still', () => {
    const held = stored.map((line) => ({ ...line, unitPrice: '0.01', charged: '9000000000' }));
    expect(differences([], held, cheap)).toEqual([]);
    expect(differences([], stored, cheap)).toEqual(['unit price by days and prices 0.01 1000000000']);
  });
});
