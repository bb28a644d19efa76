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
    ({ number, audiences, pricing }) => [number, audiences.join(' '), pricing.prices[0]?.pricePerUnit],
  );
const announce = ({ priceVersionId }: { readonly priceVersionId: string }) =>
  on.desk.announcePrice({ orgId: PUBLISHER, appId: app, priceVersionId });
const TEAM: Audience = { kind: 'team', team: 'team:kitchen' };
const ALL = 'OWN PUBLIC';

describe('putting a price in force', () => {
  it.each<[Audience, string]>([
    [{ kind: 'public' }, ALL],
    [{ kind: 'organization' }, 'OWN'],
    [TEAM, 'OWN'],
  ])('for %j makes one version for %s', async (audience, audiences) => {
    await put('1', 'a', audience);
    expect(await versions()).toEqual([[1, audiences, '1']]);
  });

  it('gives others a version of their own, whatever a team pays', async () => {
    const team = await put('1000', 'a', TEAM);
    const everybody = await put('0.01', 'b');
    expect(everybody).not.toEqual(team);
    expect(await versions()).toEqual([
      [2, ALL, '0.01'],
      [1, 'OWN', '1000'],
    ]);
  });

  it('is done once a request, also by two at once', async () => {
    const [one, two] = await Promise.all([put('1', 'a'), put('1', 'a')]);
    expect(two).toEqual(one);
    expect(await put('9', 'a')).toEqual(one);
    expect(await versions()).toEqual([[1, ALL, '1']]);
  });

  it.each<[string, Audience, Audience, number]>([
    ['has all of the audiences', { kind: 'public' }, TEAM, 1],
    ['has the same', TEAM, { kind: 'organization' }, 1],
    ['lacks one', { kind: 'organization' }, { kind: 'public' }, 2],
  ])('keeps the newest version that charges alike when it %s', async (_, first, second, count) => {
    const made = await put('1', 'a', first);
    const again = await put('1.0', 'b', second);
    expect(await versions()).toHaveLength(count);
    expect(again.priceVersionId === made.priceVersionId).toBe(count === 1);
  });

  it('keeps none but the newest: an older one that charges alike is another version', async () => {
    await put('1', 'a');
    await put('2', 'b', TEAM);
    await put('1', 'c');
    expect((await versions()).map(([number]) => number)).toEqual([3, 2, 1]);
  });

  it('refuses another currency than the first version’s, and leaves the price as it is', async () => {
    await put('1', 'a');
    const refused = await put('1', 'b', undefined, 'EUR').catch((error: unknown) => error);
    expect(refused instanceof UserError ? refused.code : refused).toBe('CURRENCY_CHANGED');
    expect(refused instanceof UserError && refused.message).toContain('USD');
    await withdraw('b');
    expect(await versions()).toEqual([[1, ALL, '1']]);
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
    expect(await versions()).toEqual([[2, ALL, '2']]);
  });

  it('says so in the stream', async () => {
    const { priceVersionId } = await put('1', 'a');
    const events = await on.sql(`select type, org_id, payload from billing.outbox where entity_id = $1`, [app]);
    expect(events).toEqual([{ type: 'billing.price.changed', org_id: PUBLISHER, payload: { appId: app, priceVersionId, number: 1 } }]);
  });
});

describe('announcing a price', () => {
  const told = () =>
    on.sql<{ payload: object }>(`select payload from billing.outbox where entity_id = $1 and type = 'billing.price.announced'`, [app]);

  it('says once from when it binds, whatever is repeated later', async () => {
    const made = await put('1', 'a');
    await announce(made);
    on.clock.now = new Date('2027-03-10T09:00:00Z');
    await announce(made);
    const payload = { appId: app, ...made, number: 1, audiences: ['OWN', 'PUBLIC'], bindsFrom: '2027-01-01' };
    expect(await told()).toEqual([{ payload }]);
    const [version] = await on.billing.priceVersionPage(actor(PUBLISHER, 'publisher'), app, {
      limit: 1,
      after: undefined,
      backward: false,
    });
    expect(version).toMatchObject({ bindsFrom: '2027-01-01', announcedAt: new Date('2026-11-10T09:00:00Z') });
  });

  it('refuses what is not a version of the app in force', async () => {
    const made = await put('1', 'a');
    await withdraw('a');
    await expect(announce(made)).rejects.toThrow('is not a price version');
    expect(await told()).toEqual([]);
  });

  it('is known by the publish request', async () => {
    const made = await put('1', 'a');
    expect(await on.desk.priceOfPublication(PUBLISHER, `${app}-a`)).toBe(made.priceVersionId);
    expect(await on.desk.priceOfPublication(PUBLISHER, `${app}-b`)).toBeUndefined();
    await withdraw('a');
    expect(await on.desk.priceOfPublication(PUBLISHER, `${app}-a`)).toBeUndefined();
  });
});

describe('withdrawing a price', () => {
  it('takes away the version that was made, once', async () => {
    await put('1', 'a');
    await put('2', 'b');
    await withdraw('b');
    await withdraw('b');
    expect(await versions()).toEqual([[1, ALL, '1']]);
  });

  it('of the first leaves the app without a price; numbers are never given twice', async () => {
    await put('1', 'a');
    await withdraw('a');
    expect(await versions()).toEqual([]);
    await put('2', 'b');
    expect(await versions()).toEqual([[2, ALL, '2']]);
  });

  it('takes no version away that another publication uses', async () => {
    await put('1', 'a');
    await put('1', 'b');
    await withdraw('a');
    expect(await versions()).toEqual([[1, ALL, '1']]);
    await withdraw('b');
    expect(await versions()).toEqual([]);
  });

  it('takes no version away that was announced', async () => {
    await announce(await put('1', 'a'));
    await withdraw('a');
    expect(await versions()).toEqual([[1, ALL, '1']]);
  });

  it('before the price came refuses it when it comes', async () => {
    await withdraw('a');
    const late = await put('1', 'a').catch((error: unknown) => error);
    expect(late instanceof UserError ? late.code : late).toBe('PRICE_WITHDRAWN');
    expect(await versions()).toEqual([]);
  });
});
