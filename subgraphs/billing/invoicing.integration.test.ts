import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '@guildhall/platform/errors.ts';
import { payg, subscription } from './testing/values.ts';
import { actor, APP, PUBLISHER, startBilling, usageRow, type RunningBilling } from './testing/fixture.ts';

let on: RunningBilling;
beforeAll(async () => {
  on = await startBilling();
  await on.price(APP, payg({ input_tokens: '0.0000025', output_tokens: '0.00001', token: '0' }));
  await on.price('planner', subscription('10', { token: '100' }, { token: '0.5' }));
});
afterAll(() => on?.stop());

const rejection = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof UserError ? error.code : error),
  );
const count = async (table: string, orgId: string) =>
  Number((await on.sql<{ n: string }>(`select count(*) as n from billing.${table} where org_id = $1`, [orgId]))[0]?.n);
const booked = async (orgId: string) => ({
  invoices: await count('invoice', orgId),
  lines: await count('charge_line', orgId),
  entries: await count('ledger_entry', orgId),
  events: Number(
    (
      await on.sql<{ n: string }>(`select count(*) as n from billing.outbox where org_id = $1 and type = 'billing.invoice.finalized'`, [
        orgId,
      ])
    )[0]?.n,
  ),
});
const compared = () => on.desk.compareInvoicedMonths({ from: '2026-11-01', to: '2026-12-01' });
const invoiceOf = async (orgId: string) => {
  const [invoice] = await on.billing.invoicePage(actor(orgId, 'auditor'), { limit: 1, after: undefined, backward: false });
  const lines = invoice ? await on.billing.linesOfInvoices(actor(orgId, 'auditor'), [invoice]) : [];
  return { invoice, lines };
};

describe('a month of real calls', () => {
  const calls = { input_tokens: '18059974', output_tokens: '245896', invocation: '8819', token: '18305870' };

  it('comes to 45.15 and 2.46, invocations and tokens to nothing, 47.61 in all, and once however often it is billed', async () => {
    await on.openAccount('org:acme');
    const rows = Object.entries(calls).map(([unit, quantity]) => usageRow({ unit, quantity }));
    expect(await on.desk.takeUsageDay(rows)).toEqual({ taken: 4, waiting: 0 });
    expect(await on.desk.takeUsageDay(rows)).toEqual({ taken: 0, waiting: 0 });

    const first = await on.bill('org:acme');
    const { invoice, lines } = await invoiceOf('org:acme');
    expect(invoice).toMatchObject({
      id: first.invoiceId,
      number: 'GH-2026-000001',
      status: 'final',
      total: { minor: 4761n, currency: 'USD' },
    });
    expect(
      lines.map(({ unit, quantity, unitPrice, amount }) => [unit, Number(quantity), unitPrice.replace(/0+$/, ''), amount.minor]),
    ).toEqual([
      ['input_tokens', 18059974, '0.0000025', 4515n],
      ['invocation', 8819, '', 0n],
      ['output_tokens', 245896, '0.00001', 246n],
      ['token', 18305870, '', 0n],
    ]);
    const once = await booked('org:acme');
    expect(once).toEqual({ invoices: 1, lines: 4, entries: 2, events: 1 });

    expect(await on.bill('org:acme')).toEqual(first);
    expect(await booked('org:acme')).toEqual(once);
    expect(await compared()).toEqual([]);
  });

  it('books the receivable against the app’s revenue, every leg under the consumer, and tells the publisher the amounts', async () => {
    const entries = await on.billing.entryPage(actor('org:acme', 'auditor'), '2026-11', { limit: 10, after: undefined, backward: false });
    expect(entries.map(({ account, minor, orgId }) => `${account} ${minor} ${orgId}`).sort()).toEqual([
      'receivable/org:acme 4761 org:acme',
      `revenue/${PUBLISHER}/${APP} -4761 org:acme`,
    ]);
    expect(await on.billing.revenueOfApps(actor(PUBLISHER, 'publisher'), [APP])).toEqual([
      { appId: APP, months: [{ appId: APP, month: '2026-11', amount: { minor: 4761n, currency: 'USD' } }] },
    ]);
    expect(await on.billing.revenueOfApps(actor('org:acme', 'publisher'), [APP])).toEqual([]);
  });

  it('keeps what comes after it was booked as a correction, bills it not, and names it with both quantities', async () => {
    const late = usageRow({ unit: 'input_tokens', quantity: '18059975', version: 2 });
    expect(await on.desk.takeUsageDay([late])).toEqual({ taken: 0, waiting: 1 });
    expect(await on.desk.takeUsageDay([late])).toEqual({ taken: 0, waiting: 0 });
    await on.bill('org:acme');
    const { invoice } = await invoiceOf('org:acme');
    expect(invoice?.total.minor).toBe(4761n);
    expect(await compared()).toEqual([
      {
        kind: 'late_use',
        orgId: 'org:acme',
        appId: APP,
        unit: 'input_tokens',
        month: '2026-11',
        invoiceId: invoice?.id,
        left: 'newest days',
        leftValue: '18059975',
        right: 'booked days',
        rightValue: '18059974',
      },
    ]);
  });
});

describe('a draft', () => {
  it('is computed anew from the days until it is posted, and stays the same invoice', async () => {
    await on.openAccount('org:draft');
    await on.install('org:draft', 'planner');
    const drafted = await on.desk.draftInvoice('org:draft', '2026-11');
    expect((await invoiceOf('org:draft')).invoice).toMatchObject({ status: 'draft', number: null, total: { minor: 1000n } });

    await on.desk.takeUsageDay([usageRow({ orgId: 'org:draft', appId: 'planner', quantity: '120' })]);
    expect(await on.desk.draftInvoice('org:draft', '2026-11')).toEqual(drafted);
    const { invoice, lines } = await invoiceOf('org:draft');
    expect(invoice?.total.minor).toBe(2000n);
    expect(lines.map(({ kind, unit, amount }) => [kind, unit, amount.minor])).toEqual([
      ['fee', 'month', 1000n],
      ['usage', 'token', 1000n],
    ]);
    expect(await count('charge_line', 'org:draft')).toBe(0);

    // A newer version of the day that comes before posting is in the invoice.
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:draft', appId: 'planner', quantity: '140', version: 2 })]);
    await on.desk.numberAndPost('org:draft', '2026-11');
    expect((await invoiceOf('org:draft')).invoice).toMatchObject({ id: drafted.invoiceId, status: 'posted', total: { minor: 3000n } });
    expect(await count('draft_line', 'org:draft')).toBe(0);
    await on.desk.finalizeInvoice('org:draft', '2026-11');
  });
});

describe('who is billed', () => {
  it('is nobody without an account: named and left alone', async () => {
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:silent', unit: 'output_tokens', quantity: '1000' })]);
    expect(await rejection(on.desk.draftInvoice('org:silent', '2026-11'))).toBe('ACCOUNT_NOT_FOUND');
    const silent = async (from: string, to: string) =>
      (await on.desk.compareInvoicedMonths({ from, to })).filter(({ orgId }) => orgId === 'org:silent');
    expect(await silent('2026-11-10', '2026-11-17')).toMatchObject([{ kind: 'account', month: '2026-11' }]);
    expect(await silent('2026-11-17', '2026-11-24')).toEqual([]);
    const { accounts } = await on.desk.accountsToBill('2026-11', undefined, 100);
    expect(accounts).not.toContain('org:silent');
  });

  it('an internal account by showback: lines and ledger entries, no invoice and no revenue', async () => {
    await on.openAccount('org:inside', 'internal');
    await on.install('org:inside', 'planner');
    expect(await on.bill('org:inside')).toEqual({ outcome: 'showback', invoiceId: null });
    expect(await on.bill('org:inside')).toEqual({ outcome: 'showback', invoiceId: null });
    expect(await booked('org:inside')).toEqual({ invoices: 0, lines: 1, entries: 2, events: 0 });
    const lines = await on.billing.showbackPage(actor('org:inside', 'billing_admin'), '2026-11', {
      limit: 5,
      after: undefined,
      backward: false,
    });
    expect(lines).toMatchObject([{ kind: 'fee', invoiceId: null, amount: { minor: 1000n } }]);
    const entries = await on.sql<{ account: string }>(`select account from billing.ledger_entry where org_id = 'org:inside' order by 1`);
    expect(entries.map(({ account }) => account)).toEqual(['cost/org:inside', `recovery/${PUBLISHER}/planner`]);
  });

  it('an organisation’s use of its own app by showback, beside its invoice for others’', async () => {
    await on.openAccount(PUBLISHER);
    await on.install(PUBLISHER, 'planner');
    expect(await on.bill(PUBLISHER)).toEqual({ outcome: 'showback', invoiceId: null });
  });

  it('nobody who used nothing', async () => {
    await on.openAccount('org:idle');
    await on.install('org:idle', APP);
    expect(await on.bill('org:idle')).toEqual({ outcome: 'none', invoiceId: null });
    expect(await booked('org:idle')).toEqual({ invoices: 0, lines: 0, entries: 0, events: 0 });
  });

  it('nobody before the month is due', async () => {
    expect(await rejection(on.desk.numberAndPost('org:draft', '2026-12'))).toBe('MONTH_NOT_DUE');
    expect(await rejection(on.desk.draftInvoice('org:draft', '2026-13'))).toBe('INVALID_INPUT');
  });
});

describe('a month in which nothing costs anything', () => {
  const GIFT = 'gift-742';
  const numbersTaken = () => on.sql(`select taken from billing.number_series where series = 2026`);
  const linesShown = async (orgId: string) =>
    (await on.billing.showbackPage(actor(orgId, 'auditor'), '2026-11', { limit: 9, after: undefined, backward: false })).map(
      ({ appId, unit, invoiceId, amount }) => [appId, unit, invoiceId, amount.minor],
    );
  const nothing = { invoices: 0, lines: 0, entries: 0, events: 0 };
  beforeAll(async () => {
    await on.price(GIFT, { model: 'free', currency: 'USD', prices: [] });
    await on.price('penny', payg({ token: '0.5' }));
  });

  it.each([
    ['of a free app', GIFT, '9000'],
    ['of units without a price', APP, '9000'],
    ['that rounds to nothing', 'penny', '0.009'],
  ])('is not booked and takes no number: use %s', async (what, appId, quantity) => {
    const orgId = `org:nothing-${what.replaceAll(' ', '-')}`;
    await on.openAccount(orgId);
    await on.desk.takeUsageDay([usageRow({ orgId, appId, quantity }), usageRow({ orgId, appId: GIFT, quantity: '5', unit: 'invocation' })]);
    const taken = await numbersTaken();
    expect(await on.bill(orgId)).toEqual({ outcome: 'none', invoiceId: null });
    expect(await on.desk.numberAndPost(orgId, '2026-11')).toEqual({ outcome: 'none', invoiceId: null });
    expect(await booked(orgId)).toEqual(nothing);
    expect(await count('booked_month', orgId)).toBe(0);
    expect(await count('draft_line', orgId)).toBe(0);
    expect(await numbersTaken()).toEqual(taken);
    expect((await compared()).filter((d) => d.orgId === orgId)).toEqual([]);
  });

  it('is booked once something does: the invoice then has the lines of zero too', async () => {
    const orgId = 'org:nothing-of-a-free-app';
    await on.desk.takeUsageDay([usageRow({ orgId, quantity: '246000', unit: 'output_tokens' })]);
    expect(await on.bill(orgId)).toMatchObject({ outcome: 'invoiced' });
    const { invoice, lines } = await invoiceOf(orgId);
    expect(invoice).toMatchObject({ status: 'final', total: { minor: 246n } });
    expect(lines.map(({ appId, unit, invoiceId, amount }) => [appId, unit, invoiceId === invoice?.id, amount.minor])).toEqual([
      [GIFT, 'invocation', true, 0n],
      [GIFT, 'token', true, 0n],
      [APP, 'output_tokens', true, 246n],
    ]);
    expect((await compared()).filter((d) => d.orgId === orgId)).toEqual([]);
  });

  it('takes a draft away that came to something before', async () => {
    const orgId = 'org:corrected';
    await on.openAccount(orgId);
    await on.desk.takeUsageDay([usageRow({ orgId, appId: 'penny', quantity: '8' })]);
    expect(await on.desk.draftInvoice(orgId, '2026-11')).toMatchObject({ outcome: 'invoiced' });
    await on.desk.takeUsageDay([usageRow({ orgId, appId: 'penny', quantity: '0', version: 2 })]);
    expect(await on.desk.draftInvoice(orgId, '2026-11')).toEqual({ outcome: 'none', invoiceId: null });
    expect([await booked(orgId), await count('draft_line', orgId)]).toEqual([nothing, 0]);
  });

  it('for others stands beside an organisation’s own use as lines without an invoice', async () => {
    const orgId = 'org:maker';
    await on.openAccount(orgId);
    await on.desk.putPriceInForce({
      orgId,
      appId: 'made-742',
      versionNumber: 1,
      digest: 'd',
      publishRequestId: 'pub_made',
      audience: { kind: 'public' },
      pricing: payg({ token: '1' }),
    });
    await on.desk.takeUsageDay([
      usageRow({ orgId, appId: 'made-742', publisher: orgId, quantity: '3' }),
      usageRow({ orgId, appId: GIFT, quantity: '5' }),
    ]);
    const taken = await numbersTaken();
    expect(await on.bill(orgId)).toEqual({ outcome: 'showback', invoiceId: null });
    expect(await booked(orgId)).toEqual({ invoices: 0, lines: 2, entries: 2, events: 0 });
    expect(await linesShown(orgId)).toEqual([
      [GIFT, 'token', null, 0n],
      ['made-742', 'token', null, 300n],
    ]);
    expect(await numbersTaken()).toEqual(taken);
    expect((await compared()).filter((d) => d.orgId === orgId)).toEqual([]);
  });

  it('is shown to an internal account all the same', async () => {
    await on.openAccount('org:nothing-inside', 'internal');
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:nothing-inside', appId: GIFT, quantity: '5' })]);
    expect(await on.bill('org:nothing-inside')).toEqual({ outcome: 'showback', invoiceId: null });
    expect(await linesShown('org:nothing-inside')).toEqual([[GIFT, 'token', null, 0n]]);
  });
});

describe('at once', () => {
  it('ten organisations, each billed by two runs, get ten numbers without a gap', async () => {
    const orgs = Array.from({ length: 10 }, (_, i) => `org:many-${i}`);
    const taken = await on.sql<{ taken: number }>(`select taken from billing.number_series where series = 2026`);
    for (const orgId of orgs) {
      await on.openAccount(orgId);
      await on.install(orgId, 'planner');
    }
    await Promise.all([...orgs, ...orgs].map((orgId) => on.bill(orgId)));
    const numbers = await on.sql<{ number: string }>(`select number from billing.invoice where org_id like 'org:many-%' order by number`);
    const before = taken[0]?.taken ?? 0;
    expect(numbers.map(({ number }) => number)).toEqual(orgs.map((_, i) => `GH-2026-${String(before + i + 1).padStart(6, '0')}`));
    for (const orgId of orgs) expect(await booked(orgId)).toEqual({ invoices: 1, lines: 1, entries: 2, events: 1 });
  });

  it('days that come while a month is booked are either billed or wait', async () => {
    await on.openAccount('org:race');
    const rows = Array.from({ length: 20 }, (_, i) =>
      usageRow({ orgId: 'org:race', appId: 'planner', day: `2026-11-${String(i + 1).padStart(2, '0')}`, quantity: '2' }),
    );
    await on.desk.takeUsageDay(rows.slice(0, 1));
    await Promise.all([...rows.slice(1).map((row) => on.desk.takeUsageDay([row])), on.bill('org:race')]);
    const [billed] = await on.sql<{ quantity: string }>(
      `select quantity::numeric::text as quantity from billing.charge_line where org_id = 'org:race' and kind = 'usage'`,
    );
    const [kept] = await on.sql<{ all: string; waiting: string }>(
      `select sum(quantity) as all, coalesce(sum(quantity) filter (where waiting), 0) as waiting from billing.usage_day where org_id = 'org:race'`,
    );
    expect(Number(kept?.all)).toBe(40);
    expect(Number(billed?.quantity)).toBe(40 - Number(kept?.waiting));
  });

  it('a booking that fails takes no number', async () => {
    await on.openAccount('org:broken');
    await on.install('org:broken', 'planner');
    const [before] = await on.sql<{ taken: number }>(`select taken from billing.number_series where series = 2026`);
    await on.sql(`alter table billing.booked_month add constraint refuse check (org_id <> 'org:broken')`);
    await expect(on.desk.numberAndPost('org:broken', '2026-11')).rejects.toThrow();
    await on.sql(`alter table billing.booked_month drop constraint refuse`);
    expect(await on.sql(`select taken from billing.number_series where series = 2026`)).toEqual([before]);
    expect(await booked('org:broken')).toMatchObject({ lines: 0, entries: 0 });
    await on.bill('org:broken');
    expect((await invoiceOf('org:broken')).invoice?.number).toBe(`GH-2026-${String((before?.taken ?? 0) + 1).padStart(6, '0')}`);
  });
});
