import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { payg } from './testing/values.ts';
import { actor, APP, startBilling, usageRow, type RunningBilling } from './testing/fixture.ts';

const WINDOW = { from: '2026-11-01', to: '2026-12-01' };
const EURO_APP = 'euro-742';
const DEAR_APP = 'dear-742';

let on: RunningBilling;
beforeAll(async () => {
  on = await startBilling();
  await on.price(APP, payg({ token: '0.01' }));
  await on.price(EURO_APP, { ...payg({ token: '0.25', invocation: '1' }), currency: 'EUR' });
  await on.price(DEAR_APP, payg({ token: '10000000000000' }));
});
afterAll(() => on?.stop());

/** A month's run as the workflow does it: every account in turn, one that is refused counted. */
async function run(month = '2026-11') {
  const { accounts } = await on.desk.accountsToBill(month, undefined, 1_000);
  let failed = 0;
  for (const orgId of accounts) await on.bill(orgId, month).catch(() => (failed += 1));
  await on.desk.recordRun({ month, accounts: accounts.length, invoices: accounts.length - failed, failed });
  return failed;
}
const found = async (orgId: string) =>
  (await on.desk.compareInvoicedMonths(WINDOW))
    .filter((difference) => difference.orgId === orgId)
    .map((d) => [d.kind, d.appId ?? '', d.month, d.left, d.leftValue, d.right, d.rightValue].join(' | '));

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

  it('names an account that cannot be rated, and the others all the same', async () => {
    await on.openAccount('org:dear');
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:dear', appId: DEAR_APP, quantity: '7' })]);
    expect(await run()).toBe(1);
    expect(await found('org:dear')).toEqual(['unbooked |  | 2026-11 | owed | AMOUNT_TOO_LARGE | booked | none']);
    expect(await found('org:acme')).toEqual([]);
    await on.sql(`update billing.price_version set pricing = jsonb_set(pricing, '{prices,0,pricePerUnit}', '"1"') where app_id = $1`, [
      DEAR_APP,
    ]);
    expect(await run()).toBe(0);
    expect(await found('org:dear')).toEqual([]);
  });
});

describe('an app that costs another currency', () => {
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

describe('ticks', () => {
  it('begin again at the oldest month whose last run failed, however clean the later ones are', async () => {
    await on.sql(`truncate billing.billing_run`);
    const record = (month: string, failed: number) => on.desk.recordRun({ month, accounts: 2, invoices: 2 - failed, failed });
    await record('2026-12', 1);
    expect(await on.desk.lastInvoicedMonth()).toBe('2026-11');
    await record('2027-01', 1);
    await record('2027-02', 0);
    expect(await on.desk.lastInvoicedMonth()).toBe('2026-11');
    await record('2026-12', 0);
    expect(await on.desk.lastInvoicedMonth()).toBe('2026-12');
    await record('2027-01', 0);
    expect(await on.desk.lastInvoicedMonth()).toBe('2027-02');
  });
});
