import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actor, DUE, PUBLISHER, startBilling, usageRow, type RunningBilling } from './testing/fixture.ts';
import { payg } from './testing/values.ts';

const FREE = { model: 'free', currency: 'USD', prices: [] } as const;
let on: RunningBilling;
let n = 0;
beforeAll(async () => {
  on = await startBilling();
});
afterAll(() => on?.stop());

/** An app with a version that was shown at an install, and a later one that was announced. */
async function twoVersions(first: Parameters<typeof on.price>[1], second: Parameters<typeof on.price>[1], announcedAt: string) {
  const appId = `app-${++n}`;
  const { priceVersionId: shown } = await on.price(appId, first, `pub_${appId}_1`);
  const { priceVersionId: later } = await on.price(appId, second, `pub_${appId}_2`);
  on.clock.now = new Date(announcedAt);
  await on.desk.announcePrice({ orgId: PUBLISHER, appId, priceVersionId: later });
  return { appId, shown, later, installId: `ins_${appId}` };
}
const accepted = (orgId: string) => on.sql(`select 1 from billing.outbox where type = 'billing.price.accepted' and org_id = $1`, [orgId]);
const admin = (orgId: string) => actor(orgId, 'billing_admin');
const accept = (orgId: string, installId: string, priceVersionId: string, idempotencyKey = 'key') =>
  on.consent.acceptPrice(admin(orgId), { installId, priceVersionId, idempotencyKey });

describe('accepting a price', () => {
  it('that binds by silence already changes and tells nothing', async () => {
    await on.openAccount('org:silent');
    const { appId, shown, later, installId } = await twoVersions(payg({ token: '1' }), payg({ token: '2' }), '2026-10-02T00:00:00Z');
    await on.install('org:silent', appId, '2026-10-02T00:00:00Z', null, { priceVersionId: shown });
    on.clock.now = new Date('2026-10-31T23:59:00Z');
    const price = async () => (await on.consent.pricesOfInstalls(admin('org:silent'), [installId]))[0]?.price?.number;
    expect(await price()).toBe(1);
    on.clock.now = new Date('2026-11-10T00:00:00Z');
    expect(await price()).toBe(2);
    expect(await accept('org:silent', installId, later)).toBe(installId);
    expect(await accepted('org:silent')).toEqual([]);
  });

  it('that will bind by silence later makes it bind tomorrow', async () => {
    await on.openAccount('org:eager');
    const { appId, shown, later, installId } = await twoVersions(payg({ token: '1' }), payg({ token: '2' }), '2026-10-02T00:00:00Z');
    await on.install('org:eager', appId, '2026-10-02T00:00:00Z', null, { priceVersionId: shown });
    on.clock.now = new Date('2026-10-10T08:00:00Z');
    await accept('org:eager', installId, later);
    expect(await accepted('org:eager')).toHaveLength(1);
  });

  it('several times at once, without an account, is told once', async () => {
    const { appId, shown, later, installId } = await twoVersions(payg({ token: '1' }), FREE, '2026-10-30T00:00:00Z');
    await on.install('org:poor', appId, '2026-10-02T00:00:00Z', null, { priceVersionId: shown });
    on.clock.now = new Date('2026-10-30T08:00:00Z');
    await Promise.all(['a', 'b', 'c', 'd'].map((key) => accept('org:poor', installId, later, key)));
    expect(await accepted('org:poor')).toHaveLength(1);
  });
});

it('an install that ended at 00:00 never had the price of the day that then began, nor keeps its currency', async () => {
  await on.openAccount('org:midnight');
  const { appId, shown, installId } = await twoVersions(FREE, payg({ token: '2' }), '2026-10-15T00:00:00Z');
  const ended = async (orgId: string, at: string) => {
    await on.install(orgId, appId, '2026-10-02T00:00:00Z', at, { priceVersionId: shown });
    on.clock.now = new Date('2026-12-10T00:00:00Z');
    const [prices] = await on.consent.pricesOfInstalls(admin(orgId), [installId]);
    const change = on.consent.changeAccountCurrency(admin(orgId), { currency: 'JPY', idempotencyKey: 'change' });
    return [
      prices?.price?.number,
      await change.then(
        ({ currency }) => currency,
        (error: Error) => error.message,
      ),
    ];
  };
  expect(await ended('org:midnight', '2026-12-01T00:00:00Z')).toEqual([1, 'JPY']);
  on.clock.now = new Date('2026-10-01T00:00:00Z');
  await on.openAccount('org:after');
  expect(await ended('org:after', '2026-12-01T00:00:00.001Z')).toEqual([2, expect.stringContaining('USD')]);
});

it('late use of a day before the account was opened is in no report', async () => {
  const [gift, paid] = ['gift', 'paid'];
  const { priceVersionId: free } = await on.price(gift, FREE);
  const { priceVersionId } = await on.price(paid, payg({ token: '1' }));
  on.clock.now = new Date('2026-11-15T09:00:00Z');
  await on.billing.openAccount(admin('org:mid'), { kind: 'external', currency: 'USD', idempotencyKey: 'open' });
  await on.install('org:mid', gift, '2026-11-01T00:00:00Z', null, { priceVersionId: free });
  await on.install('org:mid', paid, '2026-11-16T00:00:00Z', null, { priceVersionId });
  await on.desk.takeUsageDay([usageRow({ orgId: 'org:mid', appId: paid, day: '2026-11-17', quantity: '3' })]);
  on.clock.now = DUE;
  await on.run();
  const found = async () =>
    (await on.desk.compareInvoicedMonths({ from: '2026-11-01', to: '2026-12-01' }))
      .filter(({ orgId }) => orgId === 'org:mid')
      .map(({ kind, leftValue }) => [kind, leftValue]);
  await on.desk.takeUsageDay([usageRow({ orgId: 'org:mid', appId: gift, day: '2026-11-10', quantity: '7' })]);
  expect(await found()).toEqual([]);
  await on.desk.takeUsageDay([usageRow({ orgId: 'org:mid', appId: gift, day: '2026-11-15', quantity: '8' })]);
  expect(await found()).toEqual([['late_use', '8']]);
});
