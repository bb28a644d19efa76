import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact } from '@guildhall/platform/decimal.ts';
import { amountText } from '@guildhall/platform/money.ts';
import { totalOf } from './charges.ts';
import { costsAnything, rateMonth, type MonthOfUse, type RatedLine } from './rating.ts';
import { anyUse, bound, day, installed, payg, subscription, use, version } from '../testing/values.ts';

const show = (lines: readonly RatedLine[]) =>
  lines.map(({ kind, unit, priceVersion, quantity, included, amount }) =>
    [kind, unit, priceVersion?.number ?? '-', quantity.toFixed(), included.toFixed(), amountText(amount)].join(' '),
  );
const rate = (of: MonthOfUse) => rateMonth(of).lines;
const leftOut = (of: MonthOfUse) => rateMonth(of).leftOut;
const total = (lines: readonly RatedLine[]) => amountText(totalOf(lines, 'USD'));
const since = installed('2026-10-01T00:00:00Z');

describe('pay as you go', () => {
  it('gives the figures of the real calls', () => {
    const days = [
      day('2026-11-16', 'invocation', '8819'),
      day('2026-11-16', 'input_tokens', '18059974'),
      day('2026-11-16', 'output_tokens', '245896'),
      day('2026-11-16', 'token', '18305870'),
    ];
    const lines = rate(
      use({ days, installs: [since], prices: [version(1, payg({ input_tokens: '0.0000025', output_tokens: '0.00001' }))] }),
    );
    expect(show(lines)).toEqual([
      'usage input_tokens 1 18059974 0 45.15',
      'usage invocation 1 8819 0 0.00',
      'usage output_tokens 1 245896 0 2.46',
      'usage token 1 18305870 0 0.00',
    ]);
    expect(total(lines)).toBe('47.61');
  });

  it('rounds at the line and sums lines: two lines of 0.005 make 0.02', () => {
    const lines = rate(
      use({
        days: [day('2026-11-01', 'token', '1'), day('2026-11-01', 'invocation', '1')],
        prices: [version(1, payg({ token: '0.005', invocation: '0.005' }))],
      }),
    );
    expect(show(lines)).toEqual(['usage invocation 1 1 0 0.01', 'usage token 1 1 0 0.01']);
    expect(total(lines)).toBe('0.02');
  });

  it('rounds a line once, however many days it has', () => {
    const days = ['01', '02', '03', '04'].map((of) => day(`2026-11-${of}`, 'token', '1'));
    expect(show(rate(use({ days, prices: [version(1, payg({ token: '0.004' }))] })))).toEqual(['usage token 1 4 0 0.02']);
  });

  it.each([
    ['HALF_UP', '0.13'],
    ['HALF_EVEN', '0.12'],
    ['DOWN', '0.12'],
  ])('rounds by the rule of its price version: %s', (rounding, expected) => {
    const lines = rate(use({ days: [day('2026-11-01', 'token', '1')], prices: [version(1, { ...payg({ token: '0.125' }), rounding })] }));
    expect(total(lines)).toBe(expected);
  });

  it('makes one line a price version, by the day of use', () => {
    const prices = [version(1, payg({ token: '1' })), version(2, payg({ token: '2' }), '2026-11-15')];
    const days = [day('2026-11-14', 'token', '3'), day('2026-11-15', 'token', '5'), day('2026-11-30', 'token', '1')];
    expect(show(rate(use({ days, prices })))).toEqual(['usage token 1 3 0 3.00', 'usage token 2 6 0 12.00']);
  });

  it('makes a line of zero for a unit without a price', () => {
    const prices = [version(1, payg({ token: '1' }))];
    expect(show(rate(use({ days: [day('2026-11-01', 'invocation', '7')], prices })))).toEqual(['usage invocation 1 7 0 0.00']);
  });

  it('bills nothing on a day on which no install is bound to a price, and names it', () => {
    const days = [day('2026-11-01', 'invocation', '7'), day('2026-11-02', 'invocation', '0')];
    const unbound = [{ appId: 'where2eat-742', day: '2026-11-01', unit: 'invocation' }];
    expect(rateMonth(use({ days }))).toMatchObject({ lines: [], unbound });
    const prices = [version(1, payg({ invocation: '1' }))];
    expect(rateMonth(use({ days, prices, installs: [installed('2026-11-02T12:00:00Z')] }))).toMatchObject({
      lines: [{ quantity: exact('0') }],
      unbound,
    });
  });

  it('leaves out the days of other months', () => {
    const days = [day('2026-10-31', 'token', '1'), day('2026-12-01', 'token', '1')];
    expect(rate(use({ days, prices: [version(1, payg({ token: '1' }))] }))).toEqual([]);
  });

  it('costs nothing when the app is free', () => {
    const free = version(1, { model: 'free', currency: 'USD', prices: [] });
    expect(total(rate(use({ days: [day('2026-11-01', 'token', '9')], installs: [since], prices: [free] })))).toBe('0.00');
  });
});

describe('a subscription', () => {
  const plan = (fee: string, included: string, price: string, number = 1, from: string | null = null) =>
    version(number, subscription(fee, { token: included }, { token: price }), from);

  it('owes its fee in a month with an install, used or not', () => {
    expect(show(rate(use({ installs: [since], prices: [plan('10', '100', '0.5')] })))).toEqual(['fee month 1 1 0 10.00']);
  });

  it.each([
    ['from the month’s first instant', '2026-11-01T00:00:00Z', null, 1],
    ['for a whole day of it', '2026-11-30T00:00:00Z', '2026-12-01T00:00:00Z', 1],
    ['for a millisecond less than a day of it', '2026-11-30T00:00:00.001Z', '2026-12-01T00:00:00Z', 0],
    ['for a second of it', '2026-11-30T23:59:59Z', '2026-12-01T00:00:00Z', 0],
    ['until just after it began', '2026-10-01T00:00:00Z', '2026-11-01T00:00:00.001Z', 0],
    ['until it began', '2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z', 0],
    ['from its end', '2026-12-01T00:00:00Z', null, 0],
    ['for no time at all', '2026-11-05T00:00:00Z', '2026-11-05T00:00:00Z', 0],
  ])('with an install %s', (_, from, to, fees) => {
    expect(rate(use({ installs: [installed(from, to)], prices: [plan('10', '0', '0')] }))).toHaveLength(fees);
  });

  it('owes one fee for several installs in a month, by the version of the first day that one covers', () => {
    const prices = [plan('10', '0', '0'), plan('20', '0', '0', 2, '2026-11-10'), plan('30', '0', '0', 3, '2026-11-20')];
    const installs = [installed('2026-11-25T00:00:00Z'), installed('2026-11-12T00:00:00Z', '2026-11-13T00:00:00Z')];
    expect(show(rate(use({ installs, prices })))).toEqual(['fee month 2 1 0 20.00']);
    expect(show(rate(use({ installs: [since], prices })))).toEqual(['fee month 1 1 0 10.00']);
  });

  it('charges what lies beyond the included quantity', () => {
    const days = [day('2026-11-02', 'token', '80'), day('2026-11-03', 'token', '70')];
    expect(show(rate(use({ days, installs: [since], prices: [plan('10', '100', '0.5')] })))).toEqual([
      'fee month 1 1 0 10.00',
      'usage token 1 150 100 25.00',
    ]);
  });

  it('charges nothing at exactly the included quantity', () => {
    const lines = rate(use({ days: [day('2026-11-02', 'token', '100')], installs: [since], prices: [plan('10', '100', '0.5')] }));
    expect(show(lines)[1]).toBe('usage token 1 100 100 0.00');
  });

  it('gives what is included to the earliest days, across price versions', () => {
    const prices = [plan('10', '100', '1'), plan('20', '500', '3', 2, '2026-11-10')];
    const days = [day('2026-11-20', 'token', '50'), day('2026-11-09', 'token', '60'), day('2026-11-10', 'token', '50')];
    expect(show(rate(use({ days, installs: [since], prices })))).toEqual([
      'fee month 1 1 0 10.00',
      'usage token 1 60 60 0.00',
      'usage token 2 100 40 180.00',
    ]);
  });

  // Installed for some minutes of the 3rd.
  const minutes = installed('2026-11-03T00:03:00Z', '2026-11-03T00:10:00Z');
  const prices = [plan('10', '100', '0.5')];
  it('owes its fee for use within an install, however short that is', () => {
    expect(show(rate(use({ days: [day('2026-11-03', 'token', '10')], installs: [minutes], prices })))).toEqual([
      'fee month 1 1 0 10.00',
      'usage token 1 10 10 0.00',
    ]);
  });

  it('owes none, and includes nothing, for use by skew alone', () => {
    const skew = { withinInstall: false };
    const days = [day('2026-11-02', 'token', '10', skew), day('2026-11-03', 'token', '4', skew)];
    expect(show(rate(use({ days, installs: [minutes], prices })))).toEqual(['usage token 1 14 0 7.00']);
  });

  it('owes none, nor any use, on a day without an install that was counted within one which had ended by then', () => {
    // Sent at 23:57 for 00:01, three minutes before the end was known; the dearer install came after midnight.
    const before = installed('2026-11-29T23:50:00Z', '2026-11-29T23:58:00Z');
    const again = installed('2026-12-01T00:02:00Z');
    const days = [day('2026-11-30', 'token', '7'), day('2026-11-30', 'invocation', '1', { withinInstall: false })];
    const rated = rateMonth(use({ days, installs: [before, again], prices }));
    expect([rated.lines, rated.held]).toEqual([[], []]);
    expect(rated.unbound.map(({ unit, quantity }) => `${unit} ${quantity.toFixed()}`).sort()).toEqual(['invocation 1', 'token 7']);
  });

  it('owes none for an action within an install that counted nothing', () => {
    const days = [day('2026-11-03', 'token', '0')];
    expect(show(rate(use({ days, installs: [minutes], prices })))).toEqual(['usage token 1 0 0 0.00']);
  });

  it('owes nothing, and uses up nothing, before the day on which the account was opened', () => {
    const days = [day('2026-11-09', 'token', '80'), day('2026-11-10', 'token', '90')];
    expect(show(rate(use({ days, prices, openedOn: '2026-11-10' })))).toEqual(['fee month 1 1 0 10.00', 'usage token 1 90 90 0.00']);
    const left = installed('2026-10-01T00:00:00Z', '2026-11-10T00:00:00Z');
    expect(show(rate(use({ days: days.slice(0, 1), installs: [left], prices, openedOn: '2026-11-10' })))).toEqual([]);
  });
});

describe('a price that changes its model within the month', () => {
  // 60 are used on the 5th and 50 on the 20th; the second price holds from the 9th.
  const days = [day('2026-11-05', 'token', '60'), day('2026-11-20', 'token', '50')];
  const models = {
    free: { model: 'free', currency: 'USD', prices: [] },
    payg: payg({ token: '1' }),
    dearer: payg({ token: '3' }),
    small: subscription('10', { token: '100' }, { token: '0.5' }),
    large: subscription('20', { token: '80' }, { token: '2' }),
  };
  type Model = keyof typeof models;
  const changing = (...to: readonly [Model, string | null][]) => to.map(([model, from], i) => version(i + 1, models[model], from));

  it('bills a first month of a subscription its fee, and what it includes', () => {
    const prices = [
      version(1, payg({ token: '0.001' })),
      version(2, subscription('10', { token: '1000000' }, { token: '0.01' }), '2026-11-09'),
    ];
    const lines = rate(use({ days: [day('2026-11-20', 'token', '900000')], installs: [since], prices }));
    expect(show(lines)).toEqual(['fee month 2 1 0 10.00', 'usage token 2 900000 900000 0.00']);
  });

  it.each<[Model, Model, string[]]>([
    ['free', 'payg', ['usage token 1 60 0 0.00', 'usage token 2 50 0 50.00']],
    ['free', 'small', ['fee month 2 1 0 10.00', 'usage token 1 60 0 0.00', 'usage token 2 50 50 0.00']],
    ['payg', 'free', ['usage token 1 60 0 60.00', 'usage token 2 50 0 0.00']],
    ['payg', 'dearer', ['usage token 1 60 0 60.00', 'usage token 2 50 0 150.00']],
    ['payg', 'small', ['fee month 2 1 0 10.00', 'usage token 1 60 0 60.00', 'usage token 2 50 50 0.00']],
    ['small', 'free', ['fee month 1 1 0 10.00', 'usage token 1 60 60 0.00', 'usage token 2 50 0 0.00']],
    ['small', 'payg', ['fee month 1 1 0 10.00', 'usage token 1 60 60 0.00', 'usage token 2 50 0 50.00']],
    ['small', 'large', ['fee month 1 1 0 10.00', 'usage token 1 60 60 0.00', 'usage token 2 50 40 20.00']],
    ['large', 'small', ['fee month 1 1 0 20.00', 'usage token 1 60 60 0.00', 'usage token 2 50 20 15.00']],
  ])('from %s to %s', (first, second, lines) => {
    const prices = changing([first, null], [second, '2026-11-09']);
    expect(show(rate(use({ days, installs: [since], prices })))).toEqual(lines);
  });

  it.each<[string, [Model, string | null][], string[]]>([
    [
      'there and back',
      [
        ['payg', null],
        ['small', '2026-11-09'],
        ['payg', '2026-11-12'],
      ],
      ['fee month 2 1 0 10.00', 'usage token 1 60 0 60.00', 'usage token 3 50 0 50.00'],
    ],
    [
      'away and to another subscription',
      [
        ['small', null],
        ['payg', '2026-11-09'],
        ['large', '2026-11-12'],
      ],
      ['fee month 1 1 0 10.00', 'usage token 1 60 60 0.00', 'usage token 3 50 40 20.00'],
    ],
    [
      'to two subscriptions in turn',
      [
        ['payg', null],
        ['large', '2026-11-04'],
        ['small', '2026-11-09'],
      ],
      ['fee month 2 1 0 20.00', 'usage token 2 60 60 0.00', 'usage token 3 50 20 15.00'],
    ],
  ])('%s, it owes one fee, the first subscription’s', (_, to, lines) => {
    expect(show(rate(use({ days, installs: [since], prices: changing(...to) })))).toEqual(lines);
  });

  it.each<[string, Model, Model, string, string | null, number]>([
    ['until the subscription began', 'payg', 'small', '2026-10-01T00:00:00Z', '2026-11-09T00:00:00Z', 0],
    ['until a day after it began', 'payg', 'small', '2026-10-01T00:00:00Z', '2026-11-10T00:00:00Z', 1],
    ['until just after it began', 'payg', 'small', '2026-10-01T00:00:00Z', '2026-11-09T00:00:00.001Z', 0],
    ['from within it', 'payg', 'small', '2026-11-25T10:00:00Z', null, 1],
    ['from a day before it ended', 'small', 'payg', '2026-11-08T00:00:00Z', null, 1],
    ['from just before it ended', 'small', 'payg', '2026-11-08T23:59:59Z', null, 0],
    ['from its end', 'small', 'payg', '2026-11-09T00:00:00Z', null, 0],
    ['for no time at all within it', 'payg', 'small', '2026-11-10T00:00:00Z', '2026-11-10T00:00:00Z', 0],
  ])('owes a fee only for a whole day of an install under the subscription: %s', (_, first, second, from, to, fees) => {
    const prices = changing([first, null], [second, '2026-11-09']);
    expect(rate(use({ installs: [installed(from, to)], prices }))).toHaveLength(fees);
  });

  it('owes the fee of the subscription that held on the first installed day with any', () => {
    const prices = changing(['small', null], ['payg', '2026-11-09'], ['large', '2026-11-20']);
    const again = [installed('2026-11-28T00:00:00Z'), installed('2026-11-10T00:00:00Z', '2026-11-12T00:00:00Z')];
    expect(show(rate(use({ installs: again, prices })))).toEqual(['fee month 3 1 0 20.00']);
  });

  it('leaves out no fee that another currency costs', () => {
    const prices = [version(1, payg({ token: '1' })), version(2, { ...models.small, currency: 'EUR' }, '2026-11-09')];
    const of = use({ days, installs: [since], prices });
    expect(show(rate(of))).toEqual(['usage token 1 60 0 60.00', 'usage token 2 50 50 0.00']);
    expect(leftOut(of).map(({ currency, charged }) => `${charged.toFixed()} ${currency}`)).toEqual(['10 EUR']);
  });
});

describe('what cannot be billed', () => {
  it('is an amount in another currency than the account’s, which takes nothing else out of the month', () => {
    const euro = version(1, { ...subscription('5', { token: '10' }, { token: '0.125' }), currency: 'EUR' }, null, 'app-euro');
    const of = use({
      days: [
        day('2026-11-02', 'token', '1'),
        day('2026-11-02', 'token', '11', { appId: 'app-euro' }),
        day('2026-11-02', 'invocation', '3', { appId: 'app-euro' }),
      ],
      installs: [since, installed('2026-11-01T10:00:00Z', '2026-11-02T20:00:00Z', 'app-euro')].map((of) => of),
      prices: [version(1, payg({ token: '1' })), euro],
    });
    expect(show(rate(of))).toEqual(['usage invocation 1 3 0 0.00', 'usage token 1 1 0 1.00']);
    expect(leftOut(of).map(({ appId, currency, charged }) => [appId, currency, charged.toFixed()])).toEqual([['app-euro', 'EUR', '5.125']]);
    expect(leftOut({ ...of, currency: 'EUR' })).toMatchObject([{ appId: 'where2eat-742', currency: 'USD' }]);
  });

  it('is named for each currency that an app’s versions cost, and never what costs nothing', () => {
    const prices = [
      version(1, { ...payg({ token: '1' }), currency: 'EUR' }),
      version(2, { ...payg({ token: '2' }), currency: 'GBP' }, '2026-11-10'),
    ];
    const days = [day('2026-11-02', 'token', '1'), day('2026-11-20', 'token', '3'), day('2026-11-21', 'invocation', '3')];
    expect(leftOut(use({ days, prices })).map(({ currency, charged }) => `${charged.toFixed()} ${currency}`)).toEqual(['1 EUR', '6 GBP']);
    expect(show(rate(use({ days, prices })))).toEqual(['usage invocation 2 3 0 0.00']);
  });

  it('is nothing while all prices are in the account’s currency', () => {
    fc.assert(
      fc.property(anyUse, (of) => {
        expect(leftOut(of)).toEqual([]);
      }),
    );
  });

  it('leaves out no less, whatever the currencies: each charge is on a line or left out', () => {
    fc.assert(
      fc.property(anyUse, fc.constantFrom('app-a', 'app-b'), (of, abroad) => {
        const prices = of.prices.map((v) => (v.appId === abroad ? { ...v, pricing: { ...v.pricing, currency: 'EUR' as const } } : v));
        const moved = { ...of, installs: bound(of.installs, prices) };
        const charged = (all: readonly RatedLine[]) =>
          all.reduce((sum, line) => sum.plus(line.quantity.minus(line.included).times(line.unitPrice)), exact('0'));
        const out = leftOut(moved);
        expect(out.every(({ appId, currency }) => appId === abroad && currency === 'EUR')).toBe(true);
        const all = out.reduce((sum, line) => sum.plus(line.charged), charged(rate(moved)));
        expect(all.toFixed()).toBe(charged(rate(of)).toFixed());
        const others = (of: readonly RatedLine[]) => of.filter(({ appId }) => appId !== abroad);
        expect(show(others(rate(moved)))).toEqual(show(others(rate(of))));
      }),
    );
  });
});

describe('what anything would cost an organisation that has no account', () => {
  const days = [day('2026-11-02', 'token', '1')];
  const euros = { ...payg({ token: '1' }), currency: 'EUR' };

  it.each([
    ['nothing used', {}, false],
    ['an app without a price', { days }, false],
    ['a free app', { days, prices: [version(1, { model: 'free', currency: 'USD', prices: [] })] }, false],
    ['a unit without a price', { days, prices: [version(1, payg({ invocation: '1' }))] }, false],
    ['less than rounds to anything', { days, prices: [version(1, payg({ token: '0.0049' }))] }, false],
    ['a price', { days, prices: [version(1, payg({ token: '0.005' }))] }, true],
    ['a price in another currency', { days, prices: [version(1, euros)] }, true],
    ['more than anybody can owe', { days, prices: [version(1, payg({ token: '99999999999999999999' }))] }, true],
    ['a fee', { installs: [since], prices: [version(1, subscription('1', {}, {}))] }, true],
    ['a fee of nothing', { installs: [since], prices: [version(1, subscription('0', {}, {}))] }, false],
    [
      'use that a fee of nothing includes',
      { days, installs: [since], prices: [version(1, subscription('0', { token: '1' }, { token: '1' }))] },
      false,
    ],
  ])('%s', (_, of: Parameters<typeof use>[0], expected) => {
    expect(costsAnything(use(of))).toBe(expected);
  });

  it('is something when, and only when, an account would owe it', () => {
    fc.assert(
      fc.property(anyUse, (of) => {
        expect(costsAnything(of)).toBe(totalOf(rate(of), of.currency).minor > 0n);
      }),
    );
  });
});
