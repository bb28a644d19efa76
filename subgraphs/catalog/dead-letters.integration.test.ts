import { setTimeout as sleep } from 'node:timers/promises';
import type { EventOf } from '@guildhall/events/event.ts';
import { openDatabase, type Database } from '@guildhall/platform/database/database.ts';
import { UnavailableError, UserError } from '@guildhall/platform/errors.ts';
import { createServer } from '@guildhall/platform/http/server.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer, type Consumer, type ConsumerOptions } from '@guildhall/platform/stream/consumer.ts';
import { deadLettersOf } from '@guildhall/platform/stream/dead-letters.ts';
import { holdsOf } from '@guildhall/platform/stream/holds.ts';
import { createTestDatabase, type TestDatabase } from '@guildhall/platform/testing/database.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { entities } from './index.ts';

const SOON = { timeout: 20_000, interval: 20 };
let database: TestDatabase;
let worker: Database;
const running: Consumer[] = [];
beforeAll(async () => {
  database = await createTestDatabase({
    schema: 'catalog',
    entities,
    folder: new URL('./migrations', import.meta.url),
  });
  worker = await openDatabase({ url: database.url('worker'), schema: 'catalog', entities });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((consumer) => consumer.stop()));
  await database.alter(
    'truncate catalog.outbox, catalog.stream_cursor, catalog.waiting_event, catalog.dead_letter, catalog.idempotency_key',
  );
});
afterAll(async () => {
  await worker?.close();
  await database?.drop();
});

type Withdrawn = EventOf<'catalog.app.withdrawn'>;

/** A consumer of withdrawals into a table that refuses to hold one event twice; `before` may refuse an event. */
function consume(
  name: string,
  before: (event: Withdrawn) => void | Promise<void> = () => undefined,
  more: Partial<ConsumerOptions> = {},
): Consumer {
  const consumer = startConsumer({
    name,
    source: { schema: 'catalog', url: database.url('stream') },
    receiver: { schema: 'catalog', url: database.url('worker'), database: worker },
    logger: createLogger('test', 'silent'),
    retryAfterMs: 10,
    apply: {
      async 'catalog.app.withdrawn'(event, em) {
        await before(event);
        await em.execute(`insert into catalog.idempotency_key (org_id, operation, key, input_hash) values ('org:t', ?, ?, '')`, [
          name,
          event.id,
        ]);
      },
    },
    ...more,
  });
  running.push(consumer);
  return consumer;
}

/** Tells withdrawals of apps `app-0`, `app-1`, … under ids `e-0`, `e-1`, …; the poisoned ones say nothing. */
const tell = (count: number, poisoned: readonly number[] = [], app = 'n') =>
  database.alter(
    `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at)
     select 'e-' || lpad(n::text, 5, '0'), 'org:' || (n % 7), 'catalog.app.withdrawn', 'app-' || ${app},
            case when n = any ('{${poisoned.join(',')}}') then '{}' else jsonb_build_object('appId', 'app-' || ${app}, 'publication', n) end, now()
       from generate_series(0, ${count - 1}) n order by n`,
  );
const taken = async (name: string): Promise<string[]> => {
  const rows = await worker.transaction((em) =>
    em.execute<{ key: string }[]>('select key from catalog.idempotency_key where operation = ? order by created_at, key', [name]),
  );
  return rows.map(({ key }) => key);
};
const id = (n: number) => `e-${String(n).padStart(5, '0')}`;

describe('one poison event among 10,000', () => {
  test('waits alone and dies after five tries; all others are handled, and the status says so', async () => {
    await tell(10_000, [4_321]);
    const consumer = consume('poison');
    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    await expect.poll(async () => (await consumer.status()).lagEvents, SOON).toBe(0);
    expect(await taken('poison')).toHaveLength(9_999);
    expect(await consumer.status()).toEqual({ name: 'poison', lagEvents: 0, lagSeconds: 0, waiting: 0, dead: 1, stopped: null });
    const [letter] = await worker.transaction((em) =>
      em.execute<{ tries: number; error: string }[]>('select event_id, tries, error from catalog.dead_letter'),
    );
    expect(letter).toMatchObject({ event_id: id(4_321), tries: 5, error: expect.stringContaining('ContractError') });
    // It is nobody else's business.
    expect(await consumer.caughtUp(2_000, 'org:0')).toBe(true);
    expect(await consumer.caughtUp(100, `org:${4_321 % 7}`)).toBe(false);
  });

  test('is shown by /metrics and named by /readyz, which stays 200', async () => {
    await tell(3, [1]);
    const consumer = consume('shown');
    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    const server = createServer({ logger: createLogger('test', 'silent'), probes: [], consumers: [consumer] });
    const ready = await server.inject('/readyz');
    expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready', checks: {}, notes: ['shown: 1 dead letters'] }]);
    const metrics = (await server.inject('/metrics')).body;
    expect(metrics).toContain('guildhall_consumer_dead_letters{consumer="shown"} 1');
    expect(metrics).toContain('guildhall_consumer_lag_events{consumer="shown"} 0');
    await server.close();
  });

  test('holds what its contract says, and nothing else', async () => {
    await tell(3, [1]);
    const consumer = consume('holding');
    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    expect(await worker.transaction((em) => holdsOf(em, 'catalog'))).toEqual([
      { orgId: 'org:1', appId: 'app-1', consumer: 'holding', type: 'catalog.app.withdrawn', eventId: id(1) },
    ]);
  });
});

describe('later events of a dead entity', () => {
  const all = { limit: 10, after: undefined, backward: false };
  const told: unknown[] = [];
  const letters = () =>
    deadLettersOf(worker, 'catalog', async (_, actor, { eventId }, how) => void told.push([actor.principal, eventId, how]));
  const admin = systemActor('org:guildhall');

  /** Six events of one app, of which the third is poison. */
  async function blocked(name: string): Promise<{ consumer: Consumer; heal: () => void }> {
    let poison = true;
    await tell(6, [], `'x'`);
    await database.alter(`update catalog.outbox set org_id = 'org:x'`);
    const consumer = consume(name, ({ id: of }) => {
      if (poison && of === id(2)) throw new Error('no good');
    });
    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    return { consumer, heal: () => (poison = false) };
  }

  test('wait behind it, and are handled in order once it is retried and heals', async () => {
    const { consumer, heal } = await blocked('heals');
    expect(await taken('heals')).toEqual([id(0), id(1)]);
    expect(await consumer.status()).toMatchObject({ waiting: 3, dead: 1 });
    const [letter] = await letters().page(admin, all);
    expect(letter).toMatchObject({ consumer: 'heals', eventId: id(2), orgId: 'org:x', tries: 5, behind: 3, error: 'Error: no good' });
    heal();
    await letters().settle(admin, { consumer: 'heals', eventId: id(2) }, 'retry');
    await expect.poll(() => taken('heals'), SOON).toEqual([0, 1, 2, 3, 4, 5].map(id));
    expect(await consumer.status()).toMatchObject({ waiting: 0, dead: 0 });
    expect(told.at(-1)).toEqual([admin.principal, id(2), 'retry']);
  });

  test('wait behind it again when a retry fails', async () => {
    const { consumer } = await blocked('stays');
    await letters().settle(admin, { consumer: 'stays', eventId: id(2) }, 'retry');
    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    expect(await taken('stays')).toEqual([id(0), id(1)]);
  });

  test('go on without it once it is dropped', async () => {
    const { consumer } = await blocked('dropped');
    await letters().settle(admin, { consumer: 'dropped', eventId: id(2) }, 'drop');
    await expect.poll(() => taken('dropped'), SOON).toEqual([0, 1, 3, 4, 5].map(id));
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
    await tell(6, [], `'x'`);
    await database.alter(`update catalog.outbox set org_id = 'org:x'`);
    const refuse = ({ id: of }: Withdrawn) => {
      if (poison && of === id(2)) throw new Error('no good');
    };
    const first = consume('restarted', refuse, { retryAfterMs: 400 });
    await expect.poll(async () => (await first.status()).waiting, SOON).toBe(4);
    await first.stop();
    running.length = 0;
    poison = false;
    consume('restarted', refuse);
    await expect.poll(() => taken('restarted'), SOON).toEqual([0, 1, 2, 3, 4, 5].map(id));
  });
});

test('what says that a database or another system is away is not a failed try', async () => {
  await tell(5);
  let away = true;
  const consumer = consume('away', () => {
    if (away) throw new UnavailableError('Temporal does not answer.');
  });
  await sleep(900);
  expect(await consumer.status()).toMatchObject({ lagEvents: 5, waiting: 0, dead: 0 });
  away = false;
  await expect.poll(() => taken('away'), SOON).toHaveLength(5);
});

test('twenty different entities that fail in a row stop the consumer, which loses its place for none of them', async () => {
  await tell(60);
  let broken = true;
  const consumer = consume('stops', ({ payload: { publication } }) => {
    if (broken && publication >= 30) throw new Error('a fault of ours');
  });
  await expect.poll(async () => (await consumer.status()).stopped, SOON).toContain('a fault of ours');
  expect(await consumer.status()).toMatchObject({ lagEvents: 30, waiting: 0, dead: 0 });
  expect(await taken('stops')).toHaveLength(30);
  await consumer.stop();
  running.length = 0;
  broken = false;
  consume('stops');
  await expect.poll(() => taken('stops'), SOON).toHaveLength(60);
});

test('nineteen that fail in a row, one that does not, and more that fail stop nothing', async () => {
  await tell(39);
  const consumer = consume('goes on', ({ payload: { publication } }) => {
    if (publication !== 19) throw new Error('poison');
  });
  await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(38);
  expect((await consumer.status()).stopped).toBeNull();
  expect(await taken('goes on')).toEqual([id(19)]);
});

describe('a relay', () => {
  const deliver = (work: (event: Withdrawn) => Promise<void>): Partial<ConsumerOptions> => ({ deliver: { 'catalog.app.withdrawn': work } });

  test('lets organisations take turns: many events of one delay no other’s', async () => {
    const delivered: string[] = [];
    await database.alter(
      `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at)
       select 'm-' || n, 'org:many', 'catalog.app.withdrawn', 'many-' || n, jsonb_build_object('appId', 'many-' || n, 'publication', n), now()
         from generate_series(1, 60) n`,
    );
    const consumer = startConsumer({
      name: 'fair',
      source: { schema: 'catalog', url: database.url('stream') },
      receiver: { schema: 'catalog', url: database.url('worker'), database: worker },
      logger: createLogger('test', 'silent'),
      ...deliver(async ({ orgId }) => {
        await sleep(50);
        delivered.push(orgId);
      }),
    });
    running.push(consumer);
    await expect.poll(() => delivered.length, SOON).toBeGreaterThan(5);
    await database.alter(
      `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at)
       values ('o-1', 'org:one', 'catalog.app.withdrawn', 'one-1', '{"appId":"one-1","publication":1}', now())`,
    );
    await expect.poll(() => delivered.length, SOON).toBe(61);
    expect(delivered.indexOf('org:one')).toBeLessThan(25);
    await expect.poll(async () => (await consumer.status()).lagEvents, SOON).toBe(0);
  });

  test('keeps the order of an entity, passes over a poison event, and delivers all the rest', async () => {
    const delivered: string[] = [];
    await tell(50, [], 'n % 5');
    await database.alter(`update catalog.outbox set org_id = 'org:x'`);
    const consumer = startConsumer({
      name: 'ordered',
      source: { schema: 'catalog', url: database.url('stream') },
      receiver: { schema: 'catalog', url: database.url('worker'), database: worker },
      logger: createLogger('test', 'silent'),
      retryAfterMs: 10,
      ...deliver(async ({ id: of }) => {
        await sleep(Math.random() * 4);
        if (of === id(13)) throw new Error('poison');
        delivered.push(of);
      }),
    });
    running.push(consumer);
    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    await expect.poll(() => delivered.length, SOON).toBe(42);
    for (const entity of [0, 1, 2, 3, 4]) {
      const own = delivered.filter((of) => Number(of.slice(2)) % 5 === entity);
      expect(own).toEqual([...own].sort());
      if (entity === 3) expect(own).toEqual([id(3), id(8)]);
    }
  });
});
