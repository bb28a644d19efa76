import { Failure } from '@guildhall/local/failure.ts';
import pg from 'pg';
import { median, rounded } from '../percentile.ts';
import type { Span } from './events.ts';

export type Timed = { readonly rows: number; readonly seconds: number; readonly rowsPerSecond: number };

export type Raw = {
  version(): Promise<string>;
  /** Throws Failure `miscounted` unless raw rows and the buckets of invocations of a span both hold as many events as acknowledged. */
  verify(span: Span, acknowledged: number): Promise<void>;
  /** COPYs the raw rows of a span into a plain table of the same columns, with the same indexes or none. */
  copy(span: Span, indexes: 'indexed' | 'bare'): Promise<Timed>;
  /** The one GROUP BY that says what a day's usage is, in seconds. */
  groupBySeconds(span: Span): Promise<number>;
  close(): Promise<void>;
};

/** What bare Postgres does with the same rows: the floor beside which our figures stand. As a superuser, so without row security. */
export async function openRaw(url: string): Promise<Raw> {
  const client = new pg.Client({ connectionString: url, query_timeout: 120_000 });
  // A server that goes away sends this outside any promise.
  client.on('error', () => undefined);
  await client.connect();
  const one = async (sql: string, values: unknown[] = []): Promise<string> => {
    const { rows } = await client.query<{ value: string }>(sql, values);
    return rows[0]?.value ?? '';
  };
  const seconds = async (sql: string, values: unknown[] = []): Promise<number> => {
    const began = performance.now();
    await client.query(sql, values);
    return (performance.now() - began) / 1_000;
  };
  const within = (column: string, { start, end }: Span) =>
    `${column} >= ${client.escapeLiteral(start.toISOString())} and ${column} < ${client.escapeLiteral(end.toISOString())}`;

  return {
    version: () => one(`select current_setting('server_version') as value`),
    async verify(span, acknowledged) {
      const rows = Number(await one(`select count(*) as value from usage.usage_event where ${within('occurred_at', span)}`));
      const counted = Number(
        await one(`select coalesce(sum(quantity), 0) as value from usage.usage_hour
                    where unit = 'invocation' and ${within('hour', span)}`),
      );
      if (rows !== acknowledged || counted !== acknowledged)
        throw new Failure(
          'miscounted',
          `Ingest acknowledged ${acknowledged} events, but ${rows} raw rows are there and the buckets count ${counted}. No figure of this run holds; please report it.`,
        );
    },
    async copy(span, indexes) {
      // The server writes the file where it may, whoever it runs as.
      const file = client.escapeLiteral(`${await one(`select current_setting('data_directory') as value`)}/bench.copy`);
      const { rowCount } = await client.query(`copy (select * from usage.usage_event where ${within('occurred_at', span)}) to ${file}`);
      const runs: number[] = [];
      for (let run = 0; run < 3; run++) {
        await client.query(
          `drop table if exists bench_copy; create table bench_copy (like usage.usage_event ${indexes === 'indexed' ? 'including indexes' : ''})`,
        );
        runs.push(await seconds(`copy bench_copy from ${file}`));
      }
      await client.query('drop table bench_copy');
      const rows = rowCount ?? 0;
      return { rows, seconds: rounded(median(runs)), rowsPerSecond: rounded(rows / median(runs)) };
    },
    async groupBySeconds(span) {
      const sql = `select org_id, app_id, metered.unit, sum(usage.meter_quantity(metered.unit, action, payload))
                     from usage.usage_event cross join lateral unnest(units) as metered (unit)
                    where ${within('occurred_at', span)} group by 1, 2, 3`;
      const runs: number[] = [];
      for (let run = 0; run < 3; run++) runs.push(await seconds(sql));
      return rounded(median(runs));
    },
    close: () => client.end(),
  };
}
