import { describe, expect, it } from 'vitest';
import { UserError } from '@guildhall/platform/errors.ts';
import { checkMonth, checkMonthIsDue, invoiceNumber, seriesOf } from './invoice.ts';

const codeOf = (work: () => void) => {
  try {
    work();
  } catch (error) {
    return error instanceof UserError ? error.code : error;
  }
  return undefined;
};

describe('an invoice’s number', () => {
  it('counts within the year of the month billed', () => {
    expect(seriesOf('2026-12')).toBe(2026);
    expect(invoiceNumber(2026, 1)).toBe('GH-2026-000001');
    expect(invoiceNumber(2026, 999_999)).toBe('GH-2026-999999');
    expect(invoiceNumber(2026, 1_000_000)).toBe('GH-2026-1000000');
  });
});

describe('a month', () => {
  it.each(['2026-13', '2026-1', '', '2026-11-01', 'next'])('is not "%s"', (text) => {
    expect(codeOf(() => checkMonth(text))).toBe('INVALID_INPUT');
  });

  it.each([
    [undefined, '2026-12-03T23:59:59.999Z', 'MONTH_NOT_DUE'],
    [undefined, '2026-12-04T00:00:00.000Z', undefined],
    [0, '2026-11-30T23:59:59.999Z', 'MONTH_NOT_DUE'],
    [0, '2026-12-01T00:00:00.000Z', undefined],
  ])('with a grace of %s hours: %s is %s', (graceHours, now, code) => {
    expect(codeOf(() => checkMonthIsDue('2026-11', new Date(now), graceHours))).toBe(code);
  });

  it('that is not due is refused with the time from which it is', () => {
    expect(() => checkMonthIsDue('2026-11', new Date('2026-12-01T00:00:00Z'))).toThrow('from 2026-12-04T00:00:00.000Z on');
  });
});
