import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, northwind, publisher, settlePeople, type World } from './testing/world.ts';

let world: World;
let tables: string[];
beforeAll(async () => {
  world = await createWorld();
  await settlePeople(world);
  await world.waiting('isolated-1');
  tables = (
    await ask(
      world.database.adminUrl,
      `select table_name as name from information_schema.columns where table_schema = 'governance' and column_name = 'org_id'`,
    )
  ).map(({ name }) => String(name));
});
afterAll(() => world?.drop());

async function ask(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const sql of statements) ({ rows } = await client.query<Record<string, unknown>>(sql));
    return rows;
  } finally {
    await client.end();
  }
}

describe('row-level security', () => {
  test('is forced on every table of a tenant', async () => {
    const forced = await ask(
      world.database.adminUrl,
      `select relname as name from pg_class where relnamespace = 'governance'::regnamespace and relrowsecurity and relforcerowsecurity`,
    );
    expect(forced.map(({ name }) => name)).toEqual(expect.arrayContaining(tables));
  });

  test('the request role sees nothing of another organisation, and nothing at all without one', async () => {
    const url = world.database.url('request');
    // The others it may not even ask.
    const readable = tables.filter((table) => !['outbox', 'latest_event', 'api_key', 'waiting_event', 'dead_letter'].includes(table));
    for (const table of readable) {
      expect(await ask(url, `select org_id from governance.${table}`), table).toEqual([]);
      expect(await ask(url, `set app.org = 'org:acme'`, `select org_id from governance.${table}`), table).toEqual([]);
    }
    expect(await ask(url, `set app.org = '${northwind}'`, `select org_id from governance.membership`)).not.toEqual([]);
  });

  test('the request role writes nothing into another organisation', async () => {
    const write = `insert into governance.team (org_id, id, name, created_at) values ('${northwind}', 'team:x', 'X', now())`;
    await expect(ask(world.database.url('request'), `set app.org = 'org:acme'`, write)).rejects.toThrow('row-level security');
  });
});

describe('privileges', () => {
  test.each([
    ['the process alone moves a request', `update governance.publish_request set status = 'PUBLISHED', closed_at = now()`],
    ['the process alone settles a decision', `update governance.decision set outcome = 'APPLIED'`],
    ['a request is not made away with', `delete from governance.publish_request`],
    ['a timeline is not rewritten', `update governance.timeline_entry set text = ''`],
    ['an audit trail is not rewritten', `update governance.audit_entry set detail = ''`],
    ['an audit trail is not shortened', `delete from governance.audit_entry`],
    ['no hash is read', `select hash from governance.api_key`],
    ['no key comes back', `update governance.api_key set roles = '{platform_admin}'`],
    ['the outbox is not read', `select * from governance.outbox`],
  ])('%s', async (_, sql) => {
    await expect(ask(world.database.url('request'), `set app.org = '${northwind}'`, sql)).rejects.toThrow('permission denied');
  });

  test('the lookup role executes its four functions and reads no table', async () => {
    const url = world.database.url('lookup');
    for (const table of tables) await expect(ask(url, `select 1 from governance.${table}`), table).rejects.toThrow('permission denied');
    expect(await ask(url, `select * from governance.memberships_of('user:beckayu')`)).toMatchObject([{ org_id: northwind }]);
    const executable = await ask(
      world.database.adminUrl,
      `select proname as name, role from pg_proc, unnest(array['request', 'worker', 'lookup', 'stream']) as role
        where pronamespace = 'governance'::regnamespace and prosecdef and has_function_privilege('guildhall_governance_' || role, oid, 'execute')
        order by proname`,
    );
    expect(executable).toEqual(
      ['api_key_of', 'invitations_of', 'memberships_of', 'organization_exists'].map((name) => ({ name, role: 'lookup' })),
    );
  });

  test('the stream role reads the outbox, what was kept of it, and nothing else', async () => {
    const url = world.database.url('stream');
    expect((await ask(url, `select type from governance.outbox`)).length).toBeGreaterThan(0);
    expect(await ask(url, `select type from governance.latest_event`)).toEqual([]);
    for (const table of tables.filter((name) => !['outbox', 'latest_event'].includes(name)))
      await expect(ask(url, `select 1 from governance.${table}`), table).rejects.toThrow('permission denied');
  });
});

test('another organisation’s request answers like an absent one', async () => {
  const page = { limit: 1, after: undefined, backward: false };
  const publishRequestId = (await world.governance.publishRequests(publisher, {}, page))[0]?.id ?? '';
  const stranger = { ...publisher, orgId: 'org:acme', roles: ['approver', 'publisher'] as const };
  expect(await world.governance.publishRequestsByIds(stranger, [publishRequestId])).toEqual([]);
  const decide = (id: string) =>
    world.governance.decidePublishRequest(stranger, {
      publishRequestId: id,
      verdict: 'APPROVE',
      reason: null,
      digest: 'x',
      idempotencyKey: id,
    });
  const answers = await Promise.all([publishRequestId, 'pub_none'].map((id) => decide(id).catch((error: unknown) => error)));
  for (const answer of answers) expect(answer).toMatchObject({ faults: [{ code: 'PUBLISH_REQUEST_NOT_FOUND' }] });
  const withdraw = world.governance.withdrawPublishRequest(stranger, { publishRequestId, idempotencyKey: 'w' });
  await expect(withdraw).rejects.toMatchObject({ faults: [{ code: 'PUBLISH_REQUEST_NOT_FOUND' }] });
});
