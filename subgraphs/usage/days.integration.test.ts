import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { APP, createDays, type Days } from './testing/days.ts';
import { publisher, signed, usageEvent } from './testing/world.ts';

let on: Days;
let world: Days['world'];
let key: Days['key'];
beforeAll(async () => {
  on = await createDays();
  ({ world, key } = on);
});
afterAll(() => world?.close());
beforeEach(() => on.clear());

const send = (...events: unknown[]) => on.send(...events);
const rowsOf = (day: string) => on.rowsOf(day);
const daysToClose = (through: string) => on.daysToClose(through);
const close = (day: string) => on.close(day);

const use = (day: string, tokens: number, changes: Record<string, unknown> = {}) =>
  signed(usageEvent(APP, { timestamp: `${day}T10:00:00Z`, payload: { tokens }, ...changes }), key);
const figures = async (day: string) => (await rowsOf(day)).map(({ orgId, unit, version, quantity }) => [orgId, unit, version, quantity]);

describe('closing', () => {
  test('makes a version of what was used, and none when nothing changed', async () => {
    await send(use('2026-11-20', 5), use('2026-11-20', 7), use('2026-11-20', 1, { org_id: 'org:globex' }), use('2026-11-21', 100));
    expect(await world.platform.closeDay('2026-11-20')).toEqual({ rows: 4, changed: 2, differences: 0 });
    expect(await world.platform.closeDay('2026-11-20')).toEqual({ rows: 4, changed: 0, differences: 0 });
    expect(await figures('2026-11-20')).toEqual([
      ['org:acme', 'invocation', 1, '2'],
      ['org:acme', 'token', 1, '12'],
      ['org:globex', 'invocation', 1, '1'],
      ['org:globex', 'token', 1, '1'],
    ]);
  });

  test('late use makes a whole new version of its organisation and app alone', async () => {
    await send(use('2026-11-20', 5), use('2026-11-20', 1, { org_id: 'org:globex' }));
    await world.platform.closeDay('2026-11-20');
    await send(use('2026-11-20', 2, { action: 'export' }));
    expect(await world.platform.closeDay('2026-11-20')).toMatchObject({ changed: 1 });
    expect(await figures('2026-11-20')).toEqual([
      ['org:acme', 'invocation', 2, '1'],
      ['org:acme', 'token', 2, '7'],
      ['org:globex', 'invocation', 1, '1'],
      ['org:globex', 'token', 1, '1'],
    ]);
  });

  test('a unit that is gone stands in the next version as 0', async () => {
    await send(use('2026-11-20', 5));
    await world.platform.closeDay('2026-11-20');
    await world.sql(`delete from usage.usage_event`);
    expect(await world.platform.closeDay('2026-11-20')).toEqual({ rows: 2, changed: 1, differences: 2 });
    expect(await figures('2026-11-20')).toEqual([
      ['org:acme', 'invocation', 2, '0'],
      ['org:acme', 'token', 2, '0'],
    ]);
  });

  test('writes the app’s use by everybody under its publisher', async () => {
    await send(use('2026-11-20', 5), use('2026-11-20', 1, { org_id: 'org:globex' }));
    await world.platform.closeDay('2026-11-20');
    await send(use('2026-11-20', 10));
    await world.platform.closeDay('2026-11-20');
    expect(await world.sql(`select org_id, unit, trim_scale(quantity)::text as quantity from usage.app_day order by unit`)).toEqual([
      { org_id: publisher.orgId, unit: 'invocation', quantity: '3' },
      { org_id: publisher.orgId, unit: 'token', quantity: '16' },
    ]);
  });

  test('refuses what is no day', async () => {
    await expect(world.platform.closeDay('2026-02-30')).rejects.toMatchObject({ code: 'INVALID_PERIOD' });
    await expect(daysToClose('soon')).rejects.toMatchObject({ code: 'INVALID_PERIOD' });
  });
});

describe('daysToClose', () => {
  test('names days with use, days between closes, and closed days that use came to', async () => {
    expect(await daysToClose('2026-11-23')).toEqual([]);
    await send(use('2026-11-18', 1), use('2026-11-20', 1), use('2026-11-24', 1));
    expect(await daysToClose('2026-11-23')).toEqual(['2026-11-18', '2026-11-20']);
    await close('2026-11-18');
    expect(await daysToClose('2026-11-22')).toEqual(['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22']);
    for (const day of await daysToClose('2026-11-23')) await close(day);
    expect(await daysToClose('2026-11-23')).toEqual([]);
    const late = use('2026-11-19', 1);
    await send(late);
    expect(await daysToClose('2026-11-23')).toEqual(['2026-11-19']);
    await close('2026-11-19');
    expect(await send(late)).toEqual(['duplicate']);
    expect(await daysToClose('2026-11-23')).toEqual([]);
  });

  test('names a closed day until what its last close made was handed over', async () => {
    const due = () => daysToClose('2026-11-20');
    await send(use('2026-11-20', 1));
    expect(await world.platform.closeOf('2026-11-20')).toBe(0);
    await world.platform.closeDay('2026-11-20');
    const first = await world.platform.closeOf('2026-11-20');
    await world.platform.closeDay('2026-11-20');
    const second = await world.platform.closeOf('2026-11-20');
    await world.platform.handedOver('2026-11-20', first);
    expect(await due()).toEqual(['2026-11-20']);
    await world.platform.handedOver('2026-11-20', second);
    await world.platform.handedOver('2026-11-20', first);
    expect(await due()).toEqual([]);
    await expect(world.platform.handedOver('2026-02-30', 1)).rejects.toMatchObject({ code: 'INVALID_PERIOD' });
  });

  test('comes in pages, each going on after the last day of the one before', async () => {
    for (const day of ['2026-11-18', '2026-11-20', '2026-11-21']) await send(use(day, 1));
    const page = (after: string | undefined) => world.platform.daysToClose('2026-11-23', after, 2);
    expect(await page(undefined)).toEqual({ days: ['2026-11-18', '2026-11-20'], next: '2026-11-20' });
    expect(await page('2026-11-20')).toEqual({ days: ['2026-11-21'], next: null });
    await expect(page('2026-02-30')).rejects.toMatchObject({ code: 'INVALID_PERIOD' });
  });

  test('names no day before the first install or event, whatever was closed there', async () => {
    await send(use('2026-11-12', 1));
    for (const day of ['0026-11-23', '2026-11-11']) await close(day);
    // The app is installed since the 10th.
    expect(await daysToClose('2026-11-13')).toEqual(['2026-11-10', '2026-11-12', '2026-11-13']);
    expect(await world.platform.missedDays('2026-11-14', 12)).toEqual(['2026-11-13', '2026-11-12', '2026-11-10']);
    expect(await world.platform.missedDays('2026-11-14', 1)).toEqual(['2026-11-13']);
  });

  test('names no day after the one that is asked for, whatever was closed there', async () => {
    await send(use('2026-11-22', 1));
    for (const day of ['2026-11-22', '9998-12-31']) await close(day);
    expect(await daysToClose('2026-11-24')).toEqual(['2026-11-23', '2026-11-24']);
    expect(await world.platform.missedDays('2026-11-24', 12)).toEqual(['2026-11-23']);
  });

  test.each(['2026-02-30', '9999-12-31', '0000-01-01', 'soon'])('refuses %s, which is no day', async (day) => {
    for (const asked of [world.platform.closeDay(day), world.platform.daysToClose(day, undefined, 1), world.platform.missedDays(day, 1)])
      await expect(asked).rejects.toMatchObject({ code: 'INVALID_PERIOD' });
  });

  test('names a day whose close began and was cut off', async () => {
    await send(use('2026-11-20', 1));
    await close('2026-11-20');
    await send(use('2026-11-20', 1));
    // As if the process died between the two transactions of the close.
    await world.sql(`update usage.day_close set begun = begun + 1, late = false`);
    expect(await daysToClose('2026-11-20')).toEqual(['2026-11-20']);
  });
});

describe('firstDay', () => {
  test('is that of the earliest install or counted event, in UTC; without any there is none', async () => {
    const first = () => world.platform.firstDay();
    // The app is installed since noon of this day.
    expect(await first()).toBe('2026-11-10');
    await send(use('2026-11-23', 1, { timestamp: '2026-11-21T00:30:00+01:00' }));
    expect(await first()).toBe('2026-11-10');
    const installs = await world.sql('select * from usage.install_copy');
    await world.sql('delete from usage.install_copy');
    expect(await first()).toBe('2026-11-20');
    await on.clear();
    expect(await first()).toBeUndefined();
    for (const row of installs)
      await world.sql('insert into usage.install_copy select (jsonb_populate_record(null::usage.install_copy, $1)).*', [
        JSON.stringify(row),
      ]);
  });
});

describe('closedDayPage and closedDays', () => {
  test('give every row once, whatever the page’s size, and nothing of an open day', async () => {
    await send(use('2026-11-20', 5), use('2026-11-20', 1, { org_id: 'org:globex' }), use('2026-11-21', 5), use('2026-11-22', 5));
    await world.platform.closeDay('2026-11-20');
    await world.platform.closeDay('2026-11-21');
    const paged = [];
    for (let after: string | undefined; ;) {
      const page = await world.platform.closedDayPage({ from: '2026-11-20', to: '2026-11-21' }, after, 1);
      paged.push(...page.rows);
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(await rowsOf('2026-11-20'));
    expect(paged).toHaveLength(4);
    expect(paged[0]).toEqual({
      orgId: 'org:acme',
      appId: APP,
      publisher: 'org:northwind',
      day: '2026-11-20',
      unit: 'invocation',
      version: 1,
      quantity: '1',
      withinInstall: true,
    });
    expect(await rowsOf('2026-11-22')).toEqual([]);
    const all = [];
    for await (const page of world.platform.closedDays({ from: '2026-11-20', to: '2026-11-23' })) all.push(...page);
    expect(all).toEqual([...paged, ...(await rowsOf('2026-11-21'))]);
  });

  test('give the newest version of each organisation alone, wherever a page begins, also when a unit is missing in it', async () => {
    await send(use('2026-11-20', 5), use('2026-11-20', 1, { org_id: 'org:globex' }));
    await world.platform.closeDay('2026-11-20');
    for (const tokens of [2, 3]) {
      await send(use('2026-11-20', tokens));
      await world.platform.closeDay('2026-11-20');
    }
    await world.sql(`delete from usage.usage_day where version = 3 and unit = 'invocation'`);
    const paged = [];
    for await (const page of world.platform.closedDays({ from: '2026-11-20', to: '2026-11-21' }, 1)) paged.push(...page);
    expect(paged.map(({ orgId, unit, version, quantity }) => [orgId, unit, version, quantity])).toEqual([
      ['org:acme', 'token', 3, '10'],
      ['org:globex', 'invocation', 1, '1'],
      ['org:globex', 'token', 1, '1'],
    ]);
  });
});

test.each(['usage_hour', 'usage_day', 'app_day'])(
  '%s holds no quantity that is below 0 or no number, even written by hand',
  async (table) => {
    await send(use('2026-11-20', 5));
    await world.platform.closeDay('2026-11-20');
    for (const quantity of ['NaN', '-1'])
      await expect(world.sql(`update usage.${table} set quantity = '${quantity}'`)).rejects.toMatchObject({ code: '23514' });
  },
);

describe('a close and recordings at the same time', () => {
  test('an event is either in the close or leaves the day late', async () => {
    const day = '2026-11-20';
    for (let round = 0; round < 6; round++) {
      const clients = Array.from({ length: 4 }, async () => {
        for (let i = 0; i < 5; i++) await send(use(day, 1), use(day, 1));
      });
      const closes = Array.from({ length: 2 }, async () => {
        for (let i = 0; i < 3; i++) await close(day);
      });
      await Promise.all([...clients, ...closes]);
      const [late] = await daysToClose(day);
      const tokens = (await rowsOf(day)).find(({ unit }) => unit === 'token')?.quantity;
      if (late === undefined) expect(tokens).toBe(String((round + 1) * 40));
      if (late !== undefined) await close(day);
      expect((await rowsOf(day)).find(({ unit }) => unit === 'token')?.quantity).toBe(String((round + 1) * 40));
      expect(await daysToClose(day)).toEqual([]);
    }
    expect(await world.platform.reconcile({ from: day, to: '2026-11-21' })).toEqual([]);
  });

  test('a recording that holds its day open is waited for', async () => {
    await world.sql('begin');
    await world.sql(`select pg_advisory_xact_lock_shared(hashtext('usage recording'), date '2026-11-20' - date '2000-01-01')`);
    let closed = false;
    const closing = world.platform.closeDay('2026-11-20').then(() => (closed = true));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(closed).toBe(false);
    await world.sql('commit');
    await closing;
    expect(closed).toBe(true);
  });
});

describe('reconcile', () => {
  const range = { from: '2026-11-01', to: '2026-11-24' };
  beforeEach(async () => {
    await send(use('2026-11-20', 5), use('2026-11-20', 7), use('2026-11-21', 3));
    await world.platform.closeDay('2026-11-20');
  });
  const named = (unit: string, changes: object) => ({ orgId: 'org:acme', appId: APP, day: '2026-11-20', unit, ...changes });

  test('finds nothing where nothing was altered, late days included', async () => {
    await send(use('2026-11-20', 1));
    expect(await world.platform.reconcile(range)).toEqual([]);
  });

  test('names a raw event whose payload was altered', async () => {
    await world.sql(`update usage.usage_event set payload = jsonb_set(payload, '{tokens}', '50') where payload ->> 'tokens' = '5'`);
    expect(await world.platform.reconcile(range)).toEqual([
      named('token', { left: 'raw', leftValue: '57', right: 'bucket', rightValue: '12' }),
      named('token', { left: 'raw', leftValue: '57', right: 'day', rightValue: '12' }),
    ]);
  });

  test('a payload altered to what is no quantity counts 0 and stops no close', async () => {
    await world.sql(`update usage.usage_event set payload = '{"tokens":"many"}' where payload ->> 'tokens' = '5'`);
    expect(await world.platform.closeDay('2026-11-20')).toMatchObject({ changed: 1, differences: 1 });
  });

  test('names a raw event that was deleted, in every unit', async () => {
    await world.sql(`delete from usage.usage_event where payload ->> 'tokens' = '7'`);
    expect(
      (await world.platform.reconcile(range)).map(({ unit, right, leftValue, rightValue }) => [unit, right, leftValue, rightValue]),
    ).toEqual([
      ['invocation', 'bucket', '1', '2'],
      ['invocation', 'day', '1', '2'],
      ['token', 'bucket', '5', '12'],
      ['token', 'day', '5', '12'],
    ]);
  });

  test('names both organisations, or both days, between which a raw event was moved', async () => {
    await world.sql(`update usage.usage_event set org_id = 'org:globex' where payload ->> 'tokens' = '3'`);
    expect((await world.platform.reconcile(range)).map(({ orgId, unit }) => `${orgId} ${unit}`)).toEqual([
      'org:acme invocation',
      'org:acme token',
      'org:globex invocation',
      'org:globex token',
    ]);
    await world.sql(
      `update usage.usage_event set org_id = 'org:acme', occurred_at = occurred_at + interval '1 day' where payload ->> 'tokens' = '3'`,
    );
    expect((await world.platform.reconcile(range)).filter(({ unit }) => unit === 'token')).toEqual([
      named('token', { day: '2026-11-21', left: 'raw', leftValue: '0', right: 'bucket', rightValue: '3' }),
      named('token', { day: '2026-11-22', left: 'raw', leftValue: '3', right: 'bucket', rightValue: '0' }),
    ]);
  });

  test('names a bucket that was altered or deleted', async () => {
    await world.sql(`update usage.usage_hour set quantity = quantity + 0.000000000001 where unit = 'token' and hour < '2026-11-21'`);
    expect(await world.platform.reconcile(range)).toEqual([
      named('token', { left: 'raw', leftValue: '12', right: 'bucket', rightValue: '12.000000000001' }),
    ]);
    await world.sql(`delete from usage.usage_hour where unit = 'token' and hour < '2026-11-21'`);
    expect(await world.platform.reconcile(range)).toEqual([
      named('token', { left: 'raw', leftValue: '12', right: 'bucket', rightValue: '0' }),
    ]);
  });

  test('names a day that was altered, against raw and against the publisher’s total', async () => {
    await world.sql(`update usage.usage_day set quantity = 13 where unit = 'token'`);
    expect(await world.platform.reconcile(range)).toEqual([
      named('token', { orgId: 'org:acme', left: 'raw', leftValue: '12', right: 'day', rightValue: '13' }),
      named('token', { orgId: 'org:northwind', left: 'day', leftValue: '13', right: 'app_day', rightValue: '12' }),
    ]);
  });

  test('names a publisher’s total that was altered', async () => {
    await world.sql(`update usage.app_day set quantity = 1 where unit = 'invocation'`);
    expect(await world.platform.reconcile(range)).toEqual([
      named('invocation', { orgId: 'org:northwind', left: 'day', leftValue: '2', right: 'app_day', rightValue: '1' }),
    ]);
  });

  test('looks at nothing outside its days', async () => {
    await world.sql(`delete from usage.usage_hour`);
    expect(await world.platform.reconcile({ from: '2026-11-22', to: '2026-11-24' })).toEqual([]);
  });
});
