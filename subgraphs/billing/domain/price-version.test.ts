import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { dayOf } from '@guildhall/platform/period.ts';
import { acceptedFrom, audienceOf, audiencesOf, bindsFromOf } from './price-version.ts';

describe('the day from which an announced version binds', () => {
  it.each([
    ['exactly 30 days before a month', '2026-10-02T00:00:00.000Z', '2026-11-01'],
    ['a millisecond later', '2026-10-02T00:00:00.001Z', '2026-12-01'],
    ['at the start of a long month', '2026-10-01T00:00:00.000Z', '2026-11-01'],
    ['in December', '2026-12-02T00:00:00.001Z', '2027-02-01'],
    ['over a short February', '2027-01-30T00:00:00.000Z', '2027-03-01'],
    ['over a leap February', '2028-01-31T00:00:00.000Z', '2028-03-01'],
    ['on the last day of a year', '2026-12-31T23:59:59.999Z', '2027-02-01'],
  ])('%s', (_, announced, day) => {
    expect(bindsFromOf(new Date(announced))).toBe(day);
  });

  it('is the first of a month, at least 30 × 24 h ahead, and no month start lies in between', () => {
    const anyInstant = fc.date({ min: new Date('2026-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(anyInstant, (at) => {
        const binds = Date.parse(bindsFromOf(at));
        const month = new Date(binds);
        expect(bindsFromOf(at).endsWith('-01')).toBe(true);
        expect(binds - at.getTime()).toBeGreaterThanOrEqual(30 * 86_400_000);
        expect(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() - 1, 1) - at.getTime()).toBeLessThan(30 * 86_400_000);
      }),
    );
  });
});

it('an accepted version binds from the next midnight (UTC)', () => {
  expect(acceptedFrom(new Date('2026-11-24T00:00:00.000Z'))).toBe('2026-11-25');
  expect(acceptedFrom(new Date('2026-11-30T23:59:59.999Z'))).toBe('2026-12-01');
  expect(dayOf(new Date(acceptedFrom(new Date('2026-12-31T12:00:00Z'))))).toBe('2027-01-01');
});

it('only what is published to the public charges other organisations', () => {
  expect(audiencesOf({ kind: 'public' })).toEqual(['OWN', 'PUBLIC']);
  expect(audiencesOf({ kind: 'organization' })).toEqual(['OWN']);
  expect(audiencesOf({ kind: 'team', team: 'team:kitchen' })).toEqual(['OWN']);
  expect([audienceOf('org:a', 'org:a'), audienceOf('org:b', 'org:a')]).toEqual(['OWN', 'PUBLIC']);
});
