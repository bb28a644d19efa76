import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalFromJson, decimalText } from './decimal.ts';
import { InexactNumber, JsonFault, parseJson } from './json.ts';

test('JSON reads back to what it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      expect(JSON.stringify(parseJson(JSON.stringify(value)))).toBe(JSON.stringify(value));
    }),
  );
});

test.each(['1000000000000000001', '0.1234567890123456789', '1e400', '-9007199254740993'])(
  '%s is marked as more than a number keeps',
  (source) => {
    expect(parseJson(source)).toBeInstanceOf(InexactNumber);
  },
);

test('what goes on as JSON keeps that there was a number, however large', () => {
  expect(JSON.stringify(parseJson('[1000000000000000001, 1e400, -1e400]'))).toBe('[1000000000000000000,"1e400","-1e400"]');
});

test.each(['0.000000000001', '123456789012345', '1e3', '0.1', '1.500'])('%s is a number', (source) => {
  expect(parseJson(source)).toBe(Number(source));
});

test.each(['{"a":', '', '{"a":NaN}', '[1,]', 'undefined'])('%s is refused', (text) => {
  expect(() => parseJson(text)).toThrow(JsonFault);
});

test('depth is limited before anything is built, and brackets in strings do not count', () => {
  expect(() => parseJson('['.repeat(1_000_000), 16)).toThrow('deeper than 16');
  expect(parseJson(JSON.stringify(['['.repeat(100)]), 16)).toEqual(['['.repeat(100)]);
});

test('quantities from JSON: numbers and strings become the same exact decimal, everything else nothing', () => {
  expect([0.1, '0.1', 1e-12, 5e3, '00.10'].map((value) => decimalFromJson(value)).map((value) => value && decimalText(value))).toEqual([
    '0.1',
    '0.1',
    '0.000000000001',
    '5000',
    '0.1',
  ]);
  for (const value of [-1, '-0.5', 'NaN', 'Infinity', '1e3', '', ' 1', 1e-13, null, {}, true, new InexactNumber('1000000000000000001')])
    expect(decimalFromJson(value)).toBeUndefined();
});
