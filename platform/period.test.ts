import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayOf, dayPeriod, daysOf, duePeriods, monthOf, monthPeriod, weekOf, weekPeriod } from './period.ts';

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

test.each(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '0000-01-01', ''])('%s is no day', (text) =>
  expect(dayPeriod(text)).toBeUndefined(),
);
test.each(['2026-W54', '2025-W53', '2026-W00', '2026-11'])('%s is no week', (text) => expect(weekPeriod(text)).toBeUndefined());

test('the days of a month, in order', () => {
  const month = monthPeriod('2024-02');
  const days = month ? daysOf(month) : [];
  expect([days.length, days[0], days.at(-1), addDays(days.at(-1) ?? '', 1)]).toEqual([29, '2024-02-01', '2024-02-29', '2024-03-01']);
});

test.each([
  ['day', '2026-11-24T00:10:00Z', '2026-11-20', ['2026-11-21', '2026-11-22', '2026-11-23']],
  ['day', '2026-11-24T00:10:00Z', undefined, ['2026-11-23']],
  ['day', '2026-11-24T00:10:00Z', '2026-11-23', ['2026-11-23']],
  ['week', '2026-01-05T01:00:00Z', '2025-W51', ['2025-W52', '2026-W01']],
  ['month', '2026-02-01T02:00:00Z', '2025-10', ['2025-11', '2025-12', '2026-01']],
] as const)('periods of a %s due at %s after %s', (kind, at, lastDone, due) => {
  expect(duePeriods(kind, new Date(at), lastDone)).toEqual(due);
});

test('a tick that comes again after long is given at most a hundred periods, the oldest first', () => {
  const due = duePeriods('day', new Date('2026-11-24'), '2020-01-01');
  expect([due.length, due[0]]).toEqual([100, '2020-01-02']);
});
