import { UserError } from '@guildhall/platform/errors.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actor, APP, DUE, PUBLISHER, startBilling, usageRow, type RunningBilling } from './testing/fixture.ts';
import { payg, subscription } from './testing/values.ts';

const DEAR_APP = 'dear-742';
const CLUB = 'club-742';
const GIFT = 'gift-742';

let on: RunningBilling;
beforeAll(async () => {
  on = await startBilling();
  await on.price(APP, payg({ token: '0.01' }));
  await on.price(DEAR_APP, payg({ token: '0.01' }));
  await on.price(CLUB, subscription('10', {}, {}));
  await on.price(GIFT, { model: 'free', currency: 'USD', prices: [] });
});
afterAll(() => on?.stop());
beforeEach(async () => {
  on.clock.now = DUE;
  await on.sql(
    `truncate billing.account, billing.install_copy, billing.usage_day, billing.invoice, billing.charge_line, billing.draft_line,
       billing.ledger_transaction, billing.ledger_entry, billing.app_revenue, billing.booked_month, billing.number_series, billing.billing_run,
       billing.unbooked_month, billing.idempotency_key, billing.install_binding, billing.held_line`,
  );
});

const use = (orgId: string, quantity = '100', appId = APP, version = 1) =>
  on.desk.takeUsageDay([usageRow({ orgId, appId, quantity, version })]);
/** An account that used. */
async function customer(orgId: string, appId = APP) {
  await on.openAccount(orgId);
  await use(orgId, '100', appId);
}
const mendPrice = (price: string) =>
  on.sql(`update billing.price_version set pricing = jsonb_set(pricing, '{prices,0,pricePerUnit}', to_jsonb($1::text)) where app_id = $2`, [
    price,
    DEAR_APP,
  ]);
const started = async () => (await on.run()).started;
const invoiced = async (orgId: string) =>
  (await on.billing.invoicePage(actor(orgId, 'auditor'), { limit: 5, after: undefined, backward: false })).map(({ total }) => total.minor);

describe('grace', () => {
  it('nothing books a month one millisecond before 72 hours after its end, and from then on it is booked', async () => {
    await customer('org:acme');
    on.clock.now = new Date(DUE.getTime() - 1);
    const refused = await on.desk.numberAndPost('org:acme', '2026-11').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UserError);
    expect(refused).toMatchObject({ code: 'MONTH_NOT_DUE', message: expect.stringContaining('2026-12-04T00:00:00.000Z') });
    expect(() => on.desk.checkDue('2026-11')).toThrow('not due');
    expect(await on.sql('select 1 from billing.booked_month')).toEqual([]);
    on.clock.now = DUE;
    on.desk.checkDue('2026-11');
    expect(await on.desk.numberAndPost('org:acme', '2026-11')).toMatchObject({ outcome: 'invoiced' });
  });

  it('use that billing took within it is in the invoice; what comes after booking waits and is named', async () => {
    await customer('org:acme');
    on.clock.now = new Date('2026-12-03T12:00:00Z');
    expect(await use('org:acme', '150', APP, 2)).toEqual({ taken: 1, waiting: 0 });
    on.clock.now = DUE;
    await on.run();
    expect(await invoiced('org:acme')).toEqual([150n]);
    expect(await use('org:acme', '151', APP, 3)).toEqual({ taken: 0, waiting: 1 });
    expect(await on.run()).toMatchObject({ started: [] });
    expect(await invoiced('org:acme')).toEqual([150n]);
    const found = await on.desk.compareInvoicedMonths({ from: '2026-11-01', to: '2026-12-01' });
    expect(found).toMatchObject([{ kind: 'late_use', orgId: 'org:acme', leftValue: '151', rightValue: '150' }]);
  });
});

describe('a run starts', () => {
  it('by what was used or installed, a page at a time, and of what owes something alone', async () => {
    await customer('org:acme');
    await customer('org:gifted', GIFT);
    await on.openAccount('org:member');
    await on.install('org:member', CLUB);
    await on.openAccount('org:inside', 'internal');
    await use('org:inside', '5', GIFT);
    await on.openAccount(PUBLISHER);
    await on.install(PUBLISHER, CLUB);
    await on.openAccount('org:idle');
    await on.install('org:idle', APP);
    await use('org:silent');
    const all = ['org:acme', 'org:inside', 'org:member', PUBLISHER];
    expect(await on.desk.accountsToBill('2026-11', undefined, 100)).toEqual({ accounts: all, next: null });
    const first = await on.desk.accountsToBill('2026-11', undefined, 3);
    expect(first).toEqual({ accounts: all.slice(0, 3), next: 'org:member' });
    expect(await on.desk.accountsToBill('2026-11', first.next ?? undefined, 3)).toEqual({ accounts: [PUBLISHER], next: null });
  });

  it('those that wait too, in the order of the others and no more than a page holds', async () => {
    const ids = Array.from({ length: 120 }, (_, i) => `org:waits-${String(i).padStart(3, '0')}`);
    await on.sql(
      `insert into billing.account select id, 'external', 'USD', 'user:alice', '2026-01-01', '2026-01-01' from unnest($1::text[]) as ids (id)`,
      [ids],
    );
    await customer('org:acme');
    await customer('org:xenon');
    const waiting = new Set([...ids, 'org:without-account']);
    const seen: string[] = [];
    for (let after: string | undefined; ;) {
      const { accounts, next } = await on.desk.accountsToBill('2026-11', after, 7, waiting);
      expect(accounts.length).toBeLessThanOrEqual(7);
      seen.push(...accounts);
      if (next === null) break;
      after = next;
    }
    expect(seen).toEqual(['org:acme', ...ids, 'org:xenon']);
  });

  it('each of many once, whatever the size of a page, past pages in which nobody owes', async () => {
    const ids = Array.from({ length: 230 }, (_, i) => `org:many-${String(i).padStart(3, '0')}`);
    await on.sql(
      `insert into billing.account select id, 'external', 'USD', 'user:alice', '2026-01-01', '2026-01-01' from unnest($1::text[]) as ids (id)`,
      [ids],
    );
    await on.desk.takeUsageDay(ids.map((orgId, i) => usageRow({ orgId, quantity: '1', appId: i % 115 === 114 ? APP : GIFT })));
    for (const limit of [1, 2, 3]) {
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const { accounts, next } = await on.desk.accountsToBill('2026-11', after, limit);
        expect(accounts.length).toBeLessThanOrEqual(limit);
        seen.push(...accounts);
        if (next === null) break;
        after = next;
      }
      expect(seen).toEqual(['org:many-114', 'org:many-229']);
    }
  });

  it('after failures only the accounts that failed, and says of each why', async () => {
    await customer('org:acme');
    await customer('org:dear', DEAR_APP);
    await customer('org:gifted', GIFT);
    await mendPrice('no number');
    const first = await on.run();
    expect(first.started).toEqual(['org:acme', 'org:dear']);
    const why = { orgId: 'org:dear', outcome: 'failed', code: expect.any(String), reason: expect.stringContaining('no number') };
    expect(first.standing).toEqual({ accounts: 2, invoices: 1, failed: 1, waiting: 0, unbooked: [why] });
    expect(await on.run()).toEqual({ started: ['org:dear'], standing: first.standing });

    await mendPrice('0.01');
    expect(await on.run()).toEqual({
      started: ['org:dear'],
      standing: { accounts: 2, invoices: 2, failed: 0, waiting: 0, unbooked: [] },
    });
    await mendPrice('no number');
    expect(await started()).toEqual([]);
    expect([await invoiced('org:acme'), await invoiced('org:dear')]).toEqual([[100n], [100n]]);
  });

  it('an account that waits again, until it is booked', async () => {
    await customer('org:acme');
    const waits = { orgId: 'org:acme', outcome: 'waiting', code: 'MONTH_WAITS', reason: 'An event of it is dead.' } as const;
    await on.desk.recordUnbooked('2026-11', waits);
    const standing = await on.desk.recordRun('2026-11');
    expect(standing).toEqual({ accounts: 1, invoices: 0, failed: 0, waiting: 1, unbooked: [waits] });
    expect(await on.desk.monthsToInvoice('2026-11-05', '2026-12', 12)).toEqual(['2026-11']);
    expect(await on.run()).toMatchObject({ started: ['org:acme'], standing: { invoices: 1, waiting: 0, unbooked: [] } });
    expect(await on.desk.monthsToInvoice('2026-11-05', '2026-12', 12)).toEqual([]);
  });

  it('an account that came to nothing again only when it owes something now', async () => {
    await customer('org:gifted', GIFT);
    expect(await started()).toEqual([]);
    await on.desk.takeUsageDay([usageRow({ orgId: 'org:gifted', quantity: '3', unit: 'invocation' })]);
    expect(await started()).toEqual([]);
    await use('org:gifted', '7');
    expect(await started()).toEqual(['org:gifted']);
    expect(await invoiced('org:gifted')).toEqual([7n]);
    expect(await started()).toEqual([]);
  });

  it('an account that was opened after the last run, or whose install came after it', async () => {
    await use('org:late');
    await on.openAccount('org:member');
    expect(await started()).toEqual([]);
    await on.openAccount('org:late');
    await on.install('org:member', CLUB);
    expect(await started()).toEqual(['org:late', 'org:member']);
  });

  it('one that was booked and not finalized, and forgets a failure that came to nothing', async () => {
    await customer('org:cut-off');
    await on.desk.numberAndPost('org:cut-off', '2026-11');
    await customer('org:gifted', GIFT);
    await on.desk.recordUnbooked('2026-11', { orgId: 'org:gifted', outcome: 'failed', code: 'TimeoutFailure', reason: 'took too long' });
    expect(await on.run()).toMatchObject({ started: ['org:cut-off', 'org:gifted'], standing: { failed: 0, unbooked: [] } });
    expect(await started()).toEqual([]);
    expect(await on.sql(`select status from billing.invoice`)).toEqual([{ status: 'final' }]);
  });

  it('nobody of whom a draft came to nothing, though a run failed before', async () => {
    await customer('org:gifted', GIFT);
    await on.desk.recordUnbooked('2026-11', { orgId: 'org:gifted', outcome: 'failed', code: 'TimeoutFailure', reason: 'took too long' });
    expect(await on.desk.draftInvoice('org:gifted', '2026-11')).toMatchObject({ outcome: 'none' });
    expect(await started()).toEqual([]);
  });

  it('and names the first twenty of those that it could not book', async () => {
    for (let i = 0; i < 25; i++)
      await on.desk.recordUnbooked('2026-11', { orgId: `org:many-${i}`, outcome: 'failed', code: 'X', reason: 'because' });
    const { failed, unbooked } = await on.desk.recordRun('2026-11');
    expect([failed, unbooked.length]).toEqual([25, 20]);
  });
});

describe('ticks', () => {
  const due = (floor: string, newest: string, limit = 12) => on.desk.monthsToInvoice(floor, newest, limit);
  const failed = { orgId: 'org:acme', outcome: 'failed', code: 'X', reason: 'because' } as const;

  it('run each month since the floor until nobody fails, the newest first, and no other', async () => {
    expect(await due('2026-11-30', '2027-02')).toEqual(['2027-01', '2026-12', '2026-11']);
    expect(await due('2026-11-30', '2027-02', 2)).toEqual(['2027-01', '2026-12']);
    await on.desk.recordRun('2026-12');
    expect(await due('2026-11-30', '2027-02')).toEqual(['2027-01', '2026-11']);
    await on.desk.recordUnbooked('2026-12', failed);
    expect(await due('2026-12-01', '2027-02')).toEqual(['2027-01', '2026-12']);
    await on.desk.recordRun('2027-01');
    await on.desk.recordRun('2026-12');
    expect(await due('2026-12-01', '2027-02')).toEqual(['2026-12']);
    await on.desk.finalizeInvoice('org:acme', '2026-12');
    await on.desk.recordRun('2026-12');
    expect(await due('2026-12-01', '2027-02')).toEqual([]);
    expect(await due('2026-12-01', '2026-12')).toEqual([]);
    expect(await due('2026-12-01', '2026-11')).toEqual([]);
  });

  it('run a month again of which an earlier release counted a failure, or a run that began under it', async () => {
    await on.sql(`insert into billing.billing_run (month, accounts, invoices, failed, finished_at) values ('2026-10', 2, 1, 1, now())`);
    expect(await due('2026-10-01', '2026-11')).toEqual(['2026-10']);
    await on.desk.recordRun('2026-10');
    expect(await due('2026-10-01', '2026-11')).toEqual([]);
    expect(await on.desk.recordRun('2026-10', 1)).toMatchObject({ failed: 1, unbooked: [] });
    expect(await due('2026-10-01', '2026-11')).toEqual(['2026-10']);
  });
});

describe('firstDay', () => {
  it('is that of the earliest account or install, in UTC; without any there is none', async () => {
    expect(await on.desk.firstDay()).toBeUndefined();
    await on.openAccount('org:acme');
    expect(await on.desk.firstDay()).toBe('2026-01-01');
    await on.install('org:acme', APP, '2026-01-01T00:30:00+01:00');
    expect(await on.desk.firstDay()).toBe('2025-12-31');
  });
});
