import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact } from '@guildhall/platform/decimal.ts';
import { anyUse, day, MONTH } from '../testing/values.ts';
import type { ChargeLine } from './charges.ts';
import { compareLate } from './compare-late.ts';
import type { UsageDay } from './usage-day.ts';

const booked = (lines: readonly ChargeLine[] = []) => ({ orgId: 'org:acme', month: MONTH, lines });
const show = (billed: readonly UsageDay[], waiting: readonly UsageDay[]) =>
  compareLate(booked(), billed, waiting).map((d) => [d.kind, d.appId, d.unit, d.month, d.leftValue, d.rightValue].join(' | '));
const again = (of: string, quantity: string, version = 2) => day(of, 'token', quantity, { version });

describe('use that closed days tell of after their month was booked', () => {
  const billed = [day('2026-11-02', 'token', '10'), day('2026-11-03', 'token', '5'), day('2026-11-03', 'invocation', '1')];

  it.each<[string, UsageDay[], string[]]>([
    ['none at all', [], []],
    ['a later version of a day', [again('2026-11-02', '10.5')], ['15.5 | 15']],
    ['two versions of one day, in any order', [again('2026-11-02', '12', 3), again('2026-11-02', '11')], ['17 | 15']],
    ['two days', [again('2026-11-02', '11'), again('2026-11-03', '6')], ['17 | 15']],
    ['a day that was not there', [again('2026-11-30', '1', 1)], ['16 | 15']],
    ['less than was booked', [again('2026-11-02', '9')], ['14 | 15']],
    ['the same again, however it is written', [again('2026-11-02', '10.000')], []],
    ['a correction of a correction', [again('2026-11-02', '11'), again('2026-11-02', '10', 3)], []],
  ])('%s', (_, waiting, values) => {
    expect(show(billed, waiting)).toEqual(values.map((text) => `late_use | where2eat-742 | token | ${MONTH} | ${text}`));
  });

  it('is a difference an app and unit, and of one that was not booked there is nothing', () => {
    const waiting = [
      again('2026-11-02', '11'),
      day('2026-11-04', 'compute_unit', '0.25'),
      day('2026-11-04', 'token', '3', { appId: 'planner' }),
      day('2026-11-04', 'images', '0'),
    ];
    expect(show(billed, waiting)).toEqual([
      `late_use | where2eat-742 | token | ${MONTH} | 16 | 15`,
      `late_use | where2eat-742 | compute_unit | ${MONTH} | 0.25 | none`,
      `late_use | planner | token | ${MONTH} | 3 | none`,
    ]);
  });

  it('names the invoice whose line lacks it, and no fee’s', () => {
    const [of] = [day('2026-11-02', 'month', '1')];
    const line: ChargeLine = {
      orgId: 'org:acme',
      id: 'lin_1',
      month: MONTH,
      position: 0,
      invoiceId: 'inv_1',
      kind: 'usage',
      appId: of?.appId ?? '',
      publisher: 'org:northwind',
      unit: 'month',
      priceVersion: null,
      quantity: '1',
      included: '0',
      unitPrice: '0',
      amount: { minor: 0n, currency: 'USD' },
    };
    const waiting = [day('2026-11-02', 'month', '2', { version: 2 })];
    const invoiceOf = (...lines: ChargeLine[]) => compareLate(booked(lines), [], waiting)[0]?.invoiceId;
    expect(invoiceOf({ ...line, kind: 'fee', invoiceId: 'inv_fee' }, line)).toBe('inv_1');
    expect(invoiceOf({ ...line, kind: 'fee' })).toBeNull();
    expect(invoiceOf({ ...line, invoiceId: null })).toBeNull();
  });

  it('is named for every app and unit that differs, and no other, whatever is late', () => {
    const late = anyUse.chain(({ days }) => fc.tuple(fc.constant(days), fc.shuffledSubarray([...days]), fc.constantFrom('0', '0.5', '7')));
    fc.assert(
      fc.property(late, ([days, some, more]) => {
        const waiting = some.map((d) => ({ ...d, version: 2, quantity: d.quantity.plus(more) }));
        const found = compareLate(booked(), days, waiting);
        const expected = more === '0' ? [] : [...new Set(some.map((d) => `${d.appId} ${d.unit}`))];
        expect(found.map((d) => `${d.appId} ${d.unit}`).sort()).toEqual(expected.sort());
        // The two values differ by exactly what came late.
        for (const { appId, unit, leftValue, rightValue } of found) {
          const times = some.filter((d) => d.appId === appId && d.unit === unit).length;
          expect(exact(leftValue).minus(rightValue).toFixed()).toBe(exact(more).times(times).toFixed());
        }
        expect(compareLate(booked(), [...days].reverse(), [...waiting].reverse())).toHaveLength(found.length);
      }),
    );
  });
});
