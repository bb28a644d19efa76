import { entities, INSTALLS_READER } from '@guildhall/billing/index.ts';
import { SUBGRAPHS } from '@guildhall/events/consumers.ts';
import { openDatabase, type Database } from '@guildhall/platform/database/database.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer, type Consumer } from '@guildhall/platform/stream/consumer.ts';
import { rebaseStreams } from '@guildhall/platform/stream/rebase.ts';
import { createEmptyDatabase, roleUrl, type EmptyDatabase } from '@guildhall/platform/testing/database.ts';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrateTo, restore } from './restore.ts';

// A server on which far more was done than on the one that restores.
const ELSEWHERE = 4_000_000_000;
const READ = 20;

let database: EmptyDatabase;
let adminUrl: string;
let client: Client;
let worker: Database;
let consumer: Consumer | undefined;
let heard: string[];

const sql = async <Row extends object>(text: string): Promise<Row[]> => (await client.query<Row>(text)).rows;
const outbox = async () =>
  (await sql<{ id: string }>('select id from catalog.outbox order by outbox.xid, outbox.position')).map(({ id }) => id);
const start = () =>
  (consumer = startConsumer({
    name: INSTALLS_READER,
    source: { schema: 'catalog', url: roleUrl(adminUrl, 'catalog', 'stream') },
    receiver: { schema: 'billing', url: roleUrl(adminUrl, 'billing', 'worker'), database: worker },
    logger: createLogger('test', 'silent'),
    apply: {
      'catalog.install.changed': async ({ id }) => void heard.push(id),
      'catalog.stream.marked': async ({ id }) => void heard.push(id),
      'catalog.app.published': async ({ id }) => void heard.push(id),
      'catalog.version.created': async ({ id }) => void heard.push(id),
    },
    retryAfterMs: 1,
  }));

/** A database of another server, of whose catalog's events billing read the first twenty; the twelfth waits and the thirteenth is dead. */
beforeEach(async () => {
  database = await createEmptyDatabase('rebase');
  ({ adminUrl } = database);
  await restore(adminUrl);
  for (const schema of SUBGRAPHS) await migrateTo(adminUrl, schema);
  client = new Client({ connectionString: adminUrl });
  await client.connect();
  heard = [];
  const parked = (table: string, at: string, nth: number) =>
    sql(`insert into billing.${table} (consumer, event_id, xid, position, org_id, type, entity_id, entity, payload, occurred_at, tries, error, ${at})
         select '${INSTALLS_READER}', id, xid, position, org_id, type, entity_id, 'test ' || entity_id, payload, occurred_at, 1, 'broken', now() + interval '1 hour'
           from catalog.outbox order by outbox.xid, outbox.position offset ${nth - 1} limit 1`);
  await sql(`update catalog.outbox set xid = (xid::text::bigint + ${ELSEWHERE})::text::xid8`);
  await sql(`update billing.stream_cursor c set (xid, position) =
               (select xid, position from catalog.outbox order by outbox.xid, outbox.position offset ${READ - 1} limit 1)`);
  await parked('waiting_event', 'due_at', 12);
  await parked('dead_letter', 'died_at', 13);
  worker = await openDatabase({ url: roleUrl(adminUrl, 'billing', 'worker'), schema: 'billing', entities });
});
afterEach(async () => {
  await consumer?.stop();
  consumer = undefined;
  await worker?.close();
  await client?.end();
  await database?.drop();
});

test('before it, a consumer reads nothing and says what to run', async () => {
  const reading = start();
  expect(await reading.caughtUp(1_000)).toBe(false);
  expect(heard).toEqual([]);
});

test('after it, each consumer goes on where it was: nothing is skipped, nothing is read twice', async () => {
  const events = await outbox();
  expect(events.length).toBeGreaterThan(READ);
  expect(await rebaseStreams(adminUrl)).toMatchObject({ cursors: expect.arrayContaining(['installs', 'usage.catalog', 'publish-relay']) });
  expect(await outbox()).toEqual(events);
  await sql(
    `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at) values ('evt_new', 'org:acme', 'catalog.stream.marked', 'new', '{}', now())`,
  );
  expect(await start().caughtUp(10_000, 'org:nobody')).toBe(true);
  expect(heard).toEqual([...events.slice(READ), 'evt_new']);
});

test('what waits or is dead keeps its place, although its event was dropped from the outbox', async () => {
  const events = await outbox();
  await sql(`delete from catalog.outbox where id in ('${events[11]}', '${events[12]}', '${events[13]}')`);
  await rebaseStreams(adminUrl);
  const places = await sql<{ id: string }>(
    `select id from (select id, xid, position from catalog.outbox
                     union all select event_id, xid, position from billing.waiting_event
                     union all select event_id, xid, position from billing.dead_letter) places order by xid, position`,
  );
  expect(places.map(({ id }) => id)).toEqual(events.filter((_, i) => i !== 13));
  expect(await start().caughtUp(10_000, 'org:nobody')).toBe(true);
  expect(heard).toEqual(events.slice(READ));
});

test('what was kept of dropped events keeps its place for consumers to come', async () => {
  const events = await outbox();
  await sql(
    `with gone as (delete from catalog.outbox where id in ('${events[4]}', '${events[30]}') returning *)
     insert into catalog.latest_event (org_id, type, entity_id, xid, position, id, payload, occurred_at)
     select org_id, type, entity_id, xid, position, id, payload, occurred_at from gone`,
  );
  await rebaseStreams(adminUrl);
  await sql(`delete from billing.stream_cursor; delete from billing.waiting_event; delete from billing.dead_letter`);
  expect(await start().caughtUp(10_000)).toBe(true);
  expect(heard).toEqual(events);
});

test('a second time it changes nothing', async () => {
  const everything = async () => {
    const tables = [
      'catalog.outbox',
      'catalog.latest_event',
      'governance.outbox',
      'billing.stream_cursor',
      'usage.stream_cursor',
      'governance.stream_cursor',
    ];
    const rows = await Promise.all(
      [...tables, 'billing.waiting_event', 'billing.dead_letter'].map((table) => sql(`select * from ${table} t order by t::text`)),
    );
    return JSON.stringify(rows);
  };
  await rebaseStreams(adminUrl);
  const once = await everything();
  await rebaseStreams(adminUrl);
  expect(await everything()).toBe(once);
});

test('while a consumer is at work it refuses, and changes nothing', async () => {
  await rebaseStreams(adminUrl);
  expect(await start().caughtUp(10_000, 'org:nobody')).toBe(true);
  const before = await sql('select * from billing.stream_cursor');
  await expect(rebaseStreams(adminUrl)).rejects.toThrow('The consumer installs is at work: stop every process of the system first.');
  expect(await sql('select * from billing.stream_cursor')).toEqual(before);
});
