import { randomBytes } from 'node:crypto';
import { makeSigningKey } from '@guildhall/local/story/events.ts';
import { approve, completeApp, NORTHWIND, register, requestPublication, update } from '@guildhall/local/story/publish.ts';
import { lastClosed } from '@guildhall/local/story/tell.ts';
import { ChangeAccountCurrencyDocument, ConsumerAppDocument, UnpublishAppDocument } from '@guildhall/operations/generated/operations.ts';
import { addDays, dayOf } from '@guildhall/platform/period.ts';
import { describe, expect, test } from 'vitest';
import { answerOf, booksOf, installsOf, listingFor, notInstalled, receiptsOf } from './attack/views.ts';
import {
  accept,
  acceptNext,
  close,
  install,
  makeConsumer,
  makePayer,
  openAccount,
  past,
  payg,
  publish,
  publishNext,
  send,
  termsOf,
  uninstall,
  use,
  type Pricing,
} from './attack/scene.ts';
import { sharedWorld } from './shared-world.ts';

const world = sharedWorld();
const tag = randomBytes(3).toString('hex');
const named = (name: string) => `${name}-${tag}`;
const period = lastClosed(new Date());
const { month } = period;
const FREE: Pricing = { model: 'FREE', prices: [] };
const monthly = (monthlyFee: string): Pricing => ({ model: 'SUBSCRIPTION', monthlyFee, prices: [{ unit: 'token', pricePerUnit: '0.01' }] });

const changeCurrency = (org: string, currency: string) =>
  answerOf(
    world
      .as('user:alice', org)
      .send(ChangeAccountCurrencyDocument, { input: { currency, idempotencyKey: crypto.randomUUID() } })
      .then(({ changeAccountCurrency }) => changeAccountCurrency),
  );

/** A consumer whose account in a currency was opened today. */
async function newPayer(name: string, currency: 'USD' | 'JPY' = 'USD'): Promise<string> {
  const org = `org:${named(name)}`;
  await makeConsumer(world, org);
  expect(await openAccount(world, org, currency)).toBe('done');
  return org;
}

describe('a currency that is changed', () => {
  test('right after an install is not, for the install is waited for', async () => {
    const appId = named('hasty');
    await publish(world, appId, payg('invocation', '1'));
    for (const i of [1, 2, 3, 4]) {
      const org = await newPayer(`hasty-${i}`);
      expect(await install(world, org, appId)).toBe('done');
      expect(await changeCurrency(org, 'JPY')).toMatch(/^CURRENCY_IN_USE: .* has, had or was announced a price in another currency/);
    }
  });

  test('after using and uninstalling is not, for what was used has not been closed yet', async () => {
    const [org, appId] = [await newPayer('dodge'), named('dodge')];
    await publish(world, appId, payg('invocation', '1'));
    expect(await install(world, org, appId)).toBe('done');
    expect(await send(world, use(org, appId, new Date()))).toEqual(['new']);
    expect(await uninstall(world, org, appId)).toBe('done');
    expect(await changeCurrency(org, 'JPY')).toMatch(/^CURRENCY_IN_USE: .* which it ended, cost another currency than JPY/);
  });

  test('beside a free app is, until a price in another currency is announced for it', async () => {
    const [org, appId] = [await newPayer('turncoat'), named('turncoat')];
    await publish(world, appId, FREE);
    expect(await install(world, org, appId)).toBe('done');
    expect([await changeCurrency(org, 'JPY'), await changeCurrency(org, 'USD')]).toEqual(['done', 'done']);
    await publishNext(world, appId, monthly('9000'));
    expect(await changeCurrency(org, 'JPY')).toMatch(/^CURRENCY_IN_USE: /);
  });

  test('after a price was announced binds nobody to it by silence', async () => {
    const [late, yen, appId] = [`org:${named('late')}`, await newPayer('yen', 'JPY'), named('silence')];
    await publish(world, appId, FREE);
    await makeConsumer(world, late);
    for (const org of [late, yen]) expect(await install(world, org, appId)).toBe('done');
    await publishNext(world, appId, monthly('9000'));
    expect(await openAccount(world, late, 'USD')).toBe('done');
    const free = [{ app: appId, price: 'version 1, free', upcoming: 'version 2, USD 9000 a month, 0.01 per token, once it is accepted' }];
    expect([await installsOf(world, late), await installsOf(world, yen)]).toEqual([free, free]);
    expect(await acceptNext(world, yen, appId)).toBe(
      `CURRENCY_MISMATCH: This price is in USD and the account of ${yen} in JPY; both must be the same.`,
    );
  });
});

test('only the newest price announced to an install’s own audience can be accepted, by its own organisation', async () => {
  const [appId, other] = [named('mine'), named('other')];
  await publish(world, appId, payg('invocation', '0.01'));
  await publish(world, other, payg('invocation', '0.01'));
  const [org, stranger] = [
    await makePayer(world, `org:${named('accepts')}`, appId, other),
    await makePayer(world, `org:${named('strange')}`),
  ];
  await publishNext(world, appId, payg('invocation', '2'));
  const older = await termsOf(world, org, appId);
  await publishNext(world, appId, payg('invocation', '3'));
  await publishNext(world, other, payg('invocation', '4'));
  // The publisher's organisation alone is shown this one.
  await update(world, NORTHWIND, { appId, pricingTemplate: payg('invocation', '1000') });
  await approve(world, NORTHWIND, await requestPublication(world, NORTHWIND, appId, 'ORGANIZATION'));
  const day = dayOf(new Date());
  const { app } = await world.as('user:nadia', NORTHWIND.org).send(ConsumerAppDocument, { appId, from: day, to: addDays(day, 1) });
  expect(app?.price?.prices).toEqual([{ unit: 'invocation', pricePerUnit: '1000' }]);
  const own = app?.price?.id ?? '';
  const newest = await termsOf(world, org, appId);
  const ofOther = await termsOf(world, org, other);
  expect({
    older: await accept(world, org, older),
    own: await accept(world, org, { ...newest, priceVersionId: own }),
    ofAnother: await accept(world, org, { ...newest, priceVersionId: ofOther.priceVersionId }),
    byAStranger: await accept(world, stranger, newest),
  }).toEqual({
    older: `PRICE_NOT_OFFERED: Only the newest price published to you can be accepted: that of ${appId} is ${newest.priceVersionId}.`,
    own: `PRICE_NOT_OFFERED: Only the newest price published to you can be accepted: that of ${appId} is ${newest.priceVersionId}.`,
    ofAnother: `PRICE_NOT_OFFERED: Only the newest price published to you can be accepted: that of ${appId} is ${newest.priceVersionId}.`,
    byAStranger: `INSTALL_NOT_FOUND: ${stranger} has no open install ${newest.installId}; take its id from installs.`,
  });
});

test('a fee is owed once a month, whatever is installed and ended in it, and by skew alone not at all', async () => {
  const appId = named('dodged-fee');
  await publish(world, appId, monthly('9'));
  const [never, within, twice, skewed] = ['never', 'within', 'twice', 'skewed'].map((name) => `org:${named(name)}`) as [
    string,
    string,
    string,
    string,
  ];
  for (const org of [never, within, twice, skewed]) await makePayer(world, org);
  const had = async (org: string, from: string, to: string) => {
    await past(world, (then) => then.install(org, 'user:alice', appId), `${month}-${from}Z`);
    await past(world, (then) => then.uninstall(org, 'user:alice', appId), `${month}-${to}Z`);
  };
  // Each ends the day before it is complete.
  await had(never, '10T00:10:00', '10T23:50:00');
  await had(within, '10T00:10:00', '10T23:50:00');
  await had(twice, '10T00:10:00', '12T23:50:00');
  await had(twice, '12T23:55:00', '14T23:50:00');
  await had(skewed, '10T00:10:00', '10T23:50:00');
  const tokens = (org: string, at: string) => use(org, appId, `${month}-${at}Z`, { tokens: 100 });
  expect(
    await send(
      world,
      tokens(within, '10T12:00:00'),
      tokens(twice, '11T12:00:00'),
      tokens(twice, '13T12:00:00'),
      tokens(skewed, '10T00:06:00'),
    ),
  ).toEqual(['new', 'new', 'new', 'new']);
  expect(await close(world)).toBe('0 failed, 0 waiting');
  const invoiceOf = async (org: string) => (await booksOf(world, org, period)).invoice;
  expect({
    never: await invoiceOf(never),
    within: await invoiceOf(within),
    twice: await invoiceOf(twice),
    skewed: await invoiceOf(skewed),
  }).toEqual({
    never: 'none',
    within: [`${appId}: 1 month at 9 = 9.00`, `${appId}: 100 token at 0.01 = 1.00`, 'total 10.00 USD'],
    twice: [`${appId}: 1 month at 9 = 9.00`, `${appId}: 200 token at 0.01 = 2.00`, 'total 11.00 USD'],
    skewed: [`${appId}: 100 token at 0.01 = 1.00`, 'total 1.00 USD'],
  });
});

test('of installs and accounts asked for at once one is made', async () => {
  const [org, appId] = [`org:${named('hurry')}`, named('hurry')];
  await publish(world, appId, payg('invocation', '1'));
  await makeConsumer(world, org);
  const times = (answers: readonly string[], code: string) => answers.filter((answer) => answer.split(':')[0] === code).length;
  const opened = await Promise.all((['USD', 'JPY', 'USD', 'JPY'] as const).map((currency) => openAccount(world, org, currency)));
  expect([times(opened, 'done'), times(opened, 'ACCOUNT_EXISTS')]).toEqual([1, 3]);
  const payer = await newPayer('hurry-usd');
  const installed = await Promise.all([1, 2, 3, 4].map(() => install(world, payer, appId)));
  expect([times(installed, 'done'), times(installed, 'ALREADY_INSTALLED')]).toEqual([1, 3]);
  expect(await installsOf(world, payer)).toHaveLength(1);
});

test('an app that is unpublished while it is being published is listed whole or not at all', async () => {
  for (const i of [1, 2, 3]) {
    const appId = named(`flicker-${i}`);
    await register(world, NORTHWIND, completeApp(appId, payg('invocation', '1')));
    const request = await requestPublication(world, NORTHWIND, appId);
    const unpublish = () =>
      answerOf(
        world
          .as(NORTHWIND.creator, NORTHWIND.org)
          .send(UnpublishAppDocument, { input: { appId } })
          .then(({ unpublishApp }) => unpublishApp),
      );
    const answers: string[] = [];
    const publishing = approve(world, NORTHWIND, request);
    let over = false;
    void publishing.finally(() => (over = true));
    while (!over) answers.push(await unpublish());
    expect((await publishing).status).toBe('PUBLISHED');
    expect(answers.filter((answer) => !/^(done$|PUBLISHING_IN_PROGRESS: )/.test(answer))).toEqual([]);
    const org = await newPayer(`flicker-${i}`);
    const listing = await listingFor(world, org, appId);
    expect(await install(world, org, appId)).toMatch(listing === 'not listed' ? /^APP_NOT_FOUND/ : /^done$/);
  }
});

test('events of strangers, under foreign keys and of monstrous quantities are refused', async () => {
  const appId = named('events');
  await publish(world, appId, payg('token', '0.01'));
  await publish(world, named('foreign'), payg('token', '0.01'));
  const org = await makePayer(world, `org:${named('events')}`, appId);
  const nobody = `org:${named('nobody')}`;
  expect(await send(world, use(nobody, appId, `${month}-10T12:00:00Z`))).toEqual([notInstalled(nobody, appId)]);
  const key = await makeSigningKey(world, NORTHWIND, named('foreign'));
  expect(await receiptsOf(world, key, [use(org, appId, `${month}-10T12:00:00Z`)])).toEqual([expect.stringMatching(/INVALID_SIGNATURE/)]);
  const texts = [
    '1e12',
    '1e-13',
    '-1',
    'NaN',
    'Infinity',
    '0x10',
    '\u0661',
    '9'.repeat(60_000),
    `0.${'0'.repeat(50_000)}1`,
    '',
    ' 1',
    '1_000',
  ];
  const quantities = [...texts, null, true, [1], { a: 1 }, 1e300, 5e-324, -1];
  const answers = await send(world, ...quantities.map((tokens) => use(org, appId, `${month}-10T12:00:00Z`, { tokens })));
  expect(answers.map((answer) => answer.split(':')[0])).toEqual(quantities.map(() => 'rejected INVALID_INPUT'));
  expect(await close(world)).toBe('0 failed, 0 waiting');
  expect(await booksOf(world, org, period)).toEqual({ invoice: 'none', held: 'none', report: 'green' });
});
