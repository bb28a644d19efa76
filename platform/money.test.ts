import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exact } from './decimal.ts';
import { amountText, money, roundToMinor, sum } from './money.ts';

test('half a minor unit rounds by the rule that is named', () => {
  const at = (text: string, rounding: 'HALF_UP' | 'HALF_EVEN' | 'DOWN') => roundToMinor(exact(text), 'USD', rounding).minor;
  expect([at('0.005', 'HALF_UP'), at('0.005', 'HALF_EVEN'), at('0.015', 'HALF_EVEN'), at('0.019', 'DOWN')]).toEqual([1n, 0n, 2n, 1n]);
});

test('two lines of 0.005 make 0.02', () => {
  const line = roundToMinor(exact('0.005'), 'USD', 'HALF_UP');
  expect(amountText(sum([line, line], 'USD'))).toBe('0.02');
});

test('a currency without minor units has no decimals', () => {
  expect(amountText(roundToMinor(exact('12.5'), 'JPY', 'HALF_UP'))).toBe('13');
});

test('two currencies never add', () => {
  expect(() => sum([money(1n, 'USD'), money(1n, 'EUR')], 'USD')).toThrow('EUR');
});

test('the text of an amount reads back to the same minor units, of any size and sign', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
      (minor) => roundToMinor(exact(amountText(money(minor, 'USD'))), 'USD', 'HALF_UP').minor === minor,
    ),
  );
});

test('rounding moves an amount by at most half a minor unit', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), (micro) => {
      const amount = exact(micro).div('1e8');
      const rounded = exact(roundToMinor(amount, 'USD', 'HALF_UP').minor).div(100);
      return rounded.minus(amount).abs().lte('0.005');
    }),
  );
});
