import fc from 'fast-check';
import { expect, test } from 'vitest';
import { latencyOf, median, percentile, rounded } from './percentile.ts';

const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);

test.each([
  [50, 50],
  [95, 95],
  [100, 100],
  [0.1, 1],
])('the %d. percentile of 1 to 100 in any order is %d', (percent, value) => expect(percentile(hundred, percent)).toBe(value));

test('a percentile is always one of the measured values, and that share of them does not exceed it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (values, percent) => {
      const found = percentile(values, percent);
      const below = (limit: (value: number) => boolean) => values.filter(limit).length / values.length;
      expect(values).toContain(found);
      expect(below((value) => value <= found)).toBeGreaterThanOrEqual(percent / 100);
      expect(below((value) => value < found)).toBeLessThan(percent / 100);
    }),
  );
});

test('a slow one among three does not move the median', () => expect(median([0.3, 9, 0.2])).toBe(0.3));

test('nothing measured is told as such, never as 0', () => expect(latencyOf([])).toEqual({ p50Ms: NaN, p95Ms: NaN }));

test.each([
  [12_345.6, 12_346],
  [12.345, 12.3],
  [0.012345, 0.0123],
])('%d is told as %d', (value, told) => expect(rounded(value)).toBe(told));
