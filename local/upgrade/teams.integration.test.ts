import { entities as usageEntities, keepCatalogCopies } from '@guildhall/usage/index.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer } from '@guildhall/platform/stream/consumer.ts';
import { createEmptyDatabase, roleUrl, type EmptyDatabase } from '@guildhall/platform/testing/database.ts';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrateTo, restore } from './restore.ts';

const TEAM = 'team:kitchen';
let database: EmptyDatabase;
let client: Client;
const sql = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  (await client.query<Row>(text, [...values])).rows;

let [app, publisher] = ['', ''];
beforeAll(async () => {
  database = await createEmptyDatabase('upgrade_teams');
  await restore(database.adminUrl);
  client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  // What 0.1.0 has when the app's publisher installs it, ends that, and installs it again once it is its team's alone.
  const [found] = await sql<{ id: string; org_id: string }>(`select id, org_id from catalog.app where id like 'where2eat%' limit 1`);
  [app, publisher] = [found?.id ?? '', found?.org_id ?? ''];
  await sql(`update catalog.app set audience_kind = 'team', audience_team = $2 where id = $1`, [app, TEAM]);
  await sql(`update catalog.listing set audience = org_id, team = $2 where app_id = $1`, [app, TEAM]);
  for (const [id, ended] of [
    ['ins_1', 'now()'],
    ['ins_2', 'null'],
  ] as const) {
    await sql(
      `insert into catalog.install (org_id, id, app_id, installed_by, installed_at, uninstalled_at)
       values ($1, $2, $3, 'user:beckayu', now(), ${ended})`,
      [publisher, id, app],
    );
    await sql(
      `insert into usage.install_copy (org_id, app_id, install_id, installed_at, uninstalled_at) values ($1, $3, $2, now(), ${ended})`,
      [publisher, id, app],
    );
  }
  for (const schema of ['catalog', 'usage'] as const) await migrateTo(database.adminUrl, schema);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

test('what a team’s app showed at its installs is the team’s', async () => {
  const kept = await sql(`select install_id as id, number, team from catalog.app_snapshot where app_id = $1 and org_id = $2 order by 1`, [
    app,
    publisher,
  ]);
  expect(kept).toEqual(['ins_1', 'ins_2'].map((id) => ({ id, number: 1, team: TEAM })));
  const others = await sql(`select count(*) > 0 as any from catalog.app_snapshot where app_id = $1 and org_id <> $2 and team is null`, [
    app,
    publisher,
  ]);
  expect(others).toEqual([{ any: true }]);
});

test('usage learns from the stream that the app is its team’s, and keeps its units', async () => {
  const worker = await openDatabase({ url: roleUrl(database.adminUrl, 'usage', 'worker'), schema: 'usage', entities: usageEntities });
  const copy = () => sql<{ team: string | null; units: string[] }>(`select team, units from usage.app_copy where app_id = $1`, [app]);
  const [before] = await copy();
  expect(before?.team).toBeNull();
  const consumer = startConsumer({
    name: 'usage.catalog',
    source: { schema: 'catalog', url: roleUrl(database.adminUrl, 'catalog', 'stream') },
    receiver: { schema: 'usage', url: roleUrl(database.adminUrl, 'usage', 'worker'), database: worker },
    logger: createLogger('test', 'silent'),
    apply: keepCatalogCopies,
  });
  try {
    expect(await consumer.caughtUp(10_000)).toBe(true);
    expect(await copy()).toEqual([{ team: TEAM, units: before?.units }]);
    expect(await sql(`select team from usage.install_copy where org_id = $1 and app_id = $2`, [publisher, app])).toEqual([
      { team: '' },
      { team: '' },
    ]);
  } finally {
    await consumer.stop();
    await worker.close();
  }
});
