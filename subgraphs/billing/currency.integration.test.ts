import { UnavailableError, UserError } from '@guildhall/platform/errors.ts';
import type { Currency } from '@guildhall/platform/money.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actor, PUBLISHER, startBilling, usageRow, type RunningBilling } from './testing/fixture.ts';
import { payg } from './testing/values.ts';

let on: RunningBilling;
let org: string;
let count = 0;
beforeAll(async () => {
  on = await startBilling();
  await on.price('priced', payg({ invocation: '1' }), 'pub_priced');
  await on.price('was-priced', payg({ invocation: '1' }), 'pub_was_priced');
});
afterAll(() => on.stop());
beforeEach(async () => {
  on.stream.caughtUp = true;
  on.stream.arrives = async () => undefined;
  on.clock.now = new Date('2026-11-10T09:00:00Z');
  org = `org:payer-${++count}`;
  await on.openAccount(org);
});

const change = async (currency: Currency): Promise<string> => {
  const input = { currency, idempotencyKey: crypto.randomUUID() };
  return on.consent.changeAccountCurrency(actor(org, 'billing_admin'), input).then(
    (account) => account.currency,
    (error: unknown) => {
      if (error instanceof UnavailableError) return 'UNAVAILABLE';
      return error instanceof UserError ? `${error.code}` : String(error);
    },
  );
};

describe('the currency of an account changes', () => {
  it('while nothing is installed', async () => {
    expect(await change('JPY')).toBe('JPY');
  });

  it('not before everything that the catalog told has arrived', async () => {
    on.stream.caughtUp = false;
    expect(await change('JPY')).toBe('UNAVAILABLE');
  });

  it('is told to the catalog before installs are looked at, and taken back when it is refused', async () => {
    await on.install(org, 'priced');
    expect(await change('JPY')).toBe('CURRENCY_IN_USE');
    on.stream.caughtUp = false;
    expect(await change('JPY')).toBe('UNAVAILABLE');
    const told = await on.sql<{ payload: { currency: string; changingUntil: string | null } }>(
      `select payload from billing.outbox where org_id = $1 and type = 'billing.account.changed' order by position`,
      [org],
    );
    const until = new Date(on.clock.now.getTime() + 60_000).toISOString();
    expect(told.map(({ payload }) => [payload.currency, payload.changingUntil])).toEqual([
      ['USD', null],
      ['USD', until],
      ['USD', null],
      ['USD', until],
      ['USD', null],
    ]);
  });

  it('not when an install arrives while it waits for the catalog, nor once that took too long', async () => {
    on.stream.arrives = () => on.install(org, 'priced');
    expect(await change('JPY')).toBe('CURRENCY_IN_USE');
    on.stream.arrives = async () => void (on.clock.now = new Date(on.clock.now.getTime() + 31_000));
    org = `org:slow-${count}`;
    await on.openAccount(org);
    expect(await change('JPY')).toBe('UNAVAILABLE');
    on.stream.arrives = async () => undefined;
    expect(await change('JPY')).toBe('JPY');
  });

  it('once at a time, and again a minute after one that was cut off', async () => {
    const other: string[] = [];
    on.stream.arrives = async () => {
      on.stream.arrives = async () => undefined;
      other.push(await change('EUR'));
    };
    expect(await change('JPY')).toBe('JPY');
    expect(other).toEqual(['UNAVAILABLE']);
    await on.sql(`update billing.account set changing_until = $2 where org_id = $1`, [org, new Date(on.clock.now.getTime() + 60_000)]);
    expect(await change('EUR')).toBe('UNAVAILABLE');
    on.clock.now = new Date(on.clock.now.getTime() + 60_000);
    expect(await change('EUR')).toBe('EUR');
  });

  it('by a key that was used before changes nothing, and lets installs be made again', async () => {
    const by = (currency: Currency) =>
      on.consent.changeAccountCurrency(actor(org, 'billing_admin'), { currency, idempotencyKey: `to ${currency}` });
    expect((await by('JPY')).currency).toBe('JPY');
    expect((await by('EUR')).currency).toBe('EUR');
    expect(await by('JPY')).toMatchObject({ currency: 'EUR', changingUntil: null });
  });

  it('not while an install has a price in another', async () => {
    await on.install(org, 'priced');
    expect(await change('JPY')).toBe('CURRENCY_IN_USE');
  });

  it.each([
    ['2026-11-10T08:59:59Z', 'CURRENCY_IN_USE'],
    ['2026-08-12T12:00:00Z', 'CURRENCY_IN_USE'],
    ['2026-08-11T12:00:00Z', 'JPY'],
  ])('after an install ended at %s, of which use comes up to 90 days late: %s', async (ended, answer) => {
    await on.install(org, 'priced', '2026-07-01T00:00:00Z', ended);
    expect(await change('JPY')).toBe(answer);
  });

  it('not while use can come of an open install that costs nothing since a moment ago', async () => {
    const app = 'was-priced';
    await on.install(org, app, '2026-11-01T00:00:00Z');
    const { priceVersionId } = await on.price(app, { model: 'free', currency: 'USD', prices: [] }, `pub_free_${org}`);
    await on.desk.announcePrice({ orgId: PUBLISHER, appId: app, priceVersionId });
    const terms = { installId: `ins_${app}`, priceVersionId, idempotencyKey: 'accept' };
    await on.consent.acceptPrice(actor(org, 'billing_admin'), terms);
    on.clock.now = new Date('2026-11-11T00:00:01Z');
    expect(await change('JPY')).toBe('CURRENCY_IN_USE');
    on.clock.now = new Date('2027-02-20T00:00:00Z');
    expect(await change('JPY')).toBe('JPY');
  });

  it('not once anything was used', async () => {
    await on.desk.takeUsageDay([usageRow({ orgId: org, appId: 'free', quantity: '1', day: '2026-11-09' })]);
    expect(await change('JPY')).toBe('CURRENCY_IN_USE');
  });
});

it('is emitted in the order of the changes, whoever begins first: the last event is what the account is', async () => {
  const platform = actor(org, 'billing_admin', 'platform_admin');
  const kind = (to: 'internal' | 'external') => on.billing.changeAccountKind(platform, { kind: to, idempotencyKey: crypto.randomUUID() });
  for (let round = 0; round < 25; round++) {
    const to = round % 2 === 0 ? 'JPY' : 'USD';
    await Promise.all([change(to), ...(['internal', 'external', 'internal', 'external'] as const).map(kind)]);
    const [last] = await on.sql<{ payload: object }>(
      `select payload from billing.outbox o where org_id = $1 and type = 'billing.account.changed' order by o.xid desc, o.position desc limit 1`,
      [org],
    );
    const [account] = await on.sql<{ kind: string; currency: string }>(`select kind, currency from billing.account where org_id = $1`, [
      org,
    ]);
    expect(last?.payload, `round ${round}`).toMatchObject({ ...account, changingUntil: null });
  }
});
