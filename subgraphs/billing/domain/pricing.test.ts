import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '@guildhall/platform/errors.ts';
import { costsNothing, priceOf, readPricing, samePricing } from './pricing.ts';
import { anyDecimal, payg, subscription } from '../testing/values.ts';

const codesOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error.faults.map(({ field }) => field.join('.'));
    throw error;
  }
  return [];
};

describe('reading a pricing template', () => {
  it('keeps decimals exactly, orders units, and rounds half up when nothing else is said', () => {
    expect(readPricing(subscription('9.90', { token: '1000000' }, { token: '0.0000025', compute_unit: '0.01' }))).toEqual({
      model: 'subscription',
      currency: 'USD',
      prices: [
        { unit: 'compute_unit', pricePerUnit: '0.01' },
        { unit: 'token', pricePerUnit: '0.0000025' },
      ],
      monthlyFee: '9.9',
      included: [{ unit: 'token', quantity: '1000000' }],
      rounding: 'HALF_UP',
    });
  });

  it('takes the rounding rule that the template names', () => {
    expect(readPricing({ ...payg({ token: '1' }), rounding: 'HALF_EVEN' }).rounding).toBe('HALF_EVEN');
  });

  it('names every fault at once', () => {
    const template = {
      model: 'tiers',
      currency: 'XXX',
      rounding: 'UP',
      prices: [
        { unit: 'a', price_per_unit: '-1' },
        { unit: 'a', price_per_unit: '1e3' },
      ],
    };
    expect(codesOf(() => readPricing(template))).toEqual(['model', 'currency', 'rounding', 'prices.a', 'prices.a', 'prices']);
    expect(codesOf(() => readPricing({ ...payg({}), model: 'subscription' }))).toEqual(['monthly_fee']);
  });

  it('is the same for templates that differ only in order and in zeros at the end', () => {
    const a = readPricing(payg({ token: '0.10', invocation: '2' }));
    const b = readPricing(payg({ invocation: '2.0', token: '0.1' }));
    expect(samePricing(a, b)).toBe(true);
    expect(samePricing(a, readPricing({ ...payg({ token: '0.1', invocation: '2' }), rounding: 'DOWN' }))).toBe(false);
    expect(samePricing(a, readPricing({ ...payg({ token: '0.1', invocation: '2' }), currency: 'EUR' }))).toBe(false);
  });

  it('survives jsonb, which keeps no order of keys', () => {
    const pricing = readPricing(subscription('1', { token: '5' }, { token: '2' }));
    const shuffled: typeof pricing = {
      rounding: pricing.rounding,
      included: pricing.included,
      monthlyFee: '1',
      prices: pricing.prices,
      currency: 'USD',
      model: 'subscription',
    };
    expect(samePricing(pricing, shuffled)).toBe(true);
  });

  it.each([
    ['free', { model: 'free', currency: 'USD', prices: [] }, true],
    ['payg of nothing', payg({ token: '0', invocation: '0.000' }), true],
    ['payg without a price', payg({}), true],
    ['payg of something', payg({ token: '0', invocation: '0.000000000001' }), false],
    ['payg whose template has a fee, which only a subscription charges', { ...payg({ token: '0' }), monthly_fee: '5' }, true],
    ['a subscription for nothing', subscription('0', { token: '5' }, { token: '0' }), true],
    ['a subscription with a fee', subscription('0.01', {}, {}), false],
    ['a subscription that costs only beyond what it includes', subscription('0', { token: '5' }, { token: '1' }), false],
  ])('costs nothing: %s', (_, template, expected) => {
    expect(costsNothing(readPricing(template))).toBe(expected);
  });

  it('gives back any price exactly, and zero for a unit without one', () => {
    fc.assert(
      fc.property(anyDecimal, (text) => {
        const pricing = readPricing(payg({ token: text }));
        expect(priceOf(pricing, 'token').toFixed()).toBe(text);
        expect(priceOf(pricing, 'invocation').isZero()).toBe(true);
      }),
    );
  });
});
