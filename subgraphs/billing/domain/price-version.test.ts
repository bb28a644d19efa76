import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '@guildhall/platform/period.ts';
import { nextEffectiveFrom, versionOfDay } from './price-version.ts';
import { anyDay, payg, version } from '../testing/values.ts';

const price = payg({ token: '1' });

describe('the day that a price version holds from', () => {
  it('is the beginning for the first of an app', () => {
    expect(nextEffectiveFrom([], new Date('2026-11-24T09:00:00Z'))).toBeNull();
  });

  it.each([
    ['2026-11-24T09:00:00Z', '2026-11-25'],
    ['2026-11-24T23:59:59.999Z', '2026-11-25'],
    ['2026-11-24T00:00:00.000Z', '2026-11-25'],
    ['2026-12-31T12:00:00Z', '2027-01-01'],
    ['2028-02-28T12:00:00Z', '2028-02-29'],
  ])('is, made at %s, the midnight that lies ahead', (now, expected) => {
    expect(nextEffectiveFrom([version(1, price)], new Date(now))).toBe(expected);
  });

  it('always lies ahead of the moment that it is made', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), (now) => {
        const from = nextEffectiveFrom([version(1, price)], now);
        const ahead = new Date(`${from}T00:00:00Z`).getTime() - now.getTime();
        expect(ahead).toBeGreaterThan(0);
        expect(ahead).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });
});

describe('the version of a day', () => {
  const versions = [version(1, price), version(2, price, '2026-11-10'), version(3, price, '2026-11-20')];

  it.each([
    ['1970-01-01', 1],
    ['2026-11-09', 1],
    ['2026-11-10', 2],
    ['2026-11-19', 2],
    ['2026-11-20', 3],
    ['2099-01-01', 3],
  ])('on %s is number %i', (of, number) => {
    expect(versionOfDay(versions, of)?.number).toBe(number);
  });

  it('is none for an app without versions', () => {
    expect(versionOfDay([], '2026-11-10')).toBeUndefined();
  });

  it('is the later made of two that begin on the same day', () => {
    const two = [version(3, price, '2026-11-10'), version(2, price, '2026-11-10'), version(1, price)];
    expect(versionOfDay(two, '2026-11-10')?.number).toBe(3);
  });

  it('does not depend on the order of the versions, and never changes for a day once that has begun', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(versions, { minLength: 3 }), anyDay, (shuffled, of) => {
        const before = versionOfDay(versions, of);
        expect(versionOfDay(shuffled, of)).toBe(before);
        const made = version(4, price, nextEffectiveFrom(versions, new Date(`${of}T15:00:00Z`)));
        expect(versionOfDay([...versions, made], of)).toBe(before);
        expect(made.effectiveFrom).toBe(addDays(of, 1));
      }),
    );
  });
});
