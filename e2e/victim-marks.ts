import { sql } from './database.ts';

/**
 * What the tables tell an organisation by: the ids of everything that is its own, and the digests of what it wrote; and those of them that
 * the catalog shows everybody of the first version of its shop.
 */
export async function marksOf(
  url: string,
  { org, shop, owner }: { readonly org: string; readonly shop: string; readonly owner: string },
): Promise<{ readonly marks: readonly string[]; readonly shown: readonly string[] }> {
  const versions = await sql<{ id: string; digest: string }>(
    url,
    `select app_id || '@' || number as id, digest from catalog.app_version where org_id = $1`,
    [org],
  );
  const prices = await sql<{ id: string }>(url, 'select id from billing.price_version where app_id = $1', [shop]);
  const published = versions.filter(({ id }) => id === `${shop}@1`);
  return {
    marks: [...(await idsOf(url, org)), ...versions.flatMap(({ id, digest }) => [id, digest])],
    shown: [org, owner, shop, ...published.flatMap(({ id, digest }) => [id, digest]), ...prices.map(({ id }) => id)],
  };
}

/** The outbox is left out: no door reads it. */
async function idsOf(url: string, org: string): Promise<string[]> {
  const tables = await sql<{ name: string }>(
    url,
    `select table_schema || '.' || table_name as name from information_schema.columns
      where column_name in ('id', 'org_id') and table_schema in ('catalog', 'usage', 'billing', 'governance') and table_name <> 'outbox'
      group by 1 having count(*) = 2 order by 1`,
  );
  const each = tables.map(({ name }) => `select id from ${name} where org_id = $1`);
  return (await sql<{ id: string }>(url, each.join(' union '), [org])).map(({ id }) => id);
}
