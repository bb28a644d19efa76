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

/** Count and fingerprint of the rows that name a mark anywhere, by table, over every table of every subgraph. */
export async function rowsNaming(url: string, mark: string): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>(
    url,
    `select schemaname || '.' || tablename as name from pg_tables where schemaname = any($1) order by 1`,
    [SUBGRAPHS],
  );
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as print
         from ${name} as t where strpos(t::text, $1) > 0`,
  );
  const prints = await sql<{ name: string; print: string }>(url, each.join(' union all '), [mark]);
  return Object.fromEntries(prints.map(({ name, print }) => [name, print]));
}
