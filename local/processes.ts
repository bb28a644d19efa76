import { join } from 'node:path';
import { baseEnv } from './base-env.ts';
import type { ChildSpec } from './child.ts';
import { messageOf } from './failure.ts';
import { root } from './paths.ts';
import type { PortName, Ports } from './ports.ts';
import { roleNames, subgraphs } from './secrets.ts';

export type ProcessName = Exclude<PortName, 'temporal' | 'temporalWeb' | 'postgres'>;

interface OurProcess {
  name: ProcessName;
  script: string;
  /** Every variable that it gets beside those that all get. Nothing else of ours reaches it. */
  env: readonly string[];
  /** Later tiers stop first. */
  tier: number;
}

/** One table of what runs, so that a look tells which process may do what in the database. */
export const processes: readonly OurProcess[] = [
  {
    name: 'catalog',
    script: 'subgraphs/catalog/main.ts',
    tier: 1,
    env: [
      'CATALOG_REQUEST_DATABASE_URL',
      'CATALOG_WORKER_DATABASE_URL',
      'CATALOG_STREAM_DATABASE_URL',
      'BILLING_STREAM_DATABASE_URL',
      'GOVERNANCE_STREAM_DATABASE_URL',
      'GATEWAY_PUBLIC_KEY',
    ],
  },
  {
    name: 'usage',
    script: 'subgraphs/usage/main.ts',
    tier: 1,
    env: ['USAGE_REQUEST_DATABASE_URL', 'USAGE_WORKER_DATABASE_URL', 'CATALOG_STREAM_DATABASE_URL', 'GATEWAY_PUBLIC_KEY', 'MASTER_KEY'],
  },
  {
    name: 'billing',
    script: 'subgraphs/billing/main.ts',
    tier: 1,
    env: ['BILLING_REQUEST_DATABASE_URL', 'BILLING_WORKER_DATABASE_URL', 'CATALOG_STREAM_DATABASE_URL', 'GATEWAY_PUBLIC_KEY'],
  },
  {
    name: 'governance',
    script: 'subgraphs/governance/main.ts',
    tier: 1,
    env: [
      'GOVERNANCE_REQUEST_DATABASE_URL',
      'GOVERNANCE_WORKER_DATABASE_URL',
      'GOVERNANCE_LOOKUP_DATABASE_URL',
      'GOVERNANCE_STREAM_DATABASE_URL',
      'USAGE_STREAM_DATABASE_URL',
      'BILLING_STREAM_DATABASE_URL',
      'CATALOG_STREAM_DATABASE_URL',
      'GATEWAY_PUBLIC_KEY',
      'PLATFORM_ADMINS',
      'TEMPORAL_ADDRESS',
    ],
  },
  {
    name: 'worker',
    script: 'workflows/worker.ts',
    tier: 2,
    env: [
      'CATALOG_WORKER_DATABASE_URL',
      'USAGE_WORKER_DATABASE_URL',
      'BILLING_WORKER_DATABASE_URL',
      'GOVERNANCE_WORKER_DATABASE_URL',
      'TEMPORAL_ADDRESS',
      'INVOICE_GRACE_HOURS',
    ],
  },
  { name: 'issuer', script: 'local/issuer.ts', tier: 1, env: ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'ISSUER_KEY'] },
  {
    name: 'ingest',
    script: 'subgraphs/usage/ingest.ts',
    tier: 3,
    env: ['USAGE_RECORDER_DATABASE_URL', 'USAGE_LOOKUP_DATABASE_URL', 'MASTER_KEY'],
  },
  {
    name: 'gateway',
    script: 'gateway/main.ts',
    tier: 3,
    env: [
      'CATALOG_URL',
      'USAGE_URL',
      'BILLING_URL',
      'GOVERNANCE_URL',
      'GATEWAY_SIGNING_KEY',
      'OIDC_ISSUER',
      'OIDC_AUDIENCE',
      'OIDC_JWKS_URL',
      'GRAPHIQL_HEADERS',
    ],
  },
];

/** The script that makes a subgraph's schema and roles; it alone gets the administrator's URL. */
export const migrations = subgraphs.map((subgraph) => ({
  subgraph,
  script: `subgraphs/${subgraph}/migrate.ts`,
  env: ['DATABASE_ADMIN_URL', ...roleNames().map(roleVariable)],
}));

/** E.g. USAGE_RECORDER_DATABASE_URL. */
export function roleVariable({ subgraph, role }: { subgraph: string; role: string }): string {
  return `${subgraph}_${role}_DATABASE_URL`.toUpperCase();
}

/** The whole environment of a script: the listed variables, what all get, and where things lie on this machine. */
export function environmentOf(names: readonly string[], values: Readonly<Record<string, string>>): Record<string, string> {
  const env: Record<string, string> = {
    ...baseEnv(),
    NODE_ENV: 'development',
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'guildhall-compile'),
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    APOLLO_TELEMETRY_DISABLED: '1',
  };
  for (const name of names) {
    const value = values[name];
    if (value === undefined) throw new Error(`The table of processes names ${name}, which nobody sets.`);
    env[name] = value;
  }
  return env;
}

/** Describes one of our processes as a child of the supervisor. */
export function ourChild(
  { name, script, env, tier }: OurProcess,
  values: Readonly<Record<string, string>>,
  ports: Ports,
  extra: Record<string, string> = {},
): ChildSpec {
  const port = ports[name];
  return {
    name,
    command: process.execPath,
    args: [script],
    cwd: root,
    env: { ...environmentOf(env, values), HOST: '127.0.0.1', PORT: String(port), ...extra },
    probe: () => askReady(`http://127.0.0.1:${port}`),
    stopSignal: 'SIGTERM',
    tier,
    failure: 'process',
  };
}

/** Throws, with what the process says it lacks, unless its /readyz answers 200. */
export async function askReady(url: string): Promise<void> {
  const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch((error: unknown) => {
    throw new Error(`${url}/readyz: ${error instanceof Error && error.cause ? messageOf(error.cause) : messageOf(error)}`);
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`/readyz answers ${answer.status} ${text.slice(0, 300)}`);
}
