import { join } from 'node:path';
import { SUBGRAPHS } from '@guildhall/events/consumers.ts';
import { baseEnv } from './base-env.ts';
import type { ChildSpec } from './child.ts';
import { configs, type ConfiguredProcess } from './configs.ts';
import { messageOf } from './failure.ts';
import { root } from './paths.ts';
import type { PortName, Ports } from './ports.ts';

export type ProcessName = Exclude<PortName, 'temporal' | 'temporalWeb' | 'postgres'>;

interface OurProcess {
  name: ProcessName;
  script: string;
  /** Every variable that it may get beside those that all get. Nothing else of ours reaches it. */
  env: readonly string[];
  /** Later tiers stop first. */
  tier: number;
}

/** What the supervisor sets by itself. */
const SET = ['HOST', 'PORT', 'LOG_LEVEL'];
const configured = (name: ConfiguredProcess, script: string, tier: number): OurProcess => ({
  name,
  script,
  env: Object.keys(configs[name]).filter((variable) => !SET.includes(variable)),
  tier,
});

/** One table of what runs. Which variables a process reads, and so what it may do in the database, its own schema says. */
export const processes: readonly OurProcess[] = [
  ...SUBGRAPHS.map((name) => configured(name, `subgraphs/${name}/main.ts`, 1)),
  configured('worker', 'workflows/worker.ts', 2),
  { name: 'issuer', script: 'local/issuer.ts', tier: 1, env: ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'ISSUER_KEY'] },
  configured('ingest', 'subgraphs/usage/ingest.ts', 3),
  configured('gateway', 'gateway/main.ts', 3),
];

/** The script that makes a subgraph's schema and roles; it alone gets the administrator's URL. */
export const migrations = SUBGRAPHS.map((subgraph) => ({
  subgraph,
  script: `subgraphs/${subgraph}/migrate.ts`,
  env: Object.keys(configs.migrate),
}));

/** The whole environment of a script: those of the listed variables that are set, what all get, and where things lie on this machine. */
export function environmentOf(names: readonly string[], values: Readonly<Record<string, string>>): Record<string, string> {
  const env: Record<string, string> = {
    ...baseEnv(),
    NODE_ENV: 'development',
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'guildhall-compile'),
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    APOLLO_TELEMETRY_DISABLED: '1',
  };
  // What nobody sets has a default, or the process says at its start that it lacks it.
  for (const name of names) {
    const value = values[name];
    if (value !== undefined) env[name] = value;
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
    probe: async () => void (await askReady(`http://127.0.0.1:${port}`)),
    stopSignal: 'SIGTERM',
    tier,
    failure: 'process',
  };
}

/** What a process that is ready has to say beside that. Throws, with what it says it lacks, unless its /readyz answers 200. */
export async function askReady(url: string): Promise<readonly string[]> {
  const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch((error: unknown) => {
    throw new Error(`${url}/readyz: ${error instanceof Error && error.cause ? messageOf(error.cause) : messageOf(error)}`);
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`/readyz answers ${answer.status} ${text.slice(0, 300)}`);
  // Ours answer so; the issuer has nothing more to say.
  const { notes = [] } = JSON.parse(text) as { notes?: readonly string[] };
  return notes;
}
