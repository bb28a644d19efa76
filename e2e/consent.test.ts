import { bindsFromOf } from '@guildhall/billing/domain/price-version.ts';
import { publishWhole, register } from '@guildhall/local/story/publish.ts';
import { done, eventually } from '@guildhall/local/story/world.ts';
import {
  AcceptPriceDocument,
  AppStateDocument,
  ChangeAccountCurrencyDocument,
  ConsumerAppDocument,
  CreateTeamDocument,
  PublishedPricingDocument,
  PublishRequestByIdDocument,
  RequestPublishDocument,
} from '@guildhall/operations/generated/operations.ts';
import { addDays, dayOf } from '@guildhall/platform/period.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { codesOf, makeConsentWorld, payg, refusalOf, type ConsentWorld } from './consent-world.ts';

let on: ConsentWorld;
beforeAll(async () => {
  on = await makeConsentWorld();
});
const tomorrow = () => addDays(dayOf(new Date()), 1);
const invocation = (pricePerUnit: string) => [{ unit: 'invocation', pricePerUnit }];

const change = async (name: 'payer' | 'newcomer', currency: string, idempotencyKey: string = currency) =>
  (await on.as(name).send(ChangeAccountCurrencyDocument, { input: { currency, idempotencyKey } })).changeAccountCurrency;
const accept = async (as: ReturnType<ConsentWorld['as']>, installId: string, priceVersionId: string, idempotencyKey: string) =>
  (await as.send(AcceptPriceDocument, { input: { installId, priceVersionId, idempotencyKey } })).acceptPrice;

describe('an app that can cost something', () => {
  const appOf = () => `priced-${on.tag}`;
  beforeAll(async () => {
    await publishWhole(on.world, on.publisher, on.app(appOf(), payg('0.01', 'invocation')));
  });

  test('is installed with an account in its currency alone, which stays once the install owes in it', async () => {
    expect(codesOf(await on.install('payer', appOf()))).toEqual(['ACCOUNT_REQUIRED']);
    await on.openAccount('payer', 'EUR');
    const mismatch = await on.install('payer', appOf());
    expect(mismatch.userErrors).toMatchObject([{ code: 'CURRENCY_MISMATCH', message: expect.stringMatching(/USD.*EUR/) }]);

    expect(await change('payer', 'USD', 'to dollars')).toEqual({ account: { currency: 'USD' }, userErrors: [] });
    const { app } = await on.as('payer').send(PublishedPricingDocument, { appId: appOf() });
    expect(codesOf(await on.install('payer', appOf(), 'prv_of_before'))).toEqual(['PRICE_CHANGED']);
    expect(codesOf(await on.install('payer', appOf(), app?.price?.id))).toEqual([]);

    const refused = await change('payer', 'EUR', 'back to euros');
    expect(refused).toMatchObject({ account: null, userErrors: [{ code: 'CURRENCY_IN_USE', message: expect.stringContaining(appOf()) }] });
    expect(await change('payer', 'USD', 'to dollars')).toEqual({ account: { currency: 'USD' }, userErrors: [] });
    expect(codesOf(await change('payer', 'JPY', 'to dollars'))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  test('shows its payer the price that binds, and the next with its day, on the app and in the list of installs', async () => {
    expect(await on.listed('payer', appOf())).toMatchObject({
      app: { id: appOf(), title: `Consent ${appOf()}` },
      snapshot: { publisherName: `The maker ${on.tag}` },
      delisted: false,
      price: { number: 1, currency: 'USD', prices: invocation('0.01') },
      upcomingPrice: null,
    });
    await on.publishNext(appOf(), payg('0.02', 'invocation'));
    const expected = {
      price: { number: 1, prices: invocation('0.01') },
      upcomingPrice: { bindsFrom: bindsFromOf(new Date()), priceVersion: { number: 2, prices: invocation('0.02') } },
    };
    expect(await on.listed('payer', appOf(), ({ upcomingPrice }) => upcomingPrice !== null)).toMatchObject(expected);
    expect(await on.listed('clerk', appOf())).toMatchObject(expected);
    const days = { from: dayOf(new Date()), to: tomorrow() };
    const { app } = await on.as('payer').send(ConsumerAppDocument, { appId: appOf(), ...days });
    // Whoever installs now agrees to what is listed now.
    expect(app).toMatchObject({ install: expected, price: { number: 2 } });
  });

  test('has its newest price accepted, and that alone, by a billing admin of the payer; a key answers once', async () => {
    const before = await on.listed('payer', appOf());
    const second = before.upcomingPrice?.priceVersion.id ?? '';
    await on.publishNext(appOf(), payg('0.03', 'invocation'));
    const { price } = await eventually('the third price', async () => {
      const { app } = await on.as('payer').send(PublishedPricingDocument, { appId: appOf() });
      return app?.price?.number === 3 ? { price: app.price } : undefined;
    });
    const accepting = (as: ReturnType<ConsentWorld['as']>, priceVersionId = price.id, key = 'accept') =>
      accept(as, before.id, priceVersionId, key);

    const offered = await eventually('the announcement of the third price', async () => {
      const answer = await accepting(on.as('payer'), second, crypto.randomUUID());
      return codesOf(answer).includes('PRICE_NOT_OFFERED') ? answer : undefined;
    });
    expect(offered).toMatchObject({ install: null, userErrors: [{ message: expect.stringContaining(price.id) }] });
    expect(await refusalOf(accepting(on.as('clerk')))).toBe('FORBIDDEN');
    expect(await refusalOf(accepting(on.world.as('user:root', on.orgs.payer)))).toBe('FORBIDDEN');
    expect(codesOf(await accepting(on.as('newcomer')))).toEqual(['INSTALL_NOT_FOUND']);
    expect((await on.listed('payer', appOf())).upcomingPrice?.bindsFrom).not.toBe(tomorrow());

    const accepted = await accepting(on.as('payer'));
    expect(accepted).toMatchObject({
      install: { id: before.id, upcomingPrice: { bindsFrom: tomorrow(), priceVersion: { id: price.id, number: 3 } } },
      userErrors: [],
    });
    expect(await accepting(on.as('payer'))).toEqual(accepted);
    expect(await accepting(on.as('payer'), price.id, 'accept again')).toEqual(accepted);
    expect(codesOf(await accepting(on.as('payer'), second))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    const after = await on.listed('payer', appOf());
    expect([after.price?.number, after.upcomingPrice?.bindsFrom]).toEqual([1, tomorrow()]);
  });
});

test('an app that was free charges nobody without an account by silence, and an acceptance needs one in its currency', async () => {
  const appId = `free-${on.tag}`;
  await publishWhole(on.world, on.publisher, on.app(appId, { model: 'FREE' }));
  expect(codesOf(await on.install('newcomer', appId))).toEqual([]);
  await on.publishNext(appId, { model: 'SUBSCRIPTION', monthlyFee: '9000', included: [], prices: [] });

  const { id, price, upcomingPrice } = await on.listed('newcomer', appId, (install) => install.upcomingPrice !== null);
  expect(price).toMatchObject({ model: 'FREE' });
  expect(upcomingPrice).toMatchObject({ bindsFrom: null, priceVersion: { monthlyFee: '9000' } });
  const accepting = async (key: string) => accept(on.as('newcomer'), id, upcomingPrice?.priceVersion.id ?? '', key);
  expect(codesOf(await accepting('without an account'))).toEqual(['ACCOUNT_REQUIRED']);
  await on.openAccount('newcomer', 'JPY');
  expect(codesOf(await accepting('in yen'))).toEqual(['CURRENCY_MISMATCH']);
  // An account of later does not make silence of before a consent.
  expect((await on.listed('newcomer', appId)).upcomingPrice?.bindsFrom).toBeNull();
  expect(codesOf(await change('newcomer', 'USD'))).toEqual([]);
  expect((await accepting('in dollars')).install?.upcomingPrice).toMatchObject({ bindsFrom: tomorrow() });
});

test('what was approved, what is listed and what it costs hold the same pricing; the price that a team saw charges no other', async () => {
  const [appId, team] = [`switch-${on.tag}`, `team:kitchen-${on.tag}`];
  await register(on.world, on.publisher, on.app(appId, payg('1000', 'invocation')));
  done((await on.as('cashier').send(CreateTeamDocument, { input: { id: team, name: 'Kitchen' } })).createTeam);
  const input = { appId, version: 1, audience: 'TEAM' as const, team, idempotencyKey: crypto.randomUUID() };
  const { publishRequest } = done((await on.as('maker').send(RequestPublishDocument, { input })).requestPublish);
  await eventually('the publication to the team', async () => {
    const now = await on.as('maker').send(PublishRequestByIdDocument, { id: publishRequest?.id ?? '' });
    return now.publishRequest?.status === 'PUBLISHED' || undefined;
  });
  expect((await on.as('payer').send(AppStateDocument, { appId })).app).toBeNull();
  expect(codesOf(await on.install('payer', appId))).toEqual(['APP_NOT_FOUND']);

  await on.publishNext(appId, payg('0.01', 'invocation'));
  expect(codesOf(await on.install('payer', appId))).toEqual([]);
  expect(await on.listed('payer', appId)).toMatchObject({ price: { number: 2, prices: invocation('0.01') }, upcomingPrice: null });

  const { app } = await on.as('maker').send(PublishedPricingDocument, { appId });
  const [request] = app?.publishRequests?.edges ?? [];
  const { number, ...priced } = { number: app?.price?.number, model: app?.price?.model, prices: app?.price?.prices };
  expect(number).toBe(2);
  expect(request?.node).toEqual({ status: 'PUBLISHED', digest: app?.publishedVersion?.digest });
  expect(app?.publishedVersion?.manifest.pricingTemplate).toMatchObject(priced);
  expect(priced).toEqual({ model: 'PAYG', prices: invocation('0.01') });
});
