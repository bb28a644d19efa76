import { eventually } from '@guildhall/local/story/world.ts';
import { Client, type QueryResultRow } from 'pg';

const SUBGRAPHS = ['catalog', 'usage', 'billing', 'governance'] as const;

/** Runs one statement under the URL's own role; with the superuser's, whatever the system itself would never do. */
export async function sql<Row extends QueryResultRow>(url: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Count and fingerprint of the rows that name one of the marks anywhere, by table, over every table of every subgraph. */
export async function rowsNaming(url: string, ...marks: readonly string[]): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>(
    url,
    `select schemaname || '.' || tablename as name from pg_tables where schemaname = any($1) order by 1`,
    [SUBGRAPHS],
  );
  const named = marks.map((_, i) => `strpos(line, $${i + 1}) > 0`).join(' or ');
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(line, '' order by line)), '') as print
         from (select t::text as line from ${name} as t offset 0) as lines where ${named}`,
  );
  const prints = await sql<{ name: string; print: string }>(url, each.join(' union all '), marks);
  return Object.fromEntries(prints.map(({ name, print }) => [name, print]));
}

/**
 * Waits until no copy lacks what was told before: an install, say, that ingest is to know of. A busy machine can be slower with that than
 * ingest waits, and then refuses the event.
 */
export async function settled(url: string): Promise<void> {
  const last = SUBGRAPHS.map(
    (name) =>
      `(select '${name}' as name, xid::text as xid, position::text as position
          from ${name}.outbox order by outbox.xid desc, outbox.position desc limit 1)`,
  );
  const ends = await sql<{ name: string; xid: string; position: string }>(url, last.join(' union all '));
  const cursors = SUBGRAPHS.map((name) => `select xid, position from ${name}.stream_cursor`).join(' union all ');
  // A cursor is into the outbox that has its very row.
  const behind = ends.map(
    ({ name, xid, position }) =>
      `select 1 from ${name}.outbox join (${cursors}) as cursor using (xid, position) where (xid, position) < ('${xid}'::xid8, ${position})`,
  );
  await eventually('the copies', async () => (await sql(url, behind.join(' union all '))).length === 0 || undefined);
}
