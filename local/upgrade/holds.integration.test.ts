import { entities as catalogEntities, keepPriceCopies } from '@guildhall/catalog/index.ts';
import { SUBGRAPHS } from '@guildhall/events/consumers.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer, type Consumer, type ConsumerOptions } from '@guildhall/platform/stream/consumer.ts';
import { createEmptyDatabase, roleUrl, type EmptyDatabase } from '@guildhall/platform/testing/database.ts';
import { entities as usageEntities, keepCatalogCopies, keepHolds } from '@guildhall/usage/index.ts';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrateTo, restore } from './restore.ts';

let database: EmptyDatabase;
let client: Client;
const sql = async <Row extends object>(text: string): Promise<Row[]> => (await client.query<Row>(text)).rows;

/** Leaves an event as the version before did that could not process it. */
const leave = (
  schema: 'catalog' | 'billing' | 'governance',
  consumer: string,
  type: string,
  orgId: string,
  entity: string,
  payload = '{}',
) =>
  sql(
    `insert into ${schema}.dead_letter (consumer, event_id, xid, position, org_id, type, entity_id, entity, payload, occurred_at, tries, error, died_at)
     values ('${consumer}', 'evt_${orgId}', '3', 1, '${orgId}', '${type}', '${entity}', '${orgId} ' || split_part('${entity}', '@', 1),
             '${payload}', now(), 5, 'broken', now())`,
  );

beforeAll(async () => {
  database = await createEmptyDatabase('upgrade_holds');
  await restore(database.adminUrl);
  client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  await migrateTo(database.adminUrl, 'catalog', 'Migration20261127070000_currency');
  await migrateTo(database.adminUrl, 'billing', 'Migration20261127070000_currency');
  await migrateTo(database.adminUrl, 'governance', 'Migration20261127020000_decisions');
  await leave('catalog', 'accounts', 'billing.account.changed', 'org:payer', 'org:payer');
  const price = JSON.stringify({ appId: 'app-dead', priceVersionId: 'prv_1', number: 1, listed: true });
  await leave('catalog', 'accounts', 'billing.price.changed', 'org:seller', 'app-dead', price);
  await leave('billing', 'installs', 'catalog.install.changed', 'org:user', 'ins_1');
  await leave('governance', 'catalog-versions', 'catalog.version.created', 'org:maker', 'app-new@2');
  await sql(`insert into catalog.listing (audience, app_id, org_id, number, digest, manifest, created_by, created_at, published_at)
             values ('*', 'app-dead', 'org:seller', 1, 'd', '{}', 'user:s', now(), now())`);
  await sql(`insert into catalog.stream_cursor (consumer, xid, position) values ('accounts', '5', 7)
             on conflict (consumer) do update set xid = '5', position = 7`);
  // A publication that no consumer can read stops no upgrade.
  await sql(`insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at)
             values ('evt_odd', 'org:odd', 'catalog.app.published', 'app-odd', '{"units": "none"}', now())`);
  for (const schema of SUBGRAPHS) await migrateTo(database.adminUrl, schema);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

test('usage learns what waited in the other subgraphs before', async () => {
  const worker = await openDatabase({ url: roleUrl(database.adminUrl, 'usage', 'worker'), schema: 'usage', entities: usageEntities });
  const running: Consumer[] = [];
  const start = (name: string, source: 'catalog' | 'billing' | 'governance', apply: NonNullable<ConsumerOptions['apply']>) =>
    running.push(
      startConsumer({
        name,
        source: { schema: source, url: roleUrl(database.adminUrl, source, 'stream') },
        receiver: { schema: 'usage', url: roleUrl(database.adminUrl, 'usage', 'worker'), database: worker },
        logger: createLogger('test', 'silent'),
        apply,
      }),
    );
  start('usage.catalog', 'catalog', keepCatalogCopies);
  start('usage.billing', 'billing', keepHolds.billing);
  start('usage.governance', 'governance', keepHolds.governance);
  try {
    await expect
      .poll(() => sql(`select org_id as org, hold_id as hold, app_id as app from usage.hold_copy order by 1`), { timeout: 15_000 })
      .toEqual([
        { org: 'org:maker', hold: 'catalog-versions app-new', app: 'app-new' },
        { org: 'org:payer', hold: 'accounts org:payer', app: null },
        { org: 'org:seller', hold: 'listed-prices app-dead', app: 'app-dead' },
        { org: 'org:user', hold: 'installs ins_1', app: null },
      ]);
  } finally {
    await Promise.all(running.map((consumer) => consumer.stop()));
    await worker.close();
  }
});

test('the consumer of listed prices goes on where that of accounts was, and has its dead letters', async () => {
  expect(
    await sql(`select xid::text as xid, position::text as position from catalog.stream_cursor where consumer = 'listed-prices'`),
  ).toEqual([{ xid: '5', position: '7' }]);
  // A platform admin retries it.
  await sql(`with gone as (delete from catalog.dead_letter where type = 'billing.price.changed' returning *)
             insert into catalog.waiting_event (consumer, event_id, xid, position, org_id, type, entity_id, entity, payload, occurred_at, tries, error, due_at)
             select consumer, event_id, xid, position, org_id, type, entity_id, entity, payload, occurred_at, 0, error, now() from gone`);
  const worker = await openDatabase({ url: roleUrl(database.adminUrl, 'catalog', 'worker'), schema: 'catalog', entities: catalogEntities });
  const consumer = startConsumer({
    name: 'listed-prices',
    source: { schema: 'billing', url: roleUrl(database.adminUrl, 'billing', 'stream') },
    receiver: { schema: 'catalog', url: roleUrl(database.adminUrl, 'catalog', 'worker'), database: worker },
    logger: createLogger('test', 'silent'),
    apply: keepPriceCopies,
  });
  try {
    await expect
      .poll(() => sql(`select price_version_id as id from catalog.listing where app_id = 'app-dead'`), { timeout: 15_000 })
      .toEqual([{ id: 'prv_1' }]);
  } finally {
    await consumer.stop();
    await worker.close();
  }
});
