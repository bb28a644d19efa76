import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { payg, subscription } from './testing/values.ts';
import { actor, APP, PUBLISHER, startBilling, usageRow, type RunningBilling } from './testing/fixture.ts';

const WINDOW = { from: '2026-11-01', to: '2026-12-01' };
const EURO_APP = 'euro-742';
const DEAR_APP = 'dear-742';

let on: RunningBilling;
beforeAll(async () => {
  on = await startBilling();
  await on.price(APP, payg({ token: '0.01' }));
  await on.price(EURO_APP, { ...payg({ token: '0.25', invocation: '1' }), currency: 'EUR' });
  await on.price(DEAR_APP, payg({ token: '10000000000000' }));
  await on.price('rest-742', payg({ token: '1' }));
});
afterAll(() => on?.stop());

/** How many accounts a month's run could not book. */
const run = async () => (await on.run()).standing.failed;
const found = async (orgId: string) =>
  (await on.desk.compareInvoicedMonths(WINDOW))
    .filter((difference) => difference.orgId === orgId)
    .map((d) => [d.kind, [d.appId, d.unit].filter(Boolean).join(' '), d.month, d.left, d.leftValue, d.right, d.rightValue].join(' | '));

describe('a month that was run', () => {
  it('names nothing before its run', async () => {
    await on.openAccount('org:acme');
    await on.desk.takeUsageDay([usageRow({ quantity: '100' })]);
    expect(await found('org:acme')).toEqual([]);
    expect(await run()).toBe(0);
    expect(await found('org:acme')).toEqual([]);
  });

  it('names what an organisation owes that opened its account after the run, until it is booked', async () => {
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:late', quantity: '700' })]);
    await run();
    await on.openAccount('org:late');
    expect(await found('org:late')).toEqual(['unbooked |  | 2026-11 | owed | 7.00 USD | booked | none']);
    await run();
    expect(await found('org:late')).toEqual([]);
  });

  it('names what came after a run in which nothing was owed', async () => {
    await on.openAccount('org:idle');
    expect(await on.bill('org:idle')).toEqual({ outcome: 'none', invoiceId: null });
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:idle', quantity: '3', unit: 'invocation' })]);
    // What costs nothing is not owed.
    expect(await found('org:idle')).toEqual([]);
    expect(await on.desk.takeUsageDay([usageRow({ orgId: 'org:idle', quantity: '50' })])).toEqual({ taken: 1, waiting: 0 });
    expect(await found('org:idle')).toEqual(['unbooked |  | 2026-11 | owed | 0.50 USD | booked | none']);
    await run();
    expect(await found('org:idle')).toEqual([]);
  });

  it('names a month whose booking is gone', async () => {
    const gone = await on.sql(`delete from billing.booked_month where org_id = 'org:late' returning invoice_id as "invoiceId"`);
    expect(await found('org:late')).toEqual(['unbooked |  | 2026-11 | owed | 7.00 USD | booked | none']);
    await on.sql(`insert into billing.booked_month values ('org:late', '2026-11', 'invoiced', $1, now(), now())`, [
      Object.values(gone[0] ?? {})[0],
    ]);
  });

  it('names the lines that are held, to whoever would earn them too, and bills the rest', async () => {
    await on.openAccount('org:dear');
    await on.desk.takeUsageDay([
      usageRow({ orgId: 'org:dear', quantity: '99999999999999999999' }),
      usageRow({ orgId: 'org:dear', quantity: '500', day: '2026-11-17', unit: 'invocation' }),
      usageRow({ orgId: 'org:dear', appId: DEAR_APP, quantity: '7' }),
      usageRow({ orgId: 'org:dear', appId: 'rest-742', quantity: '3' }),
    ]);
    const held = [
      `held_line | ${DEAR_APP} token | 2026-11 | charged | 70000000000000 USD | line | held: AMOUNT_TOO_LARGE`,
      `held_line | ${APP} token | 2026-11 | charged | 999999999999999999.99 USD | line | held: AMOUNT_TOO_LARGE`,
    ];
    const earned = held.map((line) => line.replace('| line |', '| line of org:dear |'));
    expect(await found('org:dear')).toEqual(['unbooked |  | 2026-11 | owed | 3.00 USD | booked | none', ...held]);
    expect((await found(PUBLISHER)).filter((line) => line.startsWith('held_line'))).toEqual(earned);
    expect(await run()).toBe(0);
    expect(await found('org:dear')).toEqual(held);
    expect(await found(PUBLISHER)).toEqual(earned);
    expect(await found('org:acme')).toEqual([]);
  });
});

describe('an organisation without an account', () => {
  const GIFT = 'gift-742';
  const CLUB = 'club-742';
  const owed = 'account |  | 2026-11 | use or fee | owed | billing account | none';
  beforeAll(async () => {
    await on.price(GIFT, { model: 'free', currency: 'USD', prices: [] });
    await on.price(CLUB, subscription('10', { token: '100' }, { token: '0.5' }));
    await on.price('ruinous-742', payg({ token: '10000000000000' }));
  });

  it.each([
    ['uses a free app', GIFT, 'token', '9000'],
    ['uses a unit without a price', APP, 'invocation', '9000'],
    ['uses an app without a price, such as its own', 'unpriced-742', 'token', '9000'],
    ['uses less than rounds to anything', APP, 'token', '0.4'],
  ])('that %s is not named, for it owes nothing', async (what, appId, unit, quantity) => {
    const orgId = `org:${what}`;
    await on.desk.takeUsageDay([usageRow({ orgId, appId, unit, quantity, ...(appId === 'unpriced-742' ? { publisher: orgId } : {}) })]);
    expect(await found(orgId)).toEqual([]);
  });

  it.each([
    ['uses what costs something', APP, '1'],
    ['uses what is priced in another currency', EURO_APP, '1'],
    ['uses what nobody can owe', 'ruinous-742', '7'],
  ])('that %s is named, once', async (what, appId, quantity) => {
    const orgId = `org:${what}`;
    await on.desk.takeUsageDay([usageRow({ orgId, appId, quantity }), usageRow({ orgId, appId: GIFT, quantity: '5' })]);
    expect(await found(orgId)).toEqual([owed]);
  });

  it('that used what it had not installed is named for it', async () => {
    await on.plainDesk.takeUsageDay([usageRow({ orgId: 'org:nowhere', quantity: '4' })]);
    expect(await found('org:nowhere')).toEqual([`unbound | ${APP} token | 2026-11 | use | 4 | install with a price | none`]);
  });

  it('that owes a fee is named, and not that which installed for nothing', async () => {
    await on.install('org:member', CLUB);
    await on.install('org:guest', GIFT);
    // Gone before the month began.
    await on.install('org:former', CLUB, '2026-09-01T00:00:00Z', '2026-10-31T00:00:00Z');
    expect([await found('org:member'), await found('org:guest'), await found('org:former')]).toEqual([[owed], [], []]);
  });

  it('whose use cannot be rated is named so, and stops nobody else', async () => {
    const broken = 'broken-742';
    await on.price(broken, payg({ token: '1' }));
    await on.sql(`update billing.price_version set pricing = jsonb_set(pricing, '{prices,0,pricePerUnit}', '"dear"') where app_id = $1`, [
      broken,
    ]);
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:puzzled', appId: broken, quantity: '1' })]);
    expect(await found('org:puzzled')).toEqual([
      expect.stringContaining('comparison |  | 2026-11 | comparison | done | outcome | failed:'),
    ]);
    expect(await found('org:member')).toEqual([owed]);
  });

  it('is named no more once it has one and was billed', async () => {
    await on.openAccount('org:member');
    await run();
    expect(await found('org:member')).toEqual([]);
  });
});

describe('an app that is priced in another currency', () => {
  it('is left out of the invoice, which has all the rest, and is named', async () => {
    await on.openAccount('org:mixed');
    await on.desk.takeUsageDay([
      usageRow({ orgId: 'org:mixed', quantity: '200' }),
      usageRow({ orgId: 'org:mixed', appId: EURO_APP, quantity: '3' }),
      usageRow({ orgId: 'org:mixed', appId: EURO_APP, quantity: '2', unit: 'invocation' }),
    ]);
    expect(await run()).toBe(0);
    const [invoice] = await on.billing.invoicePage(actor('org:mixed', 'auditor'), { limit: 1, after: undefined, backward: false });
    expect(invoice).toMatchObject({ status: 'final', total: { minor: 200n, currency: 'USD' } });
    expect(await found('org:mixed')).toEqual([`currency | ${EURO_APP} | 2026-11 | price | 2.75 EUR | billing account | USD`]);
  });

  it('is named too when nothing else was used, and nothing is booked', async () => {
    await on.openAccount('org:abroad');
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:abroad', appId: EURO_APP, quantity: '4' })]);
    expect(await run()).toBe(0);
    expect(await found('org:abroad')).toEqual([`currency | ${EURO_APP} | 2026-11 | price | 1 EUR | billing account | USD`]);
  });
});
