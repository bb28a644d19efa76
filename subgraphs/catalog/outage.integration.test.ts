import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { id, openStreams, SOON, type Streams } from './testing/streams.ts';

let streams: Streams;
let admin: Client;
beforeAll(async () => {
  streams = await openStreams();
  admin = new Client({ connectionString: streams.database.adminUrl });
  await admin.connect();
});
afterEach(() => streams.clear());
afterAll(async () => {
  await admin?.end();
  await streams?.end();
});

/** Ends every connection to the database but this one, as a restart of the server does. */
const endAll = () =>
  admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`);
/** Ends the connection that holds the lock of the consumer that works; another may take over. */
const endLock = () =>
  admin.query(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
        and database = (select oid from pg_database where datname = current_database())`,
  );

test('a restart of the database in the middle of as many transactions as the pool has connections leaves it usable', async () => {
  const consumer = streams.consume('restarted');
  await streams.emitOne('before', 'org:r');
  await expect.poll(() => streams.taken('restarted'), SOON).toEqual(['before']);
  const open = Array.from({ length: 10 }, () =>
    streams.worker.transaction((em) => em.execute('select pg_sleep(5)')).catch((error: Error) => error.message),
  );
  await sleep(500);
  await endAll();
  expect((await Promise.all(open)).every((message) => typeof message === 'string')).toBe(true);
  await streams.emitOne('after', 'org:r');
  await expect.poll(() => streams.taken('restarted'), SOON).toEqual(['before', 'after']);
  expect(await consumer.status()).toMatchObject({ lagEvents: 0, dead: 0, waiting: 0 });
});

test('a process that lost its lock in the middle of a batch writes nothing any more, and the cursor does not go back', async () => {
  await streams.emit(6, [], `'x'`);
  await streams.database.alter(`update catalog.outbox set org_id = 'org:x'`);
  const [reached, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const order: string[] = [];
  let held = true;
  const first = streams.consume('fenced', async ({ id: of }) => {
    if (held) {
      held = false;
      reached.resolve();
      await go.promise;
    }
    order.push(`first ${of}`);
  });
  await reached.promise;
  await endLock();
  const second = streams.consume('fenced', ({ id: of }) => void order.push(`second ${of}`));
  await expect.poll(() => streams.taken('fenced'), SOON).toHaveLength(6);
  await streams.stop(second);
  go.resolve();
  await streams.emitOne('last', 'org:x');
  await expect.poll(() => streams.taken('fenced'), SOON).toHaveLength(7);
  expect(await streams.taken('fenced')).toEqual([...[0, 1, 2, 3, 4, 5].map(id), 'last']);
  expect(await first.status()).toMatchObject({ lagEvents: 0, waiting: 0, dead: 0 });
});
