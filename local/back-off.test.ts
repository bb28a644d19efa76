import { expect, test } from 'vitest';
import { backOff } from './back-off.ts';

test('doubles from a quarter of a second to ten', () => {
  expect([0, 1, 2, 3, 6, 7, 100].map(backOff)).toEqual([250, 250, 500, 1_000, 8_000, 10_000, 10_000]);
});
