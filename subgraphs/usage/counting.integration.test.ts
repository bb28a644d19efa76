import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, NOW, signed, statuses, usageEvent, type SigningKeyInHand, type World } from './testing/world.ts';

const APP = 'where2eat-742';
const MINUTE = 60_000;
let world: World;
let key: SigningKeyInHand;
let org = '';
let n = 0;
beforeAll(async () => {
  world = await createWorld();
  key = await world.publish(APP);
});
afterAll(() => world?.close());
afterEach(async () => {
  world.clock.now = NOW;
  world.stream.caughtUp = true;
  world.whilePausing(async () => undefined);
  world.pauses.length = 0;
  await world.lag(0);
});

/** An organisation of the test's own. */
const fresh = () => (org = `org:c-${++n}`);
const at = (instant: string | Date) => (typeof instant === 'string' ? new Date(instant) : instant);
const event = (timestamp: string | Date, changes: Readonly<Record<string, unknown>> = {}) =>
  signed(usageEvent(APP, { org_id: org, timestamp: at(timestamp).toISOString(), ...changes }), key);
const send = async (...events: readonly object[]) => statuses(await world.ingest.receiveEvents(events));
const install = (from: string | Date, to: string | Date | null = null, id: string = randomUUID()) =>
  world.install(APP, org, to === null ? null : at(to), id, at(from));
const within = async () =>
  (
    await world.sql<{ within_install: boolean }>('select within_install from usage.usage_event where org_id = $1 order by occurred_at', [
      org,
    ])
  ).map((row) => row.within_install);

describe('an event counts by the install of its time', () => {
  test('install, use, uninstall, send: the use counts', async () => {
    fresh();
    await install('2026-11-20T08:00:00Z', '2026-11-20T10:00:00Z');
    expect(await send(event('2026-11-20T09:00:00Z'))).toEqual(['new']);
  });

  test('installed today, used 47 days ago: it does not', async () => {
    fresh();
    await install('2026-11-24T08:00:00Z');
    expect(await send(event('2026-10-08T09:00:00Z'))).toEqual(['NOT_INSTALLED']);
    expect(await world.sql('select from usage.usage_hour where org_id = $1', [org])).toEqual([]);
  });

  test.each([
    ['5 minutes before the install', '2026-11-20T07:55:00.000Z', 'new', false],
    ['a millisecond more before it', '2026-11-20T07:54:59.999Z', 'NOT_INSTALLED', undefined],
    ['at the install', '2026-11-20T08:00:00.000Z', 'new', true],
    ['a millisecond before the uninstall', '2026-11-20T09:59:59.999Z', 'new', true],
    ['at the uninstall', '2026-11-20T10:00:00.000Z', 'NOT_INSTALLED', undefined],
  ])('%s', async (_, timestamp, status, counted) => {
    fresh();
    await install('2026-11-20T08:00:00Z', '2026-11-20T10:00:00Z');
    expect(await send(event(timestamp))).toEqual([status]);
    expect(await within()).toEqual(counted === undefined ? [] : [counted]);
  });

  test('between two installs it does not, and shortly before the second it does', async () => {
    fresh();
    await install('2026-11-20T08:00:00Z', '2026-11-20T10:00:00Z');
    await install('2026-11-20T12:00:00Z');
    const times = ['2026-11-20T09:00:00Z', '2026-11-20T11:00:00Z', '2026-11-20T11:56:00Z', '2026-11-20T13:00:00Z'];
    expect(await send(...times.map((time) => event(time)))).toEqual(['new', 'NOT_INSTALLED', 'new', 'new']);
    expect(await within()).toEqual([true, false, true]);
  });

  test('the skew before a second install is within the first when that is still open', async () => {
    fresh();
    await install('2026-11-20T08:00:00Z', '2026-11-20T12:00:00Z');
    await install('2026-11-20T12:00:00Z');
    await send(event('2026-11-20T11:58:00Z'));
    expect(await within()).toEqual([true]);
  });

  test('an uninstall learned later removes nothing, and the same event is a duplicate', async () => {
    fresh();
    await install('2026-11-20T08:00:00Z', null, 'ins_left');
    const late = event('2026-11-20T11:00:00Z');
    expect(await send(late)).toEqual(['new']);
    await install('2026-11-20T08:00:00Z', '2026-11-20T10:00:00Z', 'ins_left');
    expect(await send(late, event('2026-11-20T11:00:00Z'))).toEqual(['duplicate', 'NOT_INSTALLED']);
    // The stream may bring the opening again, or after the closing: closed it stays.
    await install('2026-11-20T08:00:00Z', null, 'ins_left');
    expect(await send(event('2026-11-20T11:00:00Z'))).toEqual(['NOT_INSTALLED']);
  });
});

describe('the mark of the copy of installs', () => {
  const TIME = '2026-11-24T11:00:00.000Z';
  const later = (ms: number) => new Date(Date.parse(TIME) + ms);

  test.each([
    ['5 minutes later than the event', 5 * MINUTE, 'INSTALL_NOT_KNOWN_YET'],
    ['a millisecond more', 5 * MINUTE + 1, 'NOT_INSTALLED'],
    ['earlier than the event', -MINUTE, 'INSTALL_NOT_KNOWN_YET'],
  ])('denies an install only when it is more than 5 minutes later: %s', async (_, ms, code) => {
    fresh();
    await world.markAt(later(ms));
    expect(await send(event(TIME))).toEqual([code]);
  });

  test.each([
    ['later than the event, however old', 1, 'new'],
    ['at the event, and old', 0, 'INSTALL_NOT_KNOWN_YET'],
  ])('admits use by an open install when it is %s', async (_, ms, status) => {
    fresh();
    await install('2026-11-20T08:00:00Z');
    await world.markAt(later(ms));
    expect(await send(event(TIME))).toEqual([status]);
  });

  test.each([
    [55, 'new'],
    [65, 'INSTALL_NOT_KNOWN_YET'],
  ])('admits use of now when it is at most 60 s old: %i s', async (seconds, status) => {
    fresh();
    const now = new Date();
    world.clock.now = now;
    await install('2026-11-20T08:00:00Z');
    await world.lag(seconds);
    expect(await send(event(now))).toEqual([status]);
  });

  test('that never was postpones everything, and what counts by then counts once it is there', async () => {
    fresh();
    await install('2026-11-20T08:00:00Z');
    world.stream.caughtUp = false;
    await world.lag(null);
    const sent = event(TIME);
    const [receipt] = await world.ingest.receiveEvents(sent);
    expect(receipt).toMatchObject({
      code: 'INSTALL_NOT_KNOWN_YET',
      retry_after: 2,
      message: expect.stringContaining('send the same event again'),
    });
    await world.lag(0);
    expect(await send(sent)).toEqual(['new']);
  });
});

describe('an install made a moment ago', () => {
  test('that reaches the copy while ingest waits counts', async () => {
    fresh();
    const now = new Date();
    world.clock.now = now;
    await world.lag(1);
    world.whilePausing(() => install(now));
    expect(await send(event(now))).toEqual(['new']);
    expect(world.pauses.length).toBeGreaterThan(0);
  });

  test('is waited for no longer than until the copy is current, and then for now', async () => {
    fresh();
    const now = new Date();
    world.clock.now = now;
    await world.lag(1);
    expect(await send(event(now))).toEqual(['INSTALL_NOT_KNOWN_YET']);
    expect(world.pauses).toEqual([300]);
  });

  test.each([4, null])('is not waited for while the copy is behind, marked %j s ago', async (lag) => {
    fresh();
    const now = new Date();
    world.clock.now = now;
    world.stream.caughtUp = false;
    await world.lag(lag);
    expect(await send(event(now))).toEqual(['INSTALL_NOT_KNOWN_YET']);
    expect(world.pauses).toEqual([]);
  });

  test('keeps nobody waiting whose use was long ago', async () => {
    fresh();
    await world.lag(1);
    expect(await send(event('2026-11-20T08:00:00Z'))).toEqual(['NOT_INSTALLED']);
    expect(world.pauses).toEqual([]);
  });
});

test('any use counts exactly when the plain reading of the rule says so', async () => {
  const start = Date.parse('2026-11-20T00:00:00Z');
  const minute = fc.integer({ min: 0, max: 120 });
  const span = fc.record({ from: minute, length: fc.option(fc.integer({ min: 0, max: 40 })) });
  const shift = fc.constantFrom(-5 * MINUTE - 1, -5 * MINUTE, -1, 0, 1, 3 * MINUTE);
  await fc.assert(
    fc.asyncProperty(
      fc.array(span, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(), shift), { minLength: 1, maxLength: 12 }),
      async (spans, uses) => {
        fresh();
        const installs = spans.map(({ from, length }) => ({
          from: start + from * MINUTE,
          to: length === null ? null : start + (from + length) * MINUTE,
        }));
        for (const { from, to } of installs) await install(new Date(from), to === null ? null : new Date(to));
        const edges = installs.flatMap(({ from, to }) => (to === null ? [from] : [from, to]));
        const times = uses.map(([pick, ms]) => (edges[pick % edges.length] ?? start) + ms);
        const expected = times.map((time) =>
          installs.some(({ from, to }) => from - 5 * MINUTE <= time && (to === null || time < to)) ? 'new' : 'NOT_INSTALLED',
        );
        expect(await send(...times.map((time) => event(new Date(time))))).toEqual(expected);
        const inside = times
          .filter((_, i) => expected[i] === 'new')
          .sort((a, b) => a - b)
          .map((time) => installs.some(({ from, to }) => from <= time && (to === null || time < to)));
        expect(await within()).toEqual(inside);
      },
    ),
    { numRuns: 100 },
  );
});

describe('a closed day says whether anything was counted within an install', () => {
  const close = async (day: string) => {
    await world.platform.closeDay(day);
    const { rows } = await world.platform.closedDayPage(
      { from: day, to: `${day.slice(0, 8)}${Number(day.slice(8)) + 1}` },
      undefined,
      1_000,
    );
    return rows
      .filter((row) => row.orgId === org)
      .map(({ unit, version, quantity, withinInstall }) => [unit, version, quantity, withinInstall]);
  };

  test('by unit, and not by skew alone or by a quantity of zero; a change of it alone is a new version', async () => {
    fresh();
    await install('2026-11-15T12:00:00Z');
    const skew = { payload: { tokens: 5 } };
    await send(event('2026-11-15T11:58:00Z', skew), event('2026-11-15T13:00:00Z', { action: 'view', payload: { tokens: 0 } }));
    expect(await close('2026-11-15')).toEqual([
      ['invocation', 1, '1', false],
      ['token', 1, '5', false],
    ]);
    await send(event('2026-11-15T13:00:00Z', { action: 'view', payload: { tokens: 1 } }));
    expect(await close('2026-11-15')).toEqual([
      ['invocation', 2, '1', false],
      ['token', 2, '6', true],
    ]);
    await world.sql('update usage.usage_event set within_install = false where org_id = $1', [org]);
    expect((await close('2026-11-15')).at(-1)).toEqual(['token', 3, '6', false]);
  });
});

test('a quantity is at most 10^12 per event and unit', async () => {
  fresh();
  await install('2026-11-20T08:00:00Z');
  const tokens = (value: unknown) => event('2026-11-20T09:00:00Z', { payload: { tokens: value } });
  expect(await send(tokens('900000000000000000'), tokens('1000000000000.000000000001'), tokens(1e12), tokens('1000000000000'))).toEqual([
    'INVALID_INPUT',
    'INVALID_INPUT',
    'new',
    'new',
  ]);
  const [refused] = await world.ingest.receiveEvents(tokens('1000000000001'));
  expect(refused?.message).toContain('10^12');
});
