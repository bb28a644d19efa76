import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayOf, dayPeriod, daysOf, lastDay, monthOf, monthPeriod, newestOver, periodOf, weekOf, weekPeriod } from './period.ts';

const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });

test('every instant lies in the day, week and month that it names, and in no neighbour', () => {
  fc.assert(
    fc.property(instant, (at) => {
      for (const period of [dayPeriod(dayOf(at)), weekPeriod(weekOf(at)), monthPeriod(monthOf(at))]) {
        expect(period && period.start <= at && at < period.end).toBe(true);
      }
    }),
  );
});

test('weeks are those of ISO 8601', () => {
  expect(['2026-01-01', '2027-01-03', '2020-12-31', '2026-11-24'].map((day) => weekOf(new Date(day)))).toEqual([
    '2026-W01',
    '2026-W53',
    '2020-W53',
    '2026-W48',
  ]);
});

test.each(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '0000-01-01', '9999-12-31', ''])('%s is no day', (text) =>
  expect(dayPeriod(text)).toBeUndefined(),
);
test.each(['2026-W54', '2025-W53', '2026-W00', '9999-W01', '0000-W01', '2026-11'])('%s is no week', (text) =>
  expect(weekPeriod(text)).toBeUndefined(),
);

test('the days of a month, in order', () => {
  const month = monthPeriod('2024-02');
  const days = month ? daysOf(month) : [];
  expect([days.length, days[0], days.at(-1), addDays(days.at(-1) ?? '', 1)]).toEqual([29, '2024-02-01', '2024-02-29', '2024-03-01']);
});

test.each([
  ['0026-11-23', '0026-11-24T00:00:00.000Z'],
  ['0026-W48', '0026-11-30T00:00:00.000Z'],
  ['0026-11', '0026-12-01T00:00:00.000Z'],
  ['9998-12', '9999-01-01T00:00:00.000Z'],
])('%s ends in its own year, however far that is from ours', (text, end) => {
  const period = periodOf(text);
  expect(period.end.toISOString()).toBe(end);
  expect(daysOf(period).at(-1)).toBe(lastDay(period));
});

test.each([
  ['day', '2026-11-24T00:00:00Z', '2026-11-23'],
  ['day', '2026-11-23T23:59:59.999Z', '2026-11-22'],
  ['week', '2026-01-05T01:00:00Z', '2026-W01'],
  ['week', '2026-01-04T23:59:59Z', '2025-W52'],
  ['month', '2026-03-31T02:00:00Z', '2026-02'],
  ['month', '2026-01-01T00:00:00Z', '2025-12'],
] as const)('the newest %s that is over at %s is %s', (kind, at, period) => {
  expect(newestOver(kind, new Date(at))).toBe(period);
});
