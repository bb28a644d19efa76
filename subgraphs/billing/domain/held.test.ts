import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountText } from '@guildhall/platform/money.ts';
import { rateMonth, type MonthOfUse, type RatedLine } from './rating.ts';
import { anyUse, day, payg, subscription, use, version } from '../testing/values.ts';

const show = (lines: readonly RatedLine[]) =>
  lines.map(({ kind, unit, priceVersion, quantity, included, amount }) =>
    [kind, unit, priceVersion?.number ?? '-', quantity.toFixed(), included.toFixed(), amountText(amount)].join(' '),
  );
const rate = (of: MonthOfUse) => rateMonth(of).lines;

describe('a held line', () => {
  const codes = (of: MonthOfUse) => rateMonth(of).held.map(({ code, kind, appId, unit }) => [code, kind, appId, unit]);

  it('is one that nobody can owe, while the rest of the month is billed', () => {
    const prices = [
      version(1, subscription('10000000000000.01', {}, { token: '10000000000000', invocation: '1' })),
      version(1, payg({ token: '10000000000000.01' }), null, 'app-b'),
      version(1, { ...payg({ token: '99999999999999999999' }), currency: 'EUR' }, null, 'app-euro'),
    ];
    const days = [
      day('2026-11-02', 'token', '1'),
      day('2026-11-02', 'invocation', '5'),
      day('2026-11-02', 'token', '1', { appId: 'app-b' }),
      day('2026-11-02', 'token', '1', { appId: 'app-euro' }),
    ];
    const of = use({ days, prices });
    expect(codes(of)).toEqual([
      ['AMOUNT_TOO_LARGE', 'usage', 'app-b', 'token'],
      ['AMOUNT_TOO_LARGE', 'fee', 'where2eat-742', 'month'],
    ]);
    expect(show(rate(of))).toEqual(['usage invocation 1 5 0 5.00', 'usage token 1 1 0 10000000000000.00']);
    expect(codes({ ...of, currency: 'EUR' })).toEqual([['AMOUNT_TOO_LARGE', 'usage', 'app-euro', 'token']]);
  });

  it('is every line of an app of which an event is dead', () => {
    const prices = [version(1, subscription('5', {}, { token: '1' })), version(1, payg({ token: '1' }), null, 'app-b')];
    const days = [day('2026-11-02', 'token', '1'), day('2026-11-02', 'token', '1', { appId: 'app-b' })];
    const of = use({ days, prices, heldApps: new Set(['where2eat-742']) });
    expect(codes(of)).toEqual([
      ['APP_ON_HOLD', 'fee', 'where2eat-742', 'month'],
      ['APP_ON_HOLD', 'usage', 'where2eat-742', 'token'],
    ]);
    expect(show(rate(of))).toEqual(['usage token 1 1 0 1.00']);
  });

  it('changes no other: held or billed, the lines are the same', () => {
    fc.assert(
      fc.property(anyUse, fc.constantFrom('1', '1e9', '1e15', '1e25'), fc.subarray(['app-a', 'app-b']), (of, times, heldApps) => {
        const days = of.days.map((d) => ({ ...d, quantity: d.quantity.times(times) }));
        const key = (line: Omit<RatedLine, 'amount'>) =>
          `${line.appId} ${line.kind} ${line.unit} ${line.priceVersion?.id} ${line.quantity.toFixed()}`;
        const { lines, held } = rateMonth({ ...of, days, heldApps: new Set(heldApps) });
        const whole = rateMonth({ ...of, days });
        expect([...lines, ...held].map(key).sort()).toEqual([...whole.lines, ...whole.held].map(key).sort());
        for (const { amount } of lines) expect(amount.minor).toBeLessThanOrEqual(10n ** 15n);
        expect(lines.some(({ appId }) => heldApps.includes(appId))).toBe(false);
      }),
    );
  });
});
