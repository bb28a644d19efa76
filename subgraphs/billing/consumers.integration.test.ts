import { handle } from '@guildhall/events/event.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entities, keepConsumerNames } from './index.ts';
import { actor, APP, PUBLISHER, startBilling, usageRow, type RunningBilling } from './testing/fixture.ts';
import { payg } from './testing/values.ts';

const OTHER_APP = 'other-742';
const publisher = actor(PUBLISHER, 'publisher');
const FORWARD: PageRequest = { limit: 100, after: undefined, backward: false };
let on: RunningBilling;
let worker: Awaited<ReturnType<typeof openDatabase>>;

const page = (request: Partial<PageRequest> = {}, as = publisher, appId = APP, from = '2026-01', to = '2026-12') =>
  on.billing.appConsumerPage(as, { appId, from, to }, { ...FORWARD, ...request });
const tell = (orgId: string, name: string, at: string, type = 'governance.organization.renamed') =>
  worker.transaction((em) =>
    handle(keepConsumerNames, { id: `evt_${name}`, type, orgId, entityId: orgId, payload: { name }, occurredAt: new Date(at) }, em),
  );
const acme = { month: '2026-11', consumer: 'org:acme', name: 'Acme' };
const booked = { used: [{ unit: 'token', quantity: '6' }], earned: [{ minor: 3n, currency: 'USD' }] };

beforeAll(async () => {
  on = await startBilling();
  worker = await openDatabase({ url: on.url('worker'), schema: 'billing', entities, poolSize: 2 });
  await on.price(APP, payg({ token: '0.005' }));
  await on.price(OTHER_APP, payg({ token: '0.005' }));
  for (const org of ['org:acme', 'org:beta', PUBLISHER]) await on.openAccount(org);
  await tell('org:acme', 'Acme', '2026-01-02T00:00:00Z', 'governance.organization.created');
  await tell('org:stranger', 'Stranger', '2026-01-02T00:00:00Z', 'governance.organization.created');
  await on.desk.takeUsageDay([
    usageRow({ quantity: '1' }),
    usageRow({ day: '2026-11-17', quantity: '2' }),
    usageRow({ quantity: '4', version: 2 }),
    usageRow({ appId: OTHER_APP, quantity: '900' }),
  ]);
  await on.bill('org:acme');
  await on.desk.takeUsageDay([
    usageRow({ day: '2026-12-01', quantity: '0.5' }),
    usageRow({ day: '2026-12-01', unit: 'images', quantity: '3' }),
    usageRow({ orgId: 'org:beta', day: '2026-12-02', quantity: '8' }),
    usageRow({ orgId: PUBLISHER, day: '2026-12-02', quantity: '9' }),
  ]);
});
afterAll(async () => {
  await worker?.close();
  await on?.stop();
});

describe('the consumers of an app', () => {
  it('are each organisation and month with what it used and earned; an open month has no earnings yet', async () => {
    const open = (consumer: string, quantity: string) => ({
      month: '2026-12',
      consumer,
      name: undefined,
      used: [{ unit: 'token', quantity }],
      earned: [],
    });
    expect(await page()).toEqual([
      { ...open('org:acme', '0.5'), name: 'Acme', used: [{ unit: 'images', quantity: '3' }, ...open('', '0.5').used] },
      open('org:beta', '8'),
      open(PUBLISHER, '9'),
      { ...acme, ...booked },
    ]);
    expect(await page({}, publisher, APP, '2026-11', '2026-11')).toEqual([{ ...acme, ...booked }]);
  });

  it('are paged both ways in one order', async () => {
    const whole = (await page()) ?? [];
    const keyOf = (row = whole[0]) => [row?.month ?? '', row?.consumer ?? ''];
    for (const [i, row] of whole.entries()) {
      expect(await page({ after: keyOf(row) })).toEqual(whole.slice(i + 1));
      expect(await page({ after: keyOf(row), backward: true })).toEqual(whole.slice(0, i).reverse());
      expect(await page({ after: keyOf(row), limit: 1 })).toEqual(whole.slice(i + 1, i + 2));
    }
  });

  it('keep what was earned apart from use that came too late for it', async () => {
    await on.desk.takeUsageDay([usageRow({ day: '2026-11-18', quantity: '10' })]);
    expect((await page())?.at(-1)).toEqual({ ...acme, ...booked, used: [{ unit: 'token', quantity: '16' }] });
  });

  it('are there for a fee without use too', async () => {
    await on.sql(
      `insert into billing.app_revenue (org_id, line_id, app_id, month, currency, amount_minor, consumer) values ($1, 'lin_fee', $2, '2026-10', 'USD', 900, 'org:beta')`,
      [PUBLISHER, APP],
    );
    const fee = { month: '2026-10', consumer: 'org:beta', name: undefined, used: [], earned: [{ minor: 900n, currency: 'USD' }] };
    expect((await page())?.at(-1)).toEqual(fee);
  });

  it('follow a new name, and no older one that comes late', async () => {
    await tell('org:beta', 'Beta two', '2026-02-02T00:00:00Z');
    await tell('org:beta', 'Beta one', '2026-02-01T00:00:00Z');
    expect((await page())?.find(({ consumer }) => consumer === 'org:beta')?.name).toBe('Beta two');
  });

  it('are nobody to others, to a consumer itself, and without the role', async () => {
    for (const as of [actor('org:acme', 'billing_admin', 'publisher'), actor('org:stranger', 'platform_admin'), actor(PUBLISHER, 'member')])
      expect(await page({}, as)).toBeUndefined();
    expect(await page({}, publisher, 'absent-742')).toBeUndefined();
  });

  it('are named to the database of a publisher alone', async () => {
    const seen = (orgId: string) =>
      on.request.forOrganization(orgId, async (em) => ({
        names: (await em.execute<{ id: string }[]>(`select id from billing.organization_copy order by id`)).map(({ id }) => id),
        users: (await em.execute<{ id: string }[]>(`select distinct org_id as id from billing.usage_day order by 1`)).map(({ id }) => id),
      }));
    expect(await seen(PUBLISHER)).toEqual({ names: ['org:acme', 'org:beta'], users: ['org:acme', 'org:beta', PUBLISHER] });
    expect(await seen('org:acme')).toEqual({ names: [], users: ['org:acme'] });
    expect(await seen('org:stranger')).toEqual({ names: [], users: [] });
  });

  it('leave the publisher free to change its own currency', async () => {
    const seller = 'org:seller';
    await on.openAccount(seller);
    await on.desk.takeUsageDay([usageRow({ appId: 'sold-742', publisher: seller, day: '2026-12-03', quantity: '1' })]);
    const change = { currency: 'EUR', idempotencyKey: 'eur' } as const;
    expect(await on.consent.changeAccountCurrency(actor(seller, 'billing_admin'), change)).toMatchObject({ currency: 'EUR' });
  });
});
