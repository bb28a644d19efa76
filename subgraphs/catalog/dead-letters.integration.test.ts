import { setTimeout as sleep } from 'node:timers/promises';
import { UnavailableError, UserError } from '@guildhall/platform/errors.ts';
import { createServer } from '@guildhall/platform/http/server.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import type { Consumer } from '@guildhall/platform/stream/consumer.ts';
import { deadLettersOf } from '@guildhall/platform/stream/dead-letters.ts';
import { holdsOf } from '@guildhall/platform/stream/holds.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { id, openStreams, SOON, type Streams, type Withdrawn } from './testing/streams.ts';

let streams: Streams;
beforeAll(async () => void (streams = await openStreams()));
afterEach(() => streams.clear());
afterAll(() => streams?.end());

describe('one poison event among 10,000', () => {
  test('waits alone and dies after five tries; all others are handled, and the status says so', async () => {
    await streams.emit(10_000, [4_321]);
    const consumer = streams.consume('poison');
    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    await expect.poll(async () => (await consumer.status()).lagEvents, SOON).toBe(0);
    expect(await streams.taken('poison')).toHaveLength(9_999);
    expect(await consumer.status()).toEqual({ name: 'poison', lagEvents: 0, lagSeconds: 0, waiting: 0, dead: 1, stopped: null });
    const [letter] = await streams.worker.transaction((em) =>
      em.execute<{ tries: number; error: string }[]>('select event_id, tries, error from catalog.dead_letter'),
    );
    expect(letter).toMatchObject({ event_id: id(4_321), tries: 5, error: expect.stringContaining('ContractError') });
    // It is nobody else's business.
    expect(await consumer.caughtUp(2_000, 'org:0')).toBe(true);
    expect(await consumer.caughtUp(100, `org:${4_321 % 7}`)).toBe(false);
  });

  test('is shown by /metrics and named by /readyz, which stays 200', async () => {
    await streams.emit(3, [1]);
    const consumer = streams.consume('shown');
    await expect.poll(() => consumer.status(), SOON).toMatchObject({ dead: 1, lagEvents: 0 });
    const server = createServer({ logger: createLogger('test', 'silent'), probes: [], consumers: [consumer] });
    const ready = await server.inject('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready', checks: {}, notes: ['shown: 1 dead letter'] }]);
    const metrics = (await server.inject('/metrics')).body;
    expect(metrics).toContain('guildhall_consumer_dead_letters{consumer="shown"} 1');
    expect(metrics).toContain('guildhall_consumer_lag_events{consumer="shown"} 0');
    await server.close();
  });

  test('holds what its contract says, and nothing else', async () => {
    await streams.emit(3, [1]);
    const consumer = streams.consume('holding');
    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    expect(await streams.worker.transaction((em) => holdsOf(em, 'catalog'))).toEqual([
      { orgId: 'org:1', appId: 'app-1', consumer: 'holding', type: 'catalog.app.withdrawn', eventId: id(1), dead: true },
    ]);
  });
});

describe('later events of a dead entity', () => {
  const all = { limit: 10, after: undefined, backward: false };
  const told: unknown[] = [];
  const letters = () =>
    deadLettersOf(streams.worker, 'catalog', async (_, actor, { eventId }, how) => void told.push([actor.principal, eventId, how]));
  const admin = systemActor('org:guildhall');

  /** Six events of one app, of which the third is poison. */
  async function blocked(name: string): Promise<{ consumer: Consumer; heal: () => void }> {
    let poison = true;
    await streams.emit(6, [], `'x'`);
    await streams.database.alter(`update catalog.outbox set org_id = 'org:x'`);
    const consumer = streams.consume(name, ({ id: of }) => {
      if (poison && of === id(2)) throw new Error('no good');
    });
    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    return { consumer, heal: () => (poison = false) };
  }

  test('wait behind it, and are handled in order once it is retried and heals', async () => {
    const { consumer, heal } = await blocked('heals');
    expect(await streams.taken('heals')).toEqual([id(0), id(1)]);
    expect(await consumer.status()).toMatchObject({ waiting: 3, dead: 1 });
    const [letter] = await letters().page(admin, all);
    expect(letter).toMatchObject({ consumer: 'heals', eventId: id(2), orgId: 'org:x', tries: 5, behind: 3, error: 'Error: no good' });
    heal();
    await letters().settle(admin, { consumer: 'heals', eventId: id(2) }, 'retry');
    await expect.poll(() => streams.taken('heals'), SOON).toEqual([0, 1, 2, 3, 4, 5].map(id));
    expect(await consumer.status()).toMatchObject({ waiting: 0, dead: 0 });
    expect(told.at(-1)).toEqual([admin.principal, id(2), 'retry']);
  });

  test('wait behind it again when a retry fails', async () => {
    const { consumer } = await blocked('stays');
    await letters().settle(admin, { consumer: 'stays', eventId: id(2) }, 'retry');
    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    expect(await streams.taken('stays')).toEqual([id(0), id(1)]);
  });

  test('go on without it once it is dropped', async () => {
    const { consumer } = await blocked('dropped');
    await letters().settle(admin, { consumer: 'dropped', eventId: id(2) }, 'drop');
    await expect.poll(() => streams.taken('dropped'), SOON).toEqual([0, 1, 3, 4, 5].map(id));
    expect(await consumer.status()).toMatchObject({ waiting: 0, dead: 0 });
    expect(told.at(-1)).toEqual([admin.principal, id(2), 'drop']);
    const again = letters().settle(admin, { consumer: 'dropped', eventId: id(2) }, 'drop');
    await expect(again).rejects.toBeInstanceOf(UserError);
  });

  test('are settled by platform admins alone, and read by auditors too', async () => {
    const as = (role: 'auditor' | 'billing_admin') => ({ ...admin, roles: [role] });
    expect(await letters().page(as('auditor'), all)).toEqual([]);
    await expect(letters().page(as('billing_admin'), all)).rejects.toThrow(/PLATFORM_ADMIN/);
    await expect(letters().settle(as('auditor'), { consumer: 'x', eventId: 'e' }, 'drop')).rejects.toThrow(/PLATFORM_ADMIN/);
  });

  test('come after a restart in the middle of the tries, and in order still', async () => {
    let poison = true;
    await streams.emit(6, [], `'x'`);
    await streams.database.alter(`update catalog.outbox set org_id = 'org:x'`);
    const refuse = ({ id: of }: Withdrawn) => {
      if (poison && of === id(2)) throw new Error('no good');
    };
    const first = streams.consume('restarted', refuse, { retryAfterMs: 400 });
    await expect.poll(async () => (await first.status()).waiting, SOON).toBe(4);
    await streams.stop(first);
    poison = false;
    streams.consume('restarted', refuse);
    await expect.poll(() => streams.taken('restarted'), SOON).toEqual([0, 1, 2, 3, 4, 5].map(id));
  });
});

test('what says that a database or another system is away is not a failed try', async () => {
  await streams.emit(5);
  let away = true;
  const consumer = streams.consume('away', () => {
    if (away) throw new UnavailableError('Temporal does not answer.');
  });
  await sleep(900);
  expect(await consumer.status()).toMatchObject({ lagEvents: 5, waiting: 0, dead: 0 });
  away = false;
  await expect.poll(() => streams.taken('away'), SOON).toHaveLength(5);
});

test.each([
  ['null', 'null', 'now()'],
  ['too deep to be written', `${'['.repeat(6_000)}${']'.repeat(6_000)}`, 'now()'],
  ['of the beginning of time', '{}', `'-infinity'`],
])('a payload that is %s waits alone, in a relay too', async (_, payload, at) => {
  await streams.database.alter(
    `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at)
     values ('odd', 'org:odd', 'catalog.app.withdrawn', 'odd', '${payload}', ${at})`,
  );
  await streams.emitOne('good', 'org:good');
  const delivered: string[] = [];
  const consumer = streams.consume('odd');
  const relay = streams.relay('odd relay', async ({ id: of }) => void delivered.push(of));
  for (const one of [consumer, relay]) await expect.poll(async () => (await one.status()).dead, SOON).toBe(1);
  expect([await streams.taken('odd'), delivered]).toEqual([['good'], ['good']]);
});
