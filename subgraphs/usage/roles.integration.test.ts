import type { LoginRole } from '@guildhall/platform/database/roles.ts';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consumer, createWorld, publisher, signed, stranger, usageEvent, type World } from './testing/world.ts';

const APP = 'where2eat-742';
let world: World;
beforeAll(async () => {
  world = await createWorld();
  const key = await world.publish(APP);
  await world.install(APP);
  await world.ingest.receiveEvents(signed(usageEvent(APP), key));
  await world.platform.closeDay('2026-11-23');
});
afterAll(() => world?.close());

/** Runs one statement under a login role; answers its rows, or the SQL state that it was refused with. */
async function as(role: LoginRole, sql: string, orgId?: string): Promise<readonly object[] | string> {
  const client = new Client({ connectionString: world.database.url(role) });
  await client.connect();
  try {
    await client.query('begin');
    if (orgId !== undefined) await client.query(`select set_config('app.org', $1, true)`, [orgId]);
    return (await client.query<object>(sql)).rows;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    await client.end();
  }
}
const DENIED = '42501';

const tables = ['usage_event', 'usage_hour', 'usage_day', 'app_day', 'app_copy', 'install_copy', 'signing_key', 'day_close', 'outbox'];
const writes = (table: string) => [
  ['insert', `insert into usage.${table} default values`],
  ['update', `update usage.${table} set ${table === 'day_close' ? 'day = day' : 'org_id = org_id'}`],
  ['delete', `delete from usage.${table}`],
  ['truncate', `truncate usage.${table}`],
];

describe('the request role', () => {
  test.each(['usage_event', 'usage_hour', 'usage_day'])('sees of %s its own organisation’s rows alone', async (table) => {
    const count = async (orgId?: string) => as('request', `select count(*)::int as n from usage.${table}`, orgId);
    expect(await count()).toEqual([{ n: 0 }]);
    expect(await count(stranger.orgId)).toEqual([{ n: 0 }]);
    expect(await count(publisher.orgId)).toEqual([{ n: 0 }]);
    expect(await count(consumer.orgId)).not.toEqual([{ n: 0 }]);
  });

  test('sees a publisher’s totals and apps under that publisher alone', async () => {
    for (const table of ['app_day', 'app_copy']) {
      expect(await as('request', `select org_id from usage.${table}`, consumer.orgId)).toEqual([]);
      expect(await as('request', `select distinct org_id from usage.${table}`, publisher.orgId)).toEqual([{ org_id: publisher.orgId }]);
    }
  });

  test('never reads a secret', async () => {
    expect(await as('request', 'select secret from usage.signing_key', publisher.orgId)).toBe(DENIED);
    expect(await as('request', `select usage.signing_secrets('{}')`, publisher.orgId)).toBe(DENIED);
    expect(await as('request', 'select id from usage.signing_key', stranger.orgId)).toEqual([]);
  });

  test('writes keys of its own organisation and no usage', async () => {
    const insert = `insert into usage.signing_key (org_id, app_id, id, secret, created_by, created_at) values ('org:northwind', 'a', 'sk_x', '', 'x', now())`;
    expect(await as('request', insert, stranger.orgId)).toBe(DENIED);
    expect(await as('request', 'update usage.signing_key set app_id = app_id', publisher.orgId)).toBe(DENIED);
    for (const table of tables.filter((name) => name !== 'signing_key' && name !== 'outbox'))
      for (const [, sql = ''] of writes(table)) expect(await as('request', sql, consumer.orgId), sql).toBe(DENIED);
  });
});

describe('the recorder role', () => {
  test('adds events and buckets, marks days late, and changes nothing else', async () => {
    const allowed = new Set(['insert usage_event', 'insert usage_hour']);
    for (const table of tables)
      for (const [what, sql = ''] of writes(table))
        if (!allowed.has(`${what} ${table}`)) expect(await as('recorder', sql), sql).toBe(DENIED);
    expect(await as('recorder', `update usage.usage_event set payload = '{}'`)).toBe(DENIED);
    expect(await as('recorder', `update usage.usage_hour set hour = now()`)).toBe(DENIED);
    expect(await as('recorder', `update usage.day_close set late = true`)).toEqual([]);
    expect(await as('recorder', `update usage.day_close set done = 0`)).toBe(DENIED);
    expect(await as('recorder', `update usage.copy_mark set current_at = now()`)).toBe(DENIED);
  });

  test.each(['usage_day', 'app_day', 'signing_key', 'outbox', 'idempotency_key', 'stream_cursor'])('does not read %s', async (table) => {
    expect(await as('recorder', `select * from usage.${table}`)).toBe(DENIED);
  });
});

describe('the lookup role', () => {
  test('opens no table; it asks the one function', async () => {
    for (const table of tables) expect(await as('lookup', `select * from usage.${table}`), table).toBe(DENIED);
    for (const table of tables) for (const [, sql = ''] of writes(table)) expect(await as('lookup', sql), sql).toBe(DENIED);
    const [{ id }] = (await world.sql<{ id: string }>('select id from usage.signing_key limit 1')) as [{ id: string }];
    expect(await as('lookup', `select id from usage.signing_secrets('{${id},sk_none}')`)).toEqual([{ id }]);
  });

  test('finds no revoked key', async () => {
    const { key } = await world.signing.createSigningKey(publisher, APP);
    await world.signing.revokeSigningKey(publisher, key.id);
    expect(await as('lookup', `select id from usage.signing_secrets('{${key.id}}')`)).toEqual([]);
  });
});

describe('the worker role', () => {
  test('appends days and changes none, and touches neither raw usage nor keys', async () => {
    for (const table of ['usage_event', 'usage_hour', 'signing_key'])
      for (const [, sql = ''] of writes(table)) expect(await as('worker', sql), sql).toBe(DENIED);
    for (const sql of ['update usage.usage_day set quantity = 0', 'delete from usage.usage_day', 'delete from usage.day_close'])
      expect(await as('worker', sql), sql).toBe(DENIED);
    expect(await as('worker', 'select * from usage.signing_key')).toBe(DENIED);
  });
});

test('the stream role reads the outbox and nothing else', async () => {
  for (const table of tables.filter((name) => name !== 'outbox'))
    expect(await as('stream', `select * from usage.${table}`), table).toBe(DENIED);
  expect(await as('stream', 'select * from usage.outbox')).toEqual([]);
});

test('every table of the schema but those that are no tenant’s has forced row-level security with policies', async () => {
  const open = await world.sql<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'usage'::regnamespace and relkind in ('r', 'p', 'v', 'm')
        and not (relrowsecurity and relforcerowsecurity and exists (select from pg_policy where polrelid = pg_class.oid)) order by 1`,
  );
  expect(open.map(({ name }) => name)).toEqual(['copy_mark', 'day_close', 'mikro_orm_migrations', 'stream_cursor']);
});
