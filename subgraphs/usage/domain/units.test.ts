import { parseJson } from '@guildhall/platform/json.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payloadKey, quantityFaults, STANDARD_UNITS } from './units.ts';

const fields = (units: readonly string[], payload: Record<string, unknown>) =>
  quantityFaults(units, payload).map(({ field }) => field.join('.'));

describe('payloadKey', () => {
  test.each([
    ['invocation', undefined],
    ['token', 'tokens'],
    ['compute_unit', 'compute_units'],
    ['storage_mb-month', 'storage_mb-month'],
    ['constructor', 'constructor'],
  ])('%s is read from %s', (unit, key) => {
    expect(payloadKey(unit)).toBe(key);
  });
});

describe('quantityFaults', () => {
  test('takes numbers of at most 15 digits and decimal strings', () => {
    const payload = {
      tokens: 123,
      compute_units: 0.002,
      storage_gb: '123456789012.000000000001',
      small: 1e-12,
      none: 0,
      minus_zero: -0,
    };
    expect(fields([...STANDARD_UNITS, 'storage_gb', 'small', 'none', 'minus_zero'], payload)).toEqual([]);
  });

  test('needs no quantity: what is absent counts nothing', () => {
    expect(fields(STANDARD_UNITS, {})).toEqual([]);
  });

  test.each([
    ['a negative', -1],
    ['a negative string', '-0.5'],
    ['NaN as text', 'NaN'],
    ['Infinity as text', 'Infinity'],
    ['an exponent as text', '1e3'],
    ['an empty text', ''],
    ['a space', ' 1'],
    ['null', null],
    ['true', true],
    ['an array', [1]],
    ['an object', {}],
    ['13 places', 1e-13],
    ['13 places as text', '0.0000000000001'],
    ['more than 10^12', '1000000000000.000000000001'],
    ['10^21', 1e21],
  ])('refuses %s', (_, value) => {
    expect(fields(STANDARD_UNITS, { tokens: value })).toEqual(['payload.tokens']);
  });

  test('refuses a number whose source has more than 15 digits, and says to send a string', () => {
    const payload = parseJson('{"tokens":0.30000000000000004}') as Record<string, unknown>;
    expect(quantityFaults(STANDARD_UNITS, payload)[0]?.message).toContain('as a string');
    expect(fields(STANDARD_UNITS, { tokens: '0.300000000004' })).toEqual([]);
  });

  test('names every bad quantity at once, and looks at no key that nothing is metered by', () => {
    expect(fields([...STANDARD_UNITS, 'pages'], { tokens: -1, compute_units: 'x', pages: [], invocation: 'x', other: 'x' }).sort()).toEqual(
      ['payload.compute_units', 'payload.pages', 'payload.tokens'],
    );
  });

  test('does not look into what every object inherits', () => {
    expect(fields(['constructor', 'tostring'], {})).toEqual([]);
    expect(fields(['constructor'], { constructor: -1 })).toEqual(['payload.constructor']);
  });

  test('takes every decimal from 0 to 10^12 of up to 12 places', () => {
    const decimal = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }), fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }));
    fc.assert(
      fc.property(decimal, ([whole, part]) => {
        expect(fields(['token'], { tokens: `${whole}.${part.toString().padStart(12, '0')}` })).toEqual([]);
      }),
    );
  });
});
