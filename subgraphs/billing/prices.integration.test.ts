import { afterAll, beforeEach, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '@guildhall/platform/errors.ts';
import { payg } from './testing/values.ts';
import type { Audience } from './index.ts';
import { actor, PUBLISHER, startBilling, type RunningBilling } from './testing/fixture.ts';

let on: RunningBilling;
let app = '';
let n = 0;
beforeAll(async () => {
  on = await startBilling();
});
afterAll(() => on?.stop());
beforeEach(() => {
  app = `app-${++n}`;
  on.clock.now = new Date('2026-11-10T09:00:00Z');
});

type Template = Parameters<RunningBilling['desk']['putPriceInForce']>[0]['pricing'];
const putPricing = (request: string, pricing: Template, audience: Audience = { kind: 'public' }) =>
  on.desk.putPriceInForce({
    orgId: PUBLISHER,
    appId: app,
    versionNumber: 1,
    digest: 'd',
    publishRequestId: `${app}-${request}`,
    audience,
    pricing,
  });
const put = (price: string, request: string, audience?: Audience, currency = 'USD') =>
  putPricing(request, { ...payg({ token: price }), currency }, audience);
const putFree = (request: string, currency = 'USD') => putPricing(request, { model: 'free', currency, prices: [] });
const codeOf = (work: Promise<unknown>) => work.then(String, (error: unknown) => (error instanceof UserError ? error.code : error));
const withdraw = (request: string) => on.desk.withdrawPrice({ orgId: PUBLISHER, appId: app, publishRequestId: `${app}-${request}` });
const versions = async () =>
  (await on.billing.priceVersionPage(actor(PUBLISHER, 'publisher'), app, { limit: 10, after: undefined, backward: false })).map(
    ({ number, effectiveFrom, pricing }) => [number, effectiveFrom, pricing.prices[0]?.pricePerUnit],
  );
const seenBy = async (orgId: string, ...teams: string[]) =>
  (await on.billing.currentPrices({ ...actor(orgId), teams }, [app]))[0]?.pricing.prices[0]?.pricePerUnit;

describe('putting a price in force', () => {
  it('makes the first version hold from the beginning, the next from the midnight ahead', async () => {
    await put('1', 'a');
    await put('2', 'b');
    expect(await versions()).toEqual([
      [2, '2026-11-11', '2'],
      [1, null, '1'],
    ]);
    expect(await seenBy('org:acme')).toBe('1');
    on.clock.now = new Date('2026-11-11T00:00:00Z');
    expect(await seenBy('org:acme')).toBe('2');
    expect(await seenBy(PUBLISHER)).toBe('2');
  });

  it('is done once a request, also by two at once', async () => {
    const [one, two] = await Promise.all([put('1', 'a'), put('1', 'a')]);
    expect(two).toEqual(one);
    expect(await put('9', 'a')).toEqual(one);
    expect(await versions()).toEqual([[1, null, '1']]);
  });

  it('keeps the version that charges alike, and shows it to the new audience', async () => {
    const first = await put('1', 'a', { kind: 'organization' });
    expect(await seenBy('org:acme')).toBeUndefined();
    expect(await seenBy(PUBLISHER)).toBe('1');
    expect(await put('1.0', 'b')).toEqual(first);
    expect(await seenBy('org:acme')).toBe('1');
    expect(await versions()).toHaveLength(1);
  });

  it('shows a team’s price to the publisher alone and, by the listing, to nobody else', async () => {
    await put('1', 'a', { kind: 'team', team: 'team:kitchen' });
    expect(await seenBy('org:acme', 'team:kitchen')).toBeUndefined();
    expect(await seenBy(PUBLISHER)).toBe('1');
  });

  it('refuses another currency than the first version’s, and leaves the price as it is', async () => {
    await put('1', 'a');
    const refused = await put('1', 'b', undefined, 'EUR').catch((error: unknown) => error);
    expect(refused instanceof UserError ? refused.code : refused).toBe('CURRENCY_CHANGED');
    expect(refused instanceof UserError && refused.message).toContain('USD');
    await withdraw('b');
    expect(await versions()).toEqual([[1, null, '1']]);
    expect(await seenBy('org:acme')).toBe('1');
  });

  it('takes any currency for the first version that costs something, however many cost nothing before', async () => {
    await putFree('a');
    await put('0', 'b', undefined, 'GBP');
    await put('1', 'c', undefined, 'EUR');
    expect((await versions()).map(([number]) => number)).toEqual([3, 2, 1]);
    expect(await codeOf(put('2', 'd'))).toBe('CURRENCY_CHANGED');
    expect(await codeOf(put('2', 'e', undefined, 'GBP'))).toBe('CURRENCY_CHANGED');
    await put('2', 'f', undefined, 'EUR');
    expect(await versions()).toHaveLength(4);
  });

  it('takes a version that costs nothing in any currency, and after it that of the first that did cost something alone', async () => {
    await put('1', 'a', undefined, 'EUR');
    await putFree('b');
    expect(await codeOf(put('2', 'c'))).toBe('CURRENCY_CHANGED');
    await put('2', 'd', undefined, 'EUR');
    expect(await versions()).toHaveLength(3);
  });

  it('counts a fee as a cost', async () => {
    const fee = (monthly_fee: string, currency: string, request: string) =>
      putPricing(request, { model: 'subscription', currency, prices: [], monthly_fee });
    await fee('0', 'USD', 'a');
    await fee('5', 'EUR', 'b');
    expect(await codeOf(fee('6', 'USD', 'c'))).toBe('CURRENCY_CHANGED');
    expect(await codeOf(put('1', 'd'))).toBe('CURRENCY_CHANGED');
  });

  it('takes another currency once no version of the app is in force', async () => {
    await put('1', 'a');
    await withdraw('a');
    await put('2', 'b', undefined, 'EUR');
    expect(await versions()).toEqual([[2, null, '2']]);
  });

  it('says so in the stream', async () => {
    const { priceVersionId } = await put('1', 'a');
    const events = await on.sql(`select type, org_id, payload from billing.outbox where entity_id = $1`, [app]);
    expect(events).toEqual([
      { type: 'billing.price.changed', org_id: PUBLISHER, payload: { appId: app, priceVersionId, number: 1, effectiveFrom: null } },
    ]);
  });
});

describe('withdrawing a price', () => {
  it('puts back what was in force and who saw it', async () => {
    await put('1', 'a', { kind: 'organization' });
    await put('2', 'b', { kind: 'public' });
    await withdraw('b');
    await withdraw('b');
    expect(await versions()).toEqual([[1, null, '1']]);
    on.clock.now = new Date('2026-12-01T00:00:00Z');
    expect(await seenBy(PUBLISHER)).toBe('1');
    expect(await seenBy('org:acme')).toBeUndefined();
  });

  it('of the first leaves the app without a price; the next again holds from the beginning', async () => {
    await put('1', 'a');
    await withdraw('a');
    expect(await versions()).toEqual([]);
    expect(await seenBy('org:acme')).toBeUndefined();
    await put('2', 'b');
    expect(await versions()).toEqual([[2, null, '2']]);
  });

  it('of a request that kept a version takes no version away', async () => {
    await put('1', 'a', { kind: 'organization' });
    await put('1', 'b', { kind: 'public' });
    await withdraw('b');
    expect(await versions()).toEqual([[1, null, '1']]);
    expect(await seenBy('org:acme')).toBeUndefined();
  });

  it('leaves alone what a later request has put in force since', async () => {
    await put('1', 'a', { kind: 'organization' });
    await put('2', 'b', { kind: 'organization' });
    await put('3', 'c', { kind: 'public' });
    await withdraw('b');
    on.clock.now = new Date('2026-12-01T00:00:00Z');
    expect(await seenBy('org:acme')).toBe('3');
    expect((await versions()).map(([number]) => number)).toEqual([3, 1]);
  });

  it('before the price came refuses it when it comes', async () => {
    await withdraw('a');
    const late = await put('1', 'a').catch((error: unknown) => error);
    expect(late instanceof UserError ? late.code : late).toBe('PRICE_WITHDRAWN');
    expect(await versions()).toEqual([]);
  });
});
