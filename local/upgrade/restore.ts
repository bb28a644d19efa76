import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { entities as billing } from '@guildhall/billing/index.ts';
import { entities as catalog } from '@guildhall/catalog/index.ts';
import { SUBGRAPHS, type Subgraph } from '@guildhall/events/consumers.ts';
import { entities as governance } from '@guildhall/governance/index.ts';
import { openMigrator } from '@guildhall/platform/database/database.ts';
import { provisionRoles } from '@guildhall/platform/database/roles.ts';
import { aloneOnServer, roleUrl } from '@guildhall/platform/testing/database.ts';
import { entities as usage } from '@guildhall/usage/index.ts';
import { Client } from 'pg';
import { fileURLToPath } from 'node:url';

const ENTITIES = { catalog, usage, billing, governance };
/** The one migration of each subgraph that 0.1.0 had. */
const OF_0_1_0 = (schema: Subgraph) => `Migration20261124000000_${schema}`;

/** Brings a schema up to a migration, or to the newest. */
export async function migrateTo(adminUrl: string, schema: Subgraph, last?: string): Promise<void> {
  const folder = fileURLToPath(new URL(`../../subgraphs/${schema}/migrations`, import.meta.url));
  const orm = await openMigrator({ url: adminUrl, schema, entities: ENTITIES[schema], folder });
  try {
    await orm.migrator.up(last === undefined ? {} : { to: last });
  } finally {
    await orm.close();
  }
}

/** Makes of an empty database what 0.1.0 left: its tables, by its own migrations, and the rows of the dump. */
export async function restore(adminUrl: string): Promise<void> {
  for (const schema of SUBGRAPHS) {
    await aloneOnServer(() => provisionRoles(adminUrl, schema, (role) => roleUrl(adminUrl, schema, role)));
    await migrateTo(adminUrl, schema, OF_0_1_0(schema));
  }
  const text = gunzipSync(readFileSync(new URL('0.1.0.json.gz', import.meta.url))).toString();
  // Rows as `to_jsonb` writes them, by table.
  const dump = JSON.parse(text) as Readonly<Record<string, readonly string[]>>;
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    // Neither triggers nor foreign keys: the rows come in no order, and are what they are.
    await client.query('set session_replication_role = replica');
    for (const [table, rows] of Object.entries(dump))
      await client.query(
        `insert into ${table} overriding system value
         select (jsonb_populate_record(null::${table}, row::jsonb)).* from unnest($1::text[]) as row`,
        [rows],
      );
    // As on the server of 0.1.0, which is upgraded where it is: every transaction to come is younger than those of the rows.
    await client.query('set synchronous_commit = off');
    await client.query(
      `do $$ begin
         while pg_snapshot_xmax(pg_current_snapshot()) <= greatest(${SUBGRAPHS.map((schema) => `(select max(xid) from ${schema}.outbox)`).join(', ')})
         loop
           perform pg_current_xact_id();
           commit;
         end loop;
       end $$`,
    );
    for (const schema of SUBGRAPHS)
      await client.query(
        `select setval(pg_get_serial_sequence('${schema}.outbox', 'position'), (select coalesce(max(position), 0) + 1 from ${schema}.outbox))`,
      );
  } finally {
    await client.end();
  }
}
