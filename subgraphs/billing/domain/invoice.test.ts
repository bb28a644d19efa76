import { describe, expect, it } from 'vitest';
import { UserError } from '@guildhall/platform/errors.ts';
import { checkMonth, checkMonthIsOver, invoiceNumber, seriesOf } from './invoice.ts';

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

  it('is billed once it is over, in UTC', () => {
    expect(codeOf(() => checkMonthIsOver('2026-11', new Date('2026-11-30T23:59:59.999Z')))).toBe('MONTH_OPEN');
    expect(codeOf(() => checkMonthIsOver('2026-11', new Date('2026-12-01T00:00:00Z')))).toBeUndefined();
  });
});
