import { UserError } from '@guildhall/platform/errors.ts';
import { parseJson } from '@guildhall/platform/json.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf, meteredUnits, readManifest } from './manifest.ts';

/** The example of the article that the platform implements. */
const example = {
  app_id: 'where2eat-742',
  title: 'Where2Eat - group diner recommender',
  short_description: 'AI-based dining recommender for friend groups',
  owner_id: 'user:beckayu',
  tags: ['dining', 'recommendation', 'social'],
  runtime_descriptor: { type: 'serverless', handler: '/invoke' },
  pricing_template: { model: 'payg', unit: 'invocation', price_per_unit: 0.005 },
};

const faultsOf = (input: unknown) => {
  try {
    readManifest(input);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.faults.map(({ field }) => field.join('.'));
    throw error;
  }
};

describe('readManifest', () => {
  test('takes the example, with its price in the long form', () => {
    expect(readManifest(example).pricing_template).toEqual({
      model: 'payg',
      currency: 'USD',
      prices: [{ unit: 'invocation', price_per_unit: '0.005' }],
    });
  });

  test.each(Object.keys(example))('requires %s, as the example has it', (field) => {
    expect(faultsOf({ ...example, [field]: undefined })).toContain(field);
  });

  test('names every fault at once, unknown fields among them', () => {
    const faults = faultsOf({
      ...example,
      app_id: 'W',
      owner_id: 7,
      colour: 'red',
      runtime_descriptor: { type: 'jar' },
      pricing_template: { model: 'free', monthly_fee: '1' },
    });
    expect(faults.sort()).toEqual(['app_id', 'colour', 'owner_id', 'pricing_template.monthly_fee', 'runtime_descriptor.type']);
  });

  test('refuses half of a surrogate pair, of which no digest can be made', () => {
    expect(faultsOf({ ...example, title: 'x \ud800', tags: ['\udc00'] }).sort()).toEqual(['tags.0', 'title']);
    expect(faultsOf({ ...example, title: 'x \u{1f37d}' })).toEqual([]);
  });

  test.each([
    ['a price model it does not know', { model: 'auction' }, 'pricing_template.model'],
    ['payg without a price', { model: 'payg' }, 'pricing_template.prices'],
    ['a unit without its price', { model: 'free', unit: 'token' }, 'pricing_template.price_per_unit'],
    ['a subscription without a fee', { model: 'subscription' }, 'pricing_template.monthly_fee'],
    ['a negative price', { model: 'payg', unit: 'token', price_per_unit: -1 }, 'pricing_template.price_per_unit'],
    ['a price that is no number', { model: 'payg', unit: 'token', price_per_unit: 'NaN' }, 'pricing_template.price_per_unit'],
    [
      'a unit twice',
      {
        model: 'payg',
        prices: [
          { unit: 'token', price_per_unit: '1' },
          { unit: 'token', price_per_unit: '2' },
        ],
      },
      'pricing_template.prices',
    ],
    ['a currency it does not bill in', { model: 'free', currency: 'DOGE' }, 'pricing_template.currency'],
  ])('refuses %s', (_, pricing_template, field) => {
    expect(faultsOf({ ...example, pricing_template })).toEqual([field]);
  });

  test.each([
    ['tokens', 'token'],
    ['compute_units', 'compute_unit'],
  ])('refuses the unit %s, which a payload has for %s, and names that one', (unit, right) => {
    const price = { unit, price_per_unit: '1' };
    const templates = {
      'pricing_template.unit': { model: 'payg', ...price },
      'pricing_template.prices.0.unit': { model: 'payg', prices: [price, { unit: right, price_per_unit: '1' }] },
      'pricing_template.included.0.unit': { model: 'subscription', monthly_fee: '1', included: [{ unit, quantity: '1000' }] },
    };
    for (const [field, pricing_template] of Object.entries(templates)) {
      expect(faultsOf({ ...example, pricing_template })).toEqual([field]);
      expect(() => readManifest({ ...example, pricing_template })).toThrow(`"${right}"`);
    }
  });

  test('refuses a number of more digits than it can keep, and takes the same as a string', () => {
    const priced = (price: string) =>
      parseJson(
        JSON.stringify({ ...example, pricing_template: { model: 'payg', unit: 'token', price_per_unit: 'PRICE' } }).replace(
          '"PRICE"',
          price,
        ),
      );
    expect(faultsOf(priced('0.1234567890123456'))).toEqual(['pricing_template.price_per_unit']);
    expect(faultsOf(priced('"0.123456789012"'))).toEqual([]);
  });

  test('reads what it wrote to the same manifest and digest', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== ''),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (title, price) => {
          const rounded = Number(price.toFixed(6));
          const once = readManifest({ ...example, title, pricing_template: { model: 'payg', unit: 'token', price_per_unit: rounded } });
          expect(digestOf(readManifest(JSON.parse(JSON.stringify(once))))).toBe(digestOf(once));
        },
      ),
    );
  });
});

test('the digest does not depend on the order of keys', () => {
  const reversed = Object.fromEntries(Object.entries(example).reverse());
  expect(digestOf(readManifest(reversed))).toBe(digestOf(readManifest(example)));
});

test('use is metered in the standard units and in those that are priced', () => {
  const pricing_template = {
    model: 'subscription',
    monthly_fee: '10',
    prices: [{ unit: 'pages', price_per_unit: '0.1' }],
    included: [{ unit: 'token', quantity: '1000' }],
  };
  expect(meteredUnits(readManifest({ ...example, pricing_template }))).toEqual(['compute_unit', 'invocation', 'pages', 'token']);
});
