import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact } from '@guildhall/platform/decimal.ts';
import { amountText } from '@guildhall/platform/money.ts';
import { totalOf } from './charges.ts';
import { covers, versionOfUse } from './binding.ts';
import { rateMonth as rateWhole, type MonthOfUse, type RatedLine } from './rating.ts';
import { periodOf, daysOf } from '@guildhall/platform/period.ts';
import { anyUse, bound, MONTH } from '../testing/values.ts';

const show = (lines: readonly RatedLine[]) =>
  lines.map(({ kind, unit, priceVersion, quantity, included, amount }) =>
    [kind, unit, priceVersion?.number ?? '-', quantity.toFixed(), included.toFixed(), amountText(amount)].join(' '),
  );
const rateMonth = (of: MonthOfUse) => rateWhole(of).lines;

/** Use on another day can owe a fee that was not owed, so here nothing has one. */
const withoutFees = anyUse.map((of) => {
  const prices = of.prices.map((v) => ({ ...v, pricing: { ...v.pricing, model: 'payg' as const } }));
  return { ...of, prices, installs: bound(of.installs, prices) };
});

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
      fc.property(withoutFees, fc.array(fc.integer({ min: 0, max: 29 }), { minLength: 1, maxLength: 40 }), (of, moves) => {
        // Halves of each day are put on days under the same version; what falls on one day there is one day's sum.
        const days = new Map<string, MonthOfUse['days'][number]>();
        of.days.forEach((d, i) => {
          const installs = of.installs.filter(({ appId }) => appId === d.appId);
          const target = `2026-11-${String(((moves[i % moves.length] ?? 0) % 30) + 1).padStart(2, '0')}`;
          const versionOn = (day: string) => versionOfUse(installs, day, !d.withinInstall)?.id;
          const to = versionOn(target) === versionOn(d.day) ? target : d.day;
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

  it('every unit that was used is whole on the lines or without a price, once per app, unit and price version', () => {
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
        const whole = [...lines.filter(({ kind }) => kind === 'usage'), ...rateWhole(of).unbound];
        expect(quantity(whole).filter((sum) => !sum.endsWith(' 0'))).toEqual(quantity(of.days).filter((sum) => !sum.endsWith(' 0')));
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

  it('an app owes one fee if a subscription is bound on a day that an install covers or on which it was used within one; only days under one include', () => {
    fc.assert(
      fc.property(anyUse, (of) => {
        const lines = rateMonth(of);
        for (const appId of new Set(of.prices.map((v) => v.appId))) {
          const installs = of.installs.filter((install) => install.appId === appId);
          const under = daysOf(periodOf(MONTH)).flatMap((on) => {
            const whole = installs.some((install) => covers(install, periodOf(on)));
            const used = of.days.some((d) => d.appId === appId && d.day === on && !d.quantity.isZero());
            const skewOnly = !of.days.some((d) => d.appId === appId && d.day === on && d.withinInstall);
            const version = versionOfUse(installs, on, skewOnly);
            return version?.pricing.model === 'subscription' && (whole || used) ? [version.number] : [];
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
