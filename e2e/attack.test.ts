import { silent } from '@guildhall/local/progress.ts';
import { seed } from '@guildhall/local/seed.ts';
import { makeOrganization } from '@guildhall/local/story/organizations.ts';
import { approve, completeApp, NORTHWIND, update } from '@guildhall/local/story/publish.ts';
import { lastClosed } from '@guildhall/local/story/tell.ts';
import { done, enterWorld, type World } from '@guildhall/local/story/world.ts';
import { startSystem, type System } from '@guildhall/local/system.ts';
import { scratchFolder } from '@guildhall/local/testing/scratch.ts';
import { AddTeamMemberDocument, CreateTeamDocument, RegisterAppDocument } from '@guildhall/operations/generated/operations.ts';
import { acceptedFrom, bindsFromOf } from '@guildhall/billing/domain/price-version.ts';
import { afterAll, beforeAll, test } from 'vitest';
import { answerOf, booksOf, heldFor, installsOf, listingFor, notInstalled, notKnownYet, tell } from './attack/views.ts';
import {
  acceptNext,
  close,
  install,
  makeConsumer,
  makePayer,
  openAccount,
  past,
  payg,
  publication,
  publish,
  publishNext,
  registerApp,
  requestForTeam,
  send,
  uninstall,
  use,
  type Pricing,
} from './attack/scene.ts';

// A system of its own: what is held here is in the report of a closed week, which the others expect to be green.
let system: System;
let world: World;
const now = new Date();
const period = lastClosed(now);
const { month } = period;
const on = (day: string) => `${month}-${day}T12:00:00Z`;

beforeAll(async () => {
  system = await startSystem({ dataDir: scratchFolder(), ports: 'free', durable: false });
  await seed(system, silent);
  world = enterWorld(system);
});
afterAll(() => system?.stop({ removeData: true }));

const nothing = { invoice: 'none', held: 'none', report: 'green' };

test('1: 1,000 for a team of one, 0.01 for the public, and an event of last month', async () => {
  const nadia = world.as('user:nadia', NORTHWIND.org);
  const team = 'team:one';
  done((await nadia.send(CreateTeamDocument, { input: { id: team, name: 'One' } })).createTeam);
  done((await nadia.send(AddTeamMemberDocument, { input: { teamId: team, principalId: NORTHWIND.creator } })).addTeamMember);

  await registerApp(world, 'bait', payg('invocation', '1000'));
  const forTeam = publication(await requestForTeam(world, 'bait', 1, team));
  const forAll = await publishNext(world, 'bait', payg('invocation', '0.01'));
  const late = await makePayer(world, 'org:late');
  const listing = await listingFor(world, late, 'bait');
  const installed = await install(world, late, 'bait');
  const [ofLastMonth, ofToday] = [use(late, 'bait', on('10')), use(late, 'bait', new Date())];
  const receipts = await send(world, ofLastMonth, ofToday);

  // The same, long enough ago to be billed: to the team first, and to the team last.
  await past(world, async (then) => {
    await then.publish(NORTHWIND, completeApp('bait-then', payg('invocation', '1000')), { team });
    await then.publishNext(NORTHWIND, { appId: 'bait-then', pricingTemplate: payg('invocation', '0.01') });
    await then.publish(NORTHWIND, completeApp('switch', payg('invocation', '0.01')));
  });
  const early = await makePayer(world, 'org:early', 'bait-then', 'switch');
  await update(world, NORTHWIND, { appId: 'switch', pricingTemplate: payg('invocation', '1000') });
  const switched = await approve(world, NORTHWIND, await requestForTeam(world, 'switch', 2, team));
  const uses = [
    await send(world, use(early, 'bait-then', on('10'))),
    await send(world, use(early, 'switch', on('10')), use(early, 'switch', new Date())),
  ];

  tell(
    '1. A price of 1,000 for a team of one',
    {
      'to a team of one, at 1,000': forTeam,
      'to the public, at 0.01': forAll,
      'org:late, with an account, reads and installs': {
        listing,
        installed,
        'an event of last month': receipts[0] ?? '',
        'an event of today': receipts[1] ?? '',
        installs: await installsOf(world, late),
      },
      'to a team of one, at 1,000, after the public': publication(switched),
      'org:early, with both since long ago': { receipts: uses.flat(), installs: await installsOf(world, early) },
      [`the close of ${month}`]: await close(world),
      'org:late is billed': await booksOf(world, late, period),
      'org:early is billed': await booksOf(world, early, period),
    },
    {
      'to a team of one, at 1,000': 'PUBLISHED, approved by nobody',
      'to the public, at 0.01': 'PUBLISHED, approved by user:priya',
      'org:late, with an account, reads and installs': {
        listing: 'version 2, USD 0.01 per invocation',
        installed: 'done',
        'an event of last month': notInstalled(late, 'bait'),
        'an event of today': 'new',
        installs: [{ app: 'bait', price: 'version 2, USD 0.01 per invocation', upcoming: 'none' }],
      },
      'to a team of one, at 1,000, after the public': 'PUBLISHED, approved by user:priya',
      'org:early, with both since long ago': {
        receipts: ['new', 'new', 'new'],
        installs: [
          { app: 'switch, delisted', price: 'version 1, USD 0.01 per invocation', upcoming: 'none' },
          { app: 'bait-then', price: 'version 2, USD 0.01 per invocation', upcoming: 'none' },
        ],
      },
      [`the close of ${month}`]: '0 failed, 0 waiting',
      'org:late is billed': nothing,
      'org:early is billed': {
        ...nothing,
        invoice: ['bait-then: 1 invocation at 0.01 = 0.01', 'switch: 1 invocation at 0.01 = 0.01', 'total 0.02 USD'],
      },
    },
  );
});

test('2: 9e17 tokens, and the most that can be entered', async () => {
  const appId = 'giant';
  const prices = [
    { unit: 'token', pricePerUnit: '0.01' },
    { unit: 'pages', pricePerUnit: '1000000000' },
  ];
  await publish(world, appId, { model: 'PAYG', prices });
  const org = await makePayer(world, 'org:giant', appId);
  const receipts = await send(
    world,
    use(org, appId, on('10'), { tokens: '900000000000000000' }),
    use(org, appId, on('10'), { tokens: '1000000000000.000000000001' }),
    use(org, appId, on('10'), { tokens: 500 }),
    use(org, appId, on('10'), { pages: '1000000000000' }),
  );
  const tooDear = async (pricing: Pricing) =>
    answerOf(
      world
        .as(NORTHWIND.creator, NORTHWIND.org)
        .send(RegisterAppDocument, { input: completeApp('dearer', pricing) })
        .then(({ registerApp: registered }) => registered),
    );
  const limit =
    'rejected INVALID_INPUT: payload.tokens: must be a decimal from 0 to 10^12 with at most 12 places; send one of more than 15 digits as a string.';
  const line = `${org} ${month} ${appId}: 1000000000000 pages = 1000000000000000000000 USD, AMOUNT_TOO_LARGE`;
  const closed = { [`the close of ${month}`]: await close(world), 'and again': await close(world) };
  tell(
    '2. A quantity that nobody can owe',
    {
      '9e17 tokens': receipts[0] ?? '',
      'a little more than 10^12': receipts[1] ?? '',
      '500 tokens': receipts[2] ?? '',
      '10^12 pages at 10^9 each': receipts[3] ?? '',
      'a price beyond 10^9': await tooDear(payg('token', '1000000000.01')),
      'a fee beyond 10^9': await tooDear({ model: 'SUBSCRIPTION', monthlyFee: '1000000001', prices: [] }),
      ...closed,
      'org:giant is billed': await booksOf(world, org, period),
      'its publisher reads': await heldFor(world, NORTHWIND.creator, NORTHWIND.org),
      'and in its report': (await booksOf(world, NORTHWIND.org, period, 'user:nadia')).report,
    },
    {
      '9e17 tokens': limit,
      'a little more than 10^12': limit,
      '500 tokens': 'new',
      '10^12 pages at 10^9 each': 'new',
      'a price beyond 10^9': 'INVALID_INPUT: pricingTemplate.prices.0.pricePerUnit: must be at most 1000000000 (10^9)',
      'a fee beyond 10^9': 'INVALID_INPUT: pricingTemplate.monthlyFee: must be at most 1000000000 (10^9)',
      [`the close of ${month}`]: '0 failed, 0 waiting',
      'and again': '0 failed, 0 waiting',
      'org:giant is billed': {
        invoice: [`${appId}: 500 token at 0.01 = 5.00`, 'total 5.00 USD'],
        held: [line],
        report: [`held_line ${appId} pages: 1000000000000000000000 USD, line held: AMOUNT_TOO_LARGE`],
      },
      'its publisher reads': [line],
      'and in its report': [`held_line ${appId} pages: 1000000000000000000000 USD, line of ${org} held: AMOUNT_TOO_LARGE`],
    },
  );
});

test('3: a free app becomes a subscription of 9,000', async () => {
  const appId = 'gift';
  await publish(world, appId, { model: 'FREE', prices: [] });
  const payer = await makePayer(world, 'org:asked', appId);
  await makeOrganization(world, { id: payer, name: payer, members: [{ subject: 'user:mallory', roles: ['MEMBER'] }] });
  await makeConsumer(world, 'org:penniless');
  await past(world, ({ install: add }) => add('org:penniless', 'user:alice', appId));
  const published = await publishNext(world, appId, { model: 'SUBSCRIPTION', monthlyFee: '9000', prices: [] });
  const receipts = [...(await send(world, use(payer, appId, on('10')))), ...(await send(world, use('org:penniless', appId, on('10'))))];
  const forbidden = `FORBIDDEN: Requires the BILLING_ADMIN role in ${payer}. Ask an administrator of the organisation for it.`;
  const tomorrow = acceptedFrom(new Date());
  const seen = { payer: await installsOf(world, payer), penniless: await installsOf(world, 'org:penniless') };
  const accept = (org: string, subject: string) => acceptNext(world, org, appId, subject);
  tell(
    '3. A free app becomes a subscription of 9,000',
    {
      'to the public, at 9,000 a month': published,
      receipts,
      'org:asked, with an account, reads': seen.payer,
      'org:penniless, without one, reads': seen.penniless,
      'who may accept': {
        'a platform admin': await accept(payer, 'user:root'),
        'a member': await accept(payer, 'user:mallory'),
        'a billing admin without an account': await accept('org:penniless', 'user:alice'),
        'a billing admin with one': await accept(payer, 'user:alice'),
      },
      'org:asked reads': await installsOf(world, payer),
      'org:penniless reads': await installsOf(world, 'org:penniless'),
      [`the close of ${month}`]: await close(world),
      'org:asked is billed': await booksOf(world, payer, period),
      'org:penniless is billed': await booksOf(world, 'org:penniless', period),
    },
    {
      'to the public, at 9,000 a month': 'PUBLISHED, approved by user:priya',
      receipts: ['new', 'new'],
      'org:asked, with an account, reads': [
        { app: appId, price: 'version 1, free', upcoming: `version 2, USD 9000 a month, from ${bindsFromOf(now)}` },
      ],
      'org:penniless, without one, reads': [
        { app: appId, price: 'version 1, free', upcoming: 'version 2, USD 9000 a month, once it is accepted' },
      ],
      'who may accept': {
        'a platform admin': forbidden,
        'a member': forbidden,
        'a billing admin without an account':
          'ACCOUNT_REQUIRED: This price can cost something and org:penniless has no billing account; open one with openAccount.',
        'a billing admin with one': 'done',
      },
      'org:asked reads': [{ app: appId, price: 'version 1, free', upcoming: `version 2, USD 9000 a month, from ${tomorrow}` }],
      'org:penniless reads': [{ app: appId, price: 'version 1, free', upcoming: 'version 2, USD 9000 a month, once it is accepted' }],
      [`the close of ${month}`]: '0 failed, 0 waiting',
      'org:asked is billed': nothing,
      'org:penniless is billed': nothing,
    },
  );
});

test('4: installed, used, uninstalled, and only then sent', async () => {
  const appId = 'late-news';
  await publish(world, appId, payg('invocation', '1'));
  const [today, then] = [await makePayer(world, 'org:gone-today', appId), await makePayer(world, 'org:gone-then', appId)];
  await past(world, ({ uninstall: end }) => end(then, 'user:alice', appId), on('20'));
  const ended = await uninstall(world, today, appId);
  const receipts = {
    today: await send(world, use(today, appId, on('10')), use(today, appId, new Date())),
    long: await send(world, use(then, appId, on('10')), use(then, appId, on('21'))),
  };
  tell(
    '4. Uninstalled before the events are sent',
    {
      'org:gone-today ends it': ended,
      'events of before and after': receipts.today,
      'org:gone-then ended it long ago': receipts.long,
      'org:gone-today reads': await installsOf(world, today),
      [`the close of ${month}`]: await close(world),
      'org:gone-today is billed': await booksOf(world, today, period),
      'org:gone-then is billed': await booksOf(world, then, period),
    },
    {
      'org:gone-today ends it': 'done',
      'events of before and after': ['new', notKnownYet(today, appId)],
      'org:gone-then ended it long ago': ['new', notInstalled(then, appId)],
      'org:gone-today reads': [{ app: `${appId}, ended`, price: 'version 1, USD 1 per invocation', upcoming: 'none' }],
      [`the close of ${month}`]: '0 failed, 0 waiting',
      'org:gone-today is billed': { ...nothing, invoice: [`${appId}: 1 invocation at 1 = 1.00`, 'total 1.00 USD'] },
      'org:gone-then is billed': { ...nothing, invoice: [`${appId}: 1 invocation at 1 = 1.00`, 'total 1.00 USD'] },
    },
  );
});

test('5: reinstalled at another price, and two installs of a subscription in a month', async () => {
  const subscription = (monthlyFee: string): Pricing => ({
    model: 'SUBSCRIPTION',
    monthlyFee,
    prices: [{ unit: 'token', pricePerUnit: '0.01' }],
    included: [{ unit: 'token', quantity: '100' }],
  });
  await publish(world, 'again', payg('invocation', '0.10'));
  await publish(world, 'again-monthly', subscription('9'));
  const org = await makePayer(world, 'org:again', 'again', 'again-monthly');
  const both = ['again', 'again-monthly'] as const;
  await past(
    world,
    async ({ uninstall: end }) => {
      for (const appId of both) await end(org, 'user:alice', appId);
    },
    on('10'),
  );
  await past(
    world,
    async ({ publishNext: next }) => {
      await next(NORTHWIND, { appId: 'again', pricingTemplate: payg('invocation', '0.20') });
      await next(NORTHWIND, { appId: 'again-monthly', pricingTemplate: subscription('12') });
    },
    on('11'),
  );
  await past(
    world,
    async ({ install: add }) => {
      for (const appId of both) await add(org, 'user:alice', appId);
    },
    on('12'),
  );
  const receipts = {
    uses: await send(world, ...['05', '11', '15'].map((day) => use(org, 'again', on(day)))),
    tokens: await send(world, ...['05', '15'].map((day) => use(org, 'again-monthly', on(day), { tokens: 60 }))),
  };
  tell(
    '5. Reinstalled at another price',
    {
      'uses before, between and after': receipts.uses,
      '60 tokens before and after': receipts.tokens,
      'org:again reads': await installsOf(world, org),
      [`the close of ${month}`]: await close(world),
      'org:again is billed': await booksOf(world, org, period),
    },
    {
      'uses before, between and after': ['new', notInstalled(org, 'again'), 'new'],
      '60 tokens before and after': ['new', 'new'],
      'org:again reads': [
        { app: 'again-monthly', price: 'version 2, USD 12 a month, 0.01 per token', upcoming: 'none' },
        { app: 'again', price: 'version 2, USD 0.2 per invocation', upcoming: 'none' },
        { app: 'again-monthly, ended', price: 'version 1, USD 9 a month, 0.01 per token', upcoming: 'none' },
        { app: 'again, ended', price: 'version 1, USD 0.1 per invocation', upcoming: 'none' },
      ],
      [`the close of ${month}`]: '0 failed, 0 waiting',
      'org:again is billed': {
        ...nothing,
        invoice: [
          'again: 1 invocation at 0.1 = 0.10',
          'again: 1 invocation at 0.2 = 0.20',
          'again-monthly: 1 month at 9 = 9.00',
          'again-monthly: 60 token less 60 included at 0.01 = 0.00',
          'again-monthly: 60 token less 40 included at 0.01 = 0.20',
          'total 9.50 USD',
        ],
      },
    },
  );
});

test('6: no account, and one in yen', async () => {
  await publish(world, 'priced', payg('invocation', '1'));
  await publish(world, 'free', { model: 'FREE', prices: [] });
  await makeConsumer(world, 'org:none');
  await makeConsumer(world, 'org:yen');
  const opened = await openAccount(world, 'org:yen', 'JPY');
  // Both have another free app since long ago, so that their month has use.
  await publish(world, 'free-then', { model: 'FREE', prices: [] });
  const told: Record<string, Record<string, Awaited<ReturnType<typeof installsOf>> | string | string[]>> = {};
  for (const org of ['org:none', 'org:yen']) {
    await past(world, ({ install: add }) => add(org, 'user:alice', 'free-then'));
    told[org] = {
      'installs what costs 1 USD': await install(world, org, 'priced'),
      'installs what is free': await install(world, org, 'free'),
      'uses what it could not install': await send(world, use(org, 'priced', on('10')), use(org, 'priced', new Date())),
      'uses what is free': [...(await send(world, use(org, 'free', new Date()))), ...(await send(world, use(org, 'free-then', on('10'))))],
      installs: await installsOf(world, org),
    };
  }
  tell(
    '6. No account, and one in yen',
    {
      'org:yen opens an account in JPY': opened,
      ...told,
      [`the close of ${month}`]: await close(world),
      'org:none is billed': await booksOf(world, 'org:none', period),
      'org:yen is billed': await booksOf(world, 'org:yen', period),
    },
    {
      'org:yen opens an account in JPY': 'done',
      ...Object.fromEntries(
        Object.entries({
          'org:none': 'ACCOUNT_REQUIRED: priced can cost something and org:none has no billing account; open one with openAccount first.',
          'org:yen': 'CURRENCY_MISMATCH: priced costs USD and the account of org:yen is in JPY; both must be the same.',
        }).map(([org, refused]) => [
          org,
          {
            'installs what costs 1 USD': refused,
            'installs what is free': 'done',
            'uses what it could not install': [notInstalled(org, 'priced'), notKnownYet(org, 'priced')],
            'uses what is free': ['new', 'new'],
            installs: ['free', 'free-then'].map((app) => ({ app, price: 'version 1, free', upcoming: 'none' })),
          },
        ]),
      ),
      [`the close of ${month}`]: '0 failed, 0 waiting',
      'org:none is billed': nothing,
      'org:yen is billed': nothing,
    },
  );
});
