import { entities as billing } from '@guildhall/billing/index.ts';
import { entities as catalog } from '@guildhall/catalog/index.ts';
import type { Subgraph } from '@guildhall/events/consumers.ts';
import { entities as governance } from '@guildhall/governance/index.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import { entities as usage } from '@guildhall/usage/index.ts';

const ENTITIES = { catalog, usage, billing, governance };

/** A subgraph in a database of its own with a door under its worker role. */
/** A subgraph in a database of its own, with a connection under its worker role. */
export async function openSubgraph(schema: Subgraph) {
  const folder = new URL(`../../subgraphs/${schema}/migrations/`, import.meta.url);
  const database = await createTestDatabase({ schema, entities: ENTITIES[schema], folder });
  const worker = await openDatabase({ url: database.url('worker'), schema, entities: ENTITIES[schema] });
  return { ...database, schema, worker };
}

/** The four subgraphs, each by {@link openSubgraph}. */
export async function openSubgraphs() {
  const [ofCatalog, ofUsage, ofBilling, ofGovernance] = await Promise.all([
    openSubgraph('catalog'),
    openSubgraph('usage'),
    openSubgraph('billing'),
    openSubgraph('governance'),
  ]);
  const of = { catalog: ofCatalog, usage: ofUsage, billing: ofBilling, governance: ofGovernance };
  return {
    of,
    sql: <Row extends object>(schema: Subgraph, text: string): Promise<Row[]> =>
      of[schema].worker.transaction((em) => em.execute<Row[]>(text)),
    async end() {
      for (const { worker, drop } of Object.values(of)) {
        await worker.close();
        await drop();
      }
    },
  };
}
