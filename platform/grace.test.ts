import { expect, test } from 'vitest';
import { dueAt, graceHours, newestDueMonth } from './grace.ts';

test('a month is due 72 hours after its end, unless it is said otherwise', () => {
  expect(dueAt('2026-11').toISOString()).toBe('2026-12-04T00:00:00.000Z');
  expect(dueAt('2026-11', 1.5).toISOString()).toBe('2026-12-01T01:30:00.000Z');
  expect(graceHours.parse(undefined)).toBe(72);
});

test.each([
  ['2026-12-03T23:59:59.999Z', 72, '2026-10'],
  ['2026-12-04T00:00:00.000Z', 72, '2026-11'],
  ['2026-12-01T00:00:00.000Z', 0, '2026-11'],
  ['2026-11-30T23:59:59.999Z', 0, '2026-10'],
])('at %s with a grace of %d hours the newest due month is %s', (at, hours, month) => {
  expect(newestDueMonth(new Date(at), hours)).toBe(month);
});

test.each(['-1', 'soon', '721', ''])('a grace of "%s" hours is refused', (hours) => {
  expect(graceHours.safeParse(hours).success).toBe(false);
});
