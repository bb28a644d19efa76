import { parseJson } from '@guildhall/platform/json.ts';
import { describe, expect, test } from 'vitest';
import { pricingTemplate } from './pricing-template.ts';

const read = (json: string) => pricingTemplate.safeParse(parseJson(json));
const faults = (json: string) => read(json).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('what is short is read as what is long', () => {
  const long = { model: 'payg', currency: 'USD', prices: [{ unit: 'invocation', price_per_unit: '0.005' }] };

  test.each([
    ['the article’s form', '{"model":"payg","unit":"invocation","price_per_unit":0.005}'],
    ['its other word for the model', '{"model":"usage_by_unit","unit":"invocation","price_per_unit":0.005}'],
    ['a price as a string', '{"model":"payg","unit":"invocation","price_per_unit":"0.0050"}'],
    ['the long form', '{"model":"payg","currency":"USD","prices":[{"unit":"invocation","price_per_unit":0.005}]}'],
  ])('%s', (_, json) => {
    expect(read(json).data).toEqual(long);
  });

  test('a single unit joins the prices beside it', () => {
    const { data } = read('{"model":"payg","unit":"pages","price_per_unit":1,"prices":[{"unit":"token","price_per_unit":2}]}');
    expect(data?.prices.map(({ unit }) => unit)).toEqual(['token', 'pages']);
  });

  test('a subscription keeps its fee and what it includes, and nothing that is empty', () => {
    const one = '{"model":"subscription","monthly_fee":10,"currency":"EUR","included":[{"unit":"token","quantity":1000}]}';
    expect(read(one).data).toEqual({
      model: 'subscription',
      currency: 'EUR',
      prices: [],
      monthly_fee: '10',
      included: [{ unit: 'token', quantity: '1000' }],
    });
    expect(read('{"model":"subscription","monthly_fee":0,"included":[]}').data).toEqual({
      model: 'subscription',
      currency: 'USD',
      prices: [],
      monthly_fee: '0',
    });
  });
});

describe('what does not go together is refused where it stands', () => {
  test.each([
    [
      'a price that a double does not hold',
      '{"model":"payg","unit":"token","price_per_unit":0.1234567890123456}',
      'price_per_unit: must be a',
    ],
    ['more than 12 places', '{"model":"payg","unit":"token","price_per_unit":"0.0000000000001"}', 'price_per_unit: must be a decimal'],
    [
      'a price without its unit',
      '{"model":"payg","price_per_unit":1,"prices":[{"unit":"token","price_per_unit":1}]}',
      'unit: unit and price_per_unit go together',
    ],
    [
      'one unit priced in both forms',
      '{"model":"payg","unit":"token","price_per_unit":1,"prices":[{"unit":"token","price_per_unit":1}]}',
      'prices: has two prices of one unit',
    ],
    ['a price of a free app', '{"model":"free","unit":"token","price_per_unit":1}', 'prices: a free app has no price'],
    ['a fee of what is no subscription', '{"model":"free","monthly_fee":1}', 'monthly_fee: only a subscription has'],
    [
      'a quantity included in what is no subscription',
      '{"model":"free","included":[{"unit":"token","quantity":1}]}',
      'included: only a subscription includes',
    ],
    [
      'a unit included twice',
      '{"model":"subscription","monthly_fee":1,"included":[{"unit":"token","quantity":1},{"unit":"token","quantity":2}]}',
      'included: names a unit twice',
    ],
    ['the payload key of a standard unit', '{"model":"payg","unit":"tokens","price_per_unit":1}', 'unit: must be "token"'],
  ])('%s', (_, json, start) => {
    expect(faults(json)).toEqual([expect.stringContaining(start)]);
  });

  test('a free app may say a price of nothing', () => {
    expect(faults('{"model":"free","unit":"token","price_per_unit":0}')).toEqual([]);
  });
});
