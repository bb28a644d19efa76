import { Pool } from 'pg';
import { openSecret } from '../domain/sealed-secret.ts';
import { withDatabase } from './away.ts';

type KeySecret = { readonly appId: string; readonly secret: string };

export type KeyLookup = {
  /** The secrets of those of the keys named that are valid, by key id. A revoked key is gone within 2 s. Throws `UnavailableError`. */
  secretsOf(ids: readonly string[]): Promise<ReadonlyMap<string, KeySecret>>;
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** How long a secret is used without asking again: the bound within which a revoked key stops counting. */
const FRESH_MS = 2_000;
const MOST_KEPT = 10_000;

type Row = { org_id: string; app_id: string; id: string; secret: Buffer };

/** Opens the secrets of signing keys under the *lookup* role, which can ask for nothing else. Only found keys are remembered. */
export function openKeyLookup({
  url,
  masterKey,
  now = () => performance.now(),
}: {
  readonly url: string;
  readonly masterKey: Buffer;
  /** A clock in ms that never goes back. */
  readonly now?: () => number;
}): KeyLookup {
  const pool = new Pool({ connectionString: url, max: 2, keepAlive: true, connectionTimeoutMillis: 5_000, query_timeout: 10_000 });
  pool.on('error', () => undefined);
  const kept = new Map<string, KeySecret & { readonly askedAt: number }>();

  const ask = async (ids: readonly string[]) => {
    // The age counts from before the question: a key revoked while it is answered is asked about again in time.
    const askedAt = now();
    const { rows } = await withDatabase(() =>
      pool.query<Row>({ name: 'secrets', text: 'select org_id, app_id, id, secret from usage.signing_secrets($1)', values: [ids] }),
    );
    for (const id of ids) kept.delete(id);
    if (kept.size > MOST_KEPT) kept.clear();
    for (const { org_id, app_id, id, secret } of rows) {
      kept.set(id, { appId: app_id, secret: openSecret(masterKey, { orgId: org_id, appId: app_id, id }, secret), askedAt });
    }
  };

  return {
    async secretsOf(ids) {
      const wanted = [...new Set(ids)];
      const isFresh = (id: string) => now() - (kept.get(id)?.askedAt ?? -Infinity) < FRESH_MS;
      const found = new Map(wanted.filter(isFresh).flatMap((id) => entry(kept, id)));
      const stale = wanted.filter((id) => !found.has(id));
      if (stale.length > 0) await ask(stale);
      for (const id of stale) for (const [key, value] of entry(kept, id)) found.set(key, value);
      return found;
    },
    async ping() {
      await pool.query('select 1');
    },
    close: () => pool.end(),
  };
}

function entry<Value>(map: ReadonlyMap<string, Value>, key: string): [string, Value][] {
  const value = map.get(key);
  return value === undefined ? [] : [[key, value]];
}
