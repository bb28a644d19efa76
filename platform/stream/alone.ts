import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const POLL_MS = 250;
/** The server ends the lock's session after this long without a query. A turn that took longer can no longer move the cursor. */
const IDLE_MS = 60_000;

/** Holds a session-level advisory lock while `work` runs, so that one process is the consumer; waits for its turn. */
export async function alone(
  url: string,
  name: string,
  signal: AbortSignal,
  work: (held: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const client = new Client({
    connectionString: url,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`set idle_session_timeout = ${IDLE_MS}`);
    while (!signal.aborted) {
      const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as held', [name]);
      if (rows[0]?.held) {
        await work(async () => {
          await client.query('select 1');
        });
        return;
      }
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}
