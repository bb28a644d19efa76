import { consumers, SUBGRAPHS, type Subgraph } from '@guildhall/events/consumers.ts';
import { housekeepingOf } from '@guildhall/platform/stream/housekeeping.ts';
import { createHousekeepingActivities } from '../activities/housekeeping.ts';
import { openSubgraphs } from './subgraphs.ts';

export const NOW = new Date('2026-12-20T04:00:00Z');
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString();

/** The four subgraphs, each in a database of its own, and the activities of housekeeping over them. */
export async function createHousekeepingWorld() {
  const subgraphs = await openSubgraphs();
  const { of, sql } = subgraphs;
  const tablesOf = (schema: Subgraph) => housekeepingOf(of[schema].worker, schema);
  return {
    of,
    sql,
    activities: createHousekeepingActivities({
      tables: { catalog: tablesOf('catalog'), usage: tablesOf('usage'), billing: tablesOf('billing'), governance: tablesOf('governance') },
      now: () => NOW,
    }),
    /** Tells an event of a subgraph some days ago. */
    async tell(
      schema: Subgraph,
      days: number,
      { id, type, entity, payload }: { id: string; type: string; entity: string; payload?: object },
    ) {
      await of[schema].alter(
        `insert into ${schema}.outbox (id, org_id, type, entity_id, payload, occurred_at)
         values ('${id}', 'org:acme', '${type}', '${entity}', '${JSON.stringify(payload ?? {})}', '${daysAgo(days)}')`,
      );
    },
    /** Lets every consumer of a subgraph have read what it has told until now, but those that are named. */
    async allHaveRead(source: Subgraph, but: readonly string[] = []) {
      const [end] = await sql<{ xid: string; position: string }>(
        source,
        `select xid::text as xid, position::text as position from ${source}.outbox o order by o.xid desc, o.position desc limit 1`,
      );
      for (const [name, { receiver, source: from }] of Object.entries(consumers))
        if (from === source && !but.includes(name))
          await of[receiver].alter(
            `insert into ${receiver}.stream_cursor (consumer, xid, position) values ('${name}', '${end?.xid}', ${end?.position})
             on conflict (consumer) do update set xid = excluded.xid, position = excluded.position`,
          );
    },
    async useKey(schema: Subgraph, days: number, key: string) {
      await of[schema].alter(
        `insert into ${schema}.idempotency_key (org_id, operation, key, input_hash, result_id, created_at) values ('org:acme', 'test', '${key}', 'h', 'r', '${daysAgo(days)}')`,
      );
    },
    left: async (schema: Subgraph) =>
      (await sql<{ id: string }>(schema, `select id from ${schema}.outbox order by position`)).map(({ id }) => id),
    keys: async (schema: Subgraph) =>
      (await sql<{ key: string }>(schema, `select key from ${schema}.idempotency_key order by key`)).map(({ key }) => key),
    async clear() {
      for (const schema of SUBGRAPHS)
        await of[schema].alter(
          `truncate ${['outbox', 'latest_event', 'idempotency_key', 'stream_cursor'].map((table) => `${schema}.${table}`).join(', ')}`,
        );
    },
    end: subgraphs.end,
  };
}
