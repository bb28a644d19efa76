import { UnavailableError, UserError } from '@guildhall/platform/errors.ts';
import type { Currency } from '@guildhall/platform/money.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actor, PUBLISHER, startBilling, usageRow, type RunningBilling } from './testing/fixture.ts';
import { payg } from './testing/values.ts';

let on: RunningBilling;
let org: string;
let count = 0;
beforeAll(async () => {
  on = await startBilling();
  await on.price('priced', payg({ invocation: '1' }), 'pub_priced');
  await on.price('was-priced', payg({ invocation: '1' }), 'pub_was_priced');
});
afterAll(() => on.stop());
beforeEach(async () => {
  on.stream.caughtUp = true;
  on.clock.now = new Date('2026-11-10T09:00:00Z');
  org = `org:payer-${++count}`;
  await on.openAccount(org);
});

const change = async (currency: Currency): Promise<string> => {
  const input = { currency, idempotencyKey: crypto.randomUUID() };
  return on.consent.changeAccountCurrency(actor(org, 'billing_admin'), input).then(
    (account) => account.currency,
    (error: unknown) => {
      if (error instanceof UnavailableError) return 'UNAVAILABLE';
      return error instanceof UserError ? `${error.code}` : String(error);
    },
  );
};

describe('the currency of an account changes', () => {
  it('while nothing is installed', async () => {
    expect(await change('JPY')).toBe('JPY');
  });

  it('not before everything that the catalog told has arrived', async () => {
    on.stream.caughtUp = false;
    expect(await change('JPY')).toBe('UNAVAILABLE');
  });

  it('not while an install has a price in another', async () => {
    await on.install(org, 'priced');
    expect(await change('JPY')).toBe('CURRENCY_IN_USE');
  });

  it.each([
    ['2026-11-10T08:59:59Z', 'CURRENCY_IN_USE'],
    ['2026-08-12T12:00:00Z', 'CURRENCY_IN_USE'],
    ['2026-08-11T12:00:00Z', 'JPY'],
  ])('after an install ended at %s, of which use comes up to 90 days late: %s', async (ended, answer) => {
    await on.install(org, 'priced', '2026-07-01T00:00:00Z', ended);
    expect(await change('JPY')).toBe(answer);
  });

  it('not while use can come of an open install that costs nothing since a moment ago', async () => {
    const app = 'was-priced';
    await on.install(org, app, '2026-11-01T00:00:00Z');
    const { priceVersionId } = await on.price(app, { model: 'free', currency: 'USD', prices: [] }, `pub_free_${org}`);
    await on.desk.announcePrice({ orgId: PUBLISHER, appId: app, priceVersionId });
    const terms = { installId: `ins_${app}`, priceVersionId, idempotencyKey: 'accept' };
    await on.consent.acceptPrice(actor(org, 'billing_admin'), terms);
    on.clock.now = new Date('2026-11-11T00:00:01Z');
    expect(await change('JPY')).toBe('CURRENCY_IN_USE');
    on.clock.now = new Date('2027-02-20T00:00:00Z');
    expect(await change('JPY')).toBe('JPY');
  });

  it('not once anything was used', async () => {
    await on.desk.takeUsageDay([usageRow({ orgId: org, appId: 'free', quantity: '1', day: '2026-11-09' })]);
    expect(await change('JPY')).toBe('CURRENCY_IN_USE');
  });
});
