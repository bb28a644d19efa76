import type { EventOf } from '@guildhall/events/event.ts';
import { openDatabase, type Database } from '@guildhall/platform/database/database.ts';
import { createServer } from '@guildhall/platform/http/server.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer, type Consumer } from '@guildhall/platform/stream/consumer.ts';
import { createTestDatabase, type TestDatabase } from '@guildhall/platform/testing/database.ts';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { entities } from './index.ts';

const WAIT = { timeout: 10_000, interval: 20 };
const logger = createLogger('test', 'fatal');

let database: TestDatabase;
let worker: Database;
const running: Consumer[] = [];
const writers: Client[] = [];
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
  await Promise.all(writers.splice(0).map((client) => client.end()));
});
afterAll(async () => {
  await worker?.close();
  await database?.drop();
});

/** A consumer of the outbox into a table that refuses to hold one event twice. */
function consume(
  name: string,
  before: (event: EventOf<'catalog.stream.marked'>) => void = () => undefined,
  current?: () => Promise<void>,
): Consumer {
  const consumer = startConsumer({
    name,
    source: { schema: 'catalog', url: database.url('stream') },
    receiver: { schema: 'catalog', url: database.url('worker'), database: worker },
    logger,
    apply: {
      async 'catalog.stream.marked'({ entityId, ...event }, em) {
        await em.execute(`insert into catalog.idempotency_key (org_id, operation, key, input_hash) values ('org:t', ?, ?, '')`, [
          name,
          entityId,
        ]);
        before({ entityId, ...event });
      },
    },
    ...(current ? { current } : {}),
  });
  running.push(consumer);
  return consumer;
}

const taken = async (name: string): Promise<string[]> => {
  const rows = await worker.transaction((em) =>
    em.execute<{ key: string }[]>('select key from catalog.idempotency_key where operation = ? order by created_at, key', [name]),
  );
  return rows.map(({ key }) => key);
};

/** A connection that writes events in a transaction of its own. */
async function writer() {
  const client = new Client({ connectionString: database.url('worker') });
  await client.connect();
  writers.push(client);
  const emit = (id: string) =>
    client.query(
      `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at) values ($1, 'org:t', 'catalog.stream.marked', $1, '{}', now())`,
      [id],
    );
  return { begin: () => client.query('begin'), commit: () => client.query('commit'), emit };
}

test('an event of an older transaction that commits later is not skipped, nor is what waits behind it', async () => {
  const consumer = consume('late');
  const [older, newer] = [await writer(), await writer()];
  await older.begin();
  await older.emit('late-1');
  await newer.emit('late-2');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await taken('late')).toEqual([]);
  await older.commit();
  expect(await consumer.caughtUp(5_000)).toBe(true);
  expect((await taken('late')).sort()).toEqual(['late-1', 'late-2']);
});

test('settled waits for what an open transaction will commit, also the youngest of all; caught up does not', async () => {
  const consumer = consume('settled');
  const { begin, emit, commit } = await writer();
  expect(await consumer.settled(5_000)).toBe(true);
  await begin();
  await emit('settled-1');
  expect(await consumer.settled(300)).toBe(false);
  expect(await consumer.caughtUp(5_000)).toBe(true);
  const settled = consumer.settled(5_000);
  await commit();
  expect(await settled).toBe(true);
  expect(await taken('settled')).toContain('settled-1');
});

test('what is committed and not handled is not known, of that organisation alone, also inside a transaction that holds it back', async () => {
  const consumer = consume('known');
  expect(await consumer.caughtUp(5_000)).toBe(true);
  const [older, newer] = [await writer(), await writer()];
  await older.begin();
  await older.emit('known-1');
  expect(await consumer.knows('org:t')).toBe(true);
  await newer.emit('known-2');
  // In another database's transaction it is asked on a connection of its own, under its own role.
  const request = await openDatabase({ url: database.url('request'), schema: 'catalog', entities });
  try {
    const known = (orgId: string) => request.forOrganization('org:t', () => consumer.knows(orgId));
    expect([await known('org:t'), await known('org:other')]).toEqual([false, true]);
    await older.commit();
    await expect.poll(() => known('org:t'), WAIT).toBe(true);
  } finally {
    await request.close();
  }
});

test('events come in the order of their numbers, whose digits grow: none of a long backlog is skipped or comes twice', async () => {
  await database.alter(
    `insert into catalog.outbox (xid, id, org_id, type, entity_id, payload, occurred_at)
     select (case when n <= 20 then 99 else 100 end)::text::xid8, 'digits-' || n, 'org:t', 'catalog.stream.marked', 'digits-' || n, '{}', now()
       from generate_series(1, 250) as n`,
  );
  const order: string[] = [];
  const consumer = consume('digits', ({ entityId }) => void order.push(entityId));
  await consumer.caughtUp(5_000);
  expect(order.filter((id) => id.startsWith('digits-'))).toEqual(Array.from({ length: 250 }, (_, i) => `digits-${i + 1}`));
});

test('a copy is called current about once a second, and not while an older open transaction holds back what is committed', async () => {
  const marks: number[] = [];
  consume('current', undefined, async () => void marks.push(performance.now()));
  await expect.poll(() => marks.length, WAIT).toBeGreaterThan(2);
  expect((marks[2] ?? 0) - (marks[0] ?? 0)).toBeGreaterThan(1_900);
  const [older, newer] = [await writer(), await writer()];
  await older.begin();
  await older.emit('current-1');
  await newer.emit('current-2');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = marks.length;
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(marks.length).toBe(before);
  expect(await taken('current')).not.toContain('current-2');
  await older.commit();
  await expect.poll(() => marks.length, WAIT).toBeGreaterThan(before);
  expect(await taken('current')).toEqual(expect.arrayContaining(['current-1', 'current-2']));
});

test('what an apply wrote before it failed is undone with its cursor, and done once when it is tried again', async () => {
  let failures = 2;
  consume('again', ({ entityId }) => {
    if (entityId === 'again-2' && failures-- > 0) throw new Error('the receiver fails');
  });
  const { emit } = await writer();
  for (const id of ['again-1', 'again-2', 'again-3']) await emit(id);
  await expect.poll(() => taken('again'), WAIT).toEqual(expect.arrayContaining(['again-1', 'again-2', 'again-3']));
  expect(failures).toBe(-1);
});

test('of several consumers of one name one works at a time, and another goes on when it stops', async () => {
  for (let i = 0; i < 3; i++) consume('shared');
  const { emit } = await writer();
  for (let i = 0; i < 50; i++) await emit(`shared-${i}`);
  await expect.poll(async () => (await taken('shared')).filter((id) => id.startsWith('shared-')).length, WAIT).toBe(50);
  await running.shift()?.stop();
  await emit('shared-last');
  await expect.poll(() => taken('shared'), WAIT).toContain('shared-last');
});

test('a cursor ahead of the server, as after a restore elsewhere, is refused instead of waiting in silence', async () => {
  await worker.transaction((em) => em.execute(`insert into catalog.stream_cursor values ('restored', '999999999999', 0)`));
  const consumer = startConsumer({
    name: 'restored',
    source: { schema: 'catalog', url: database.url('stream') },
    receiver: { schema: 'catalog', url: database.url('worker'), database: worker },
    logger,
    apply: {},
  });
  running.push(consumer);
  await expect.poll(async () => (await consumer.status()).stopped, WAIT).toContain('restored from another server');
  const server = createServer({ logger, probes: [], consumers: [consumer] });
  expect((await server.inject('/readyz')).json()).toMatchObject({ notes: [expect.stringContaining('npm run rebase-streams')] });
  await server.close();
});

test('a consumer that cannot read its source is named by /readyz, and its lag is unknown', async () => {
  const consumer = startConsumer({
    name: 'blind',
    source: { schema: 'catalog', url: database.url('stream').replace(/:\d+\//, ':1/') },
    receiver: { schema: 'catalog', url: database.url('worker'), database: worker },
    logger,
    apply: {},
  });
  running.push(consumer);
  const server = createServer({ logger, probes: [], consumers: [consumer] });
  expect((await server.inject('/readyz')).json()).toMatchObject({
    status: 'ready',
    notes: [expect.stringContaining('blind: its source or database does not answer')],
  });
  const metrics = (await server.inject('/metrics')).body;
  expect(metrics).toContain('guildhall_consumer_up{consumer="blind"} 0');
  expect(metrics).toContain('guildhall_consumer_lag_events{consumer="blind"} Nan');
  await server.close();
});

test('the time of an event that is ahead of the database’s makes no lag negative', async () => {
  const consumer = consume('future');
  expect(await consumer.caughtUp(5_000)).toBe(true);
  const [older, newer] = [await writer(), await writer()];
  await older.begin();
  await older.emit('future-1');
  await newer.emit('future-2');
  await database.alter(`update catalog.outbox set occurred_at = now() + interval '1 minute' where id = 'future-2'`);
  expect(await consumer.status()).toMatchObject({ lagEvents: 1, lagSeconds: 0 });
  await older.commit();
});
