import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact } from '@guildhall/platform/decimal.ts';
import { amountText, roundToMinor } from '@guildhall/platform/money.ts';
import { totalOf } from './charges.ts';
import { rateMonth, type MonthOfUse, type RatedLine } from './rating.ts';
import { versionOfDay } from './price-version.ts';
import type { Pricing } from './pricing.ts';
import { anyUse, MONTH } from '../testing/values.ts';

const show = (lines: readonly RatedLine[]) =>
  lines.map(({ kind, unit, priceVersion, quantity, included, amount }) =>
    [kind, unit, priceVersion?.number ?? '-', quantity.toFixed(), included.toFixed(), amountText(amount)].join(' '),
  );
const rounded = (amount: RatedLine['quantity'], { rounding }: Pricing) => amountText(roundToMinor(amount, 'USD', rounding));

describe('for any month', () => {
  it('days in any order, and taken again in older versions, give the same lines', () => {
    fc.assert(
      fc.property(
        anyUse.chain((of) =>
          fc.tuple(fc.constant(of), fc.shuffledSubarray([...of.days], { minLength: of.days.length }), fc.shuffledSubarray([...of.days])),
        ),
        ([of, shuffled, again]) => {
          const older = again.map((d) => ({ ...d, version: 0, quantity: d.quantity.plus('1') }));
          expect(rateMonth({ ...of, days: [...older, ...shuffled, ...again, ...older] })).toEqual(rateMonth(of));
        },
      ),
    );
  });

  it('use split over other days of the same price version gives the same lines', () => {
    fc.assert(
      fc.property(anyUse, fc.array(fc.integer({ min: 0, max: 29 }), { minLength: 1, maxLength: 40 }), (of, moves) => {
        // Halves of each day are put on days under the same version; what falls on one day there is one day's sum.
        const days = new Map<string, MonthOfUse['days'][number]>();
        of.days.forEach((d, i) => {
          const versions = of.prices.filter(({ appId }) => appId === d.appId);
          const target = `2026-11-${String(((moves[i % moves.length] ?? 0) % 30) + 1).padStart(2, '0')}`;
          const to = versionOfDay(versions, target)?.id === versionOfDay(versions, d.day)?.id ? target : d.day;
          for (const on of [d.day, to]) {
            const key = `${d.appId} ${on} ${d.unit}`;
            const half = d.quantity.div('2');
            days.set(key, { ...d, day: on, quantity: (days.get(key)?.quantity ?? exact('0')).plus(half) });
          }
        });
        expect(show(rateMonth({ ...of, days: [...days.values()] }))).toEqual(show(rateMonth(of)));
      }),
    );
  });

  it('every unit that was used is on the lines whole, once an app, unit and price version', () => {
    fc.assert(
      fc.property(anyUse, (of) => {
        const lines = rateMonth(of);
        expect(new Set(lines.map((l) => `${l.appId} ${l.kind} ${l.unit} ${l.priceVersion?.id}`)).size).toBe(lines.length);
        const quantity = (rows: readonly { appId: string; unit: string; quantity: RatedLine['quantity'] }[]) => {
          const sums = new Map<string, RatedLine['quantity']>();
          for (const row of rows)
            sums.set(`${row.appId} ${row.unit}`, (sums.get(`${row.appId} ${row.unit}`) ?? exact('0')).plus(row.quantity));
          return [...sums].map(([key, sum]) => `${key} ${sum.toFixed()}`).sort();
        };
        expect(quantity(lines.filter(({ kind }) => kind === 'usage'))).toEqual(quantity(of.days));
      }),
    );
  });

  it('a line is within half a cent, or with DOWN a cent, of its exact amount and never negative; what is included never exceeds the allowance', () => {
    fc.assert(
      fc.property(anyUse, (of) => {
        const lines = rateMonth(of);
        for (const { quantity, included, unitPrice, amount, priceVersion } of lines) {
          const cents = quantity.minus(included).times(unitPrice).times('100');
          const off = exact(amount.minor).minus(cents).abs();
          expect(off.lte(priceVersion?.pricing.rounding === 'DOWN' ? '1' : '0.5')).toBe(true);
          expect(amount.minor).toBeGreaterThanOrEqual(0n);
          expect(included.lte(quantity)).toBe(true);
        }
        const fees = new Map(lines.filter(({ kind }) => kind === 'fee').map(({ appId, priceVersion }) => [appId, priceVersion]));
        const usage = Map.groupBy(
          lines.filter(({ kind }) => kind === 'usage'),
          ({ appId, unit }) => `${appId} ${unit}`,
        );
        for (const group of usage.values()) {
          const [first] = group;
          const allowance = exact(fees.get(first?.appId ?? '')?.pricing.included.find(({ unit }) => unit === first?.unit)?.quantity ?? '0');
          const subscribed = group.filter(({ priceVersion: v }) => v?.pricing.model === 'subscription');
          const quantity = subscribed.reduce((sum, l) => sum.plus(l.quantity), exact('0'));
          const included = group.reduce((sum, l) => sum.plus(l.included), exact('0'));
          expect(included.toFixed()).toBe((quantity.lt(allowance) ? quantity : allowance).toFixed());
        }
      }),
    );
  });

  it('without a change of price, an app owes its fee when it was installed, and one line a unit beyond what that includes', () => {
    const single = anyUse.map((of) => ({ ...of, prices: of.prices.filter(({ number }) => number === 1) }));
    fc.assert(
      fc.property(single, (of) => {
        const expected = of.prices.flatMap(({ appId, pricing }) => {
          const fee = pricing.model === 'subscription' && of.installs.some((install) => install.appId === appId);
          const units = Map.groupBy(
            of.days.filter((d) => d.appId === appId),
            ({ unit }) => unit,
          );
          const lines = [...units]
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([unit, days]) => {
              const quantity = days.reduce((sum, d) => sum.plus(d.quantity), exact('0'));
              const allowance = exact((fee && pricing.included.find((of) => of.unit === unit)?.quantity) || '0');
              const included = quantity.lt(allowance) ? quantity : allowance;
              const price = exact(pricing.prices.find((of) => of.unit === unit)?.pricePerUnit ?? '0');
              return ['usage', unit, 1, quantity.toFixed(), included.toFixed(), rounded(quantity.minus(included).times(price), pricing)];
            });
          const owed = ['fee', 'month', 1, '1', '0', rounded(exact(pricing.monthlyFee ?? '0'), pricing)];
          return [...(fee ? [owed] : []), ...lines].map((line) => line.join(' '));
        });
        expect(show(rateMonth(of))).toEqual(expected);
      }),
    );
  });

  it('with any changes, an app owes one fee if a subscription held on a day with an install, and only days under one include', () => {
    fc.assert(
      fc.property(anyUse, (of) => {
        const lines = rateMonth(of);
        for (const appId of new Set(of.prices.map((v) => v.appId))) {
          const versions = of.prices.filter((v) => v.appId === appId);
          const under = Array.from({ length: 30 }, (_, i) => `${MONTH}-${String(i + 1).padStart(2, '0')}`).flatMap((on) => {
            const next = new Date(Date.parse(on) + 86_400_000);
            const there = of.installs.some(
              (span) =>
                span.appId === appId &&
                span.installedAt < next &&
                (span.uninstalledAt === null || (span.uninstalledAt > new Date(on) && span.uninstalledAt > span.installedAt)),
            );
            const held = versionOfDay(versions, on);
            return there && held?.pricing.model === 'subscription' ? [held.number] : [];
          });
          const fees = lines.filter((line) => line.appId === appId && line.kind === 'fee');
          expect(fees.map(({ priceVersion }) => priceVersion?.number)).toEqual(under.slice(0, 1));
        }
        for (const { priceVersion, included } of lines)
          if (priceVersion?.pricing.model !== 'subscription') expect(included.toFixed()).toBe('0');
      }),
    );
  });

  it('the total is the sum of the rounded lines, and more use never costs less', () => {
    fc.assert(
      fc.property(anyUse, fc.nat(), (of, pick) => {
        const lines = rateMonth(of);
        const sum = totalOf(lines, 'USD').minor;
        expect(sum).toBe(lines.reduce((all, { amount }) => all + amount.minor, 0n));
        if (of.days.length === 0 || of.prices.some(({ pricing }) => pricing.model === 'subscription')) return;
        const more = of.days.map((d, i) => (i === pick % of.days.length ? { ...d, quantity: d.quantity.plus('1') } : d));
        expect(totalOf(rateMonth({ ...of, days: more }), 'USD').minor).toBeGreaterThanOrEqual(sum);
      }),
    );
  });
});
