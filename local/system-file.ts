import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import { readIfThere, writePrivate } from './files.ts';
import { refuseForeign } from './lock.ts';
import { defaultDataDir, shown } from './paths.ts';
import type { Ports } from './ports.ts';
import { commandOf, gone, isAlive } from './process-facts.ts';
import { processes } from './processes.ts';

interface Urls {
  graphql: string;
  rest: string;
  ingest: string;
  /** Base URL, nothing after the port. Absent when Temporal is the user's own and its UI was not named. */
  temporalWeb?: string;
  issuer: string;
}

/** What others on this machine need to use a running system. Holds tokens and a superuser's URL, so only its owner may read it. */
export interface SystemFile {
  pid: number;
  startedAt: string;
  dataDir: string;
  ports: Ports;
  urls: Urls;
  temporalAddress: string;
  databaseAdminUrl: string;
  /** By subject. */
  tokens: Record<string, string>;
  /** By process name, engines among them; always the present ones. */
  pids: Record<string, number>;
  logDir: string;
  servedBy: { database: string; workflows: string; events: string; search: string };
}

const pathIn = (dataDir: string): string => join(dataDir, 'system.json');

export function writeSystemFile(system: SystemFile): void {
  writePrivate(pathIn(system.dataDir), `${JSON.stringify(system, null, 2)}\n`);
}

export function removeSystemFile(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true });
}

/** Ends what a start that was killed left running, also when its guard was killed with it. */
export async function endLeftovers(dataDir: string): Promise<void> {
  const text = readIfThere(pathIn(dataDir));
  if (text === undefined) return;
  // Only writeSystemFile writes it, whole.
  const { pids } = JSON.parse(text) as SystemFile;
  const left = processes.flatMap(({ name, script }) => {
    const pid = pids[name];
    return pid !== undefined && isAlive(pid) && commandOf(pid)?.endsWith(` ${script}`) ? [pid] : [];
  });
  for (const pid of left) process.kill(pid, 'SIGKILL');
  // Each holds its port until it is gone.
  await Promise.all(left.map((pid) => gone(pid, 5_000)));
  removeSystemFile(dataDir);
}

/** The system that runs on a data folder. Throws Failure `running` when none does, `foreign` when its file cannot be read. */
export function runningSystem(dataDir = defaultDataDir): SystemFile {
  if (process.geteuid?.() !== 0 && existsSync(dataDir)) refuseForeign(dataDir);
  const text = readIfThere(pathIn(dataDir));
  // Only writeSystemFile writes it, whole.
  const system = text === undefined ? undefined : (JSON.parse(text) as SystemFile);
  if (!system || !isAlive(system.pid))
    throw new Failure('running', `No system runs on ${shown(dataDir)}: start it with npm start, in another terminal.`);
  return system;
}
