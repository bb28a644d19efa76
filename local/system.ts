import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { JWK } from 'jose';
import { endEngines, startDatabase, startWorkflows } from './engines.ts';
import { removeHome } from './engines/postgres-home.ts';
import { Failure } from './failure.ts';
import { signToken, thirtyDays } from './issuer-token.ts';
import { lockDataDir } from './lock.ts';
import { migrate } from './migrate.ts';
import { defaultDataDir } from './paths.ts';
import { people } from './people.ts';
import { choosePorts, type Ports } from './ports.ts';
import { ourChild, processes, type ProcessName } from './processes.ts';
import { silent, type Progress } from './progress.ts';
import { loadSecrets } from './secrets.ts';
import { Supervisor } from './supervisor.ts';
import { endLeftovers, removeSystemFile, writeSystemFile, type SystemFile } from './system-file.ts';
import { audience, localUrl, variables } from './variables.ts';

type ChildName = ProcessName | 'postgres' | 'temporal';

export interface StartOptions {
  /** Default: .data of the checkout. */
  dataDir?: string;
  /** `free` takes any free ports, so that several systems can run at once. */
  ports?: 'default' | 'free';
  /** False for throw-away data: Postgres forces nothing to disk. */
  durable?: boolean;
  /** More variables for a process, e.g. to hold it at a point where a test kills it. */
  env?: Partial<Record<ProcessName, Record<string, string>>>;
  progress?: Progress;
  /** Ends the start and everything that it started. */
  signal?: AbortSignal;
}

export interface System extends Readonly<Omit<SystemFile, 'pid' | 'pids'>> {
  /** The environment that a process was first started with. */
  env(name: ProcessName): Record<string, string>;
  /** A token of the development issuer; not only for the people of the demo. `seconds` may be negative: expired already. */
  token(subject: string, seconds?: number): Promise<string>;
  pid(name: ChildName): number | undefined;
  /** Sends a signal and waits until the process is gone. It is started again with back-off unless `keepDown`. */
  kill(name: ChildName, signal?: NodeJS.Signals, options?: { keepDown?: boolean }): Promise<void>;
  /** Stops the process if it runs, starts it (with more variables, if given) and waits until it is ready. */
  restart(name: ChildName, env?: Record<string, string>): Promise<void>;
  /** Waits until the process answers as ready. */
  ready(name: ChildName): Promise<void>;
  stop(options?: { removeData?: boolean }): Promise<void>;
}

/** Starts engines, migrations and every process, and answers when all are ready. Throws a Failure and leaves nothing running. */
export async function startSystem(options: StartOptions = {}): Promise<System> {
  const { progress = silent, signal = new AbortController().signal } = options;
  const dataDir = resolve(options.dataDir ?? defaultDataDir);
  mkdirSync(dataDir, { recursive: true });
  const unlock = lockDataDir(dataDir);
  const logDir = join(dataDir, 'logs');
  let file: SystemFile | undefined;
  const supervisor = new Supervisor({
    logDir,
    say: progress.say,
    changed: () => {
      if (!file) return;
      file.pids = supervisor.pids();
      writeSystemFile(file);
    },
  });
  const stop = async ({ removeData = false } = {}): Promise<void> => {
    await supervisor.stop();
    file = undefined;
    removeSystemFile(dataDir);
    unlock();
    if (removeData) eraseData(dataDir);
  };
  const onAbort = (): void => void supervisor.stop();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.all([endLeftovers(dataDir), endEngines(dataDir, progress.say)]);
    const secrets = loadSecrets(dataDir);
    const ports = await choosePorts(options.ports ?? 'default');
    const deps = { supervisor, dataDir, ports, progress };
    const [database, workflows] = await Promise.all([
      progress.step(
        'Postgres',
        () => startDatabase({ ...deps, password: secrets.adminPassword, durable: options.durable ?? true }),
        ({ servedBy }) => servedBy,
      ),
      progress.step(
        'Temporal',
        () => startWorkflows(deps),
        ({ servedBy }) => servedBy,
      ),
    ]);
    // secrets.ts made the text from a JWK.
    const issuerKey = JSON.parse(secrets.issuerKey) as JWK;
    const token = (subject: string, seconds = thirtyDays): Promise<string> =>
      signToken(issuerKey, {
        issuer: localUrl(ports.issuer),
        audience,
        subject,
        name: people.find((person) => person.subject === subject)?.name ?? subject,
        seconds,
      });
    const tokens = Object.fromEntries(await Promise.all(people.map(async ({ subject }) => [subject, await token(subject)] as const)));
    const values = variables({ secrets, ports, adminUrl: database.adminUrl, temporalAddress: workflows.address, tokens });
    await progress.step('migrations', () => migrate({ logDir, values, signal }));
    await Promise.all(
      processes.map((ours) =>
        progress.step(
          ours.name,
          () => supervisor.start(ourChild(ours, values, ports, options.env?.[ours.name])),
          () => `port ${ports[ours.name]}`,
        ),
      ),
    );
    file = {
      pid: process.pid,
      startedAt: new Date().toISOString(),
      dataDir,
      ports,
      urls: urlsOf(ports, workflows.web),
      temporalAddress: workflows.address,
      databaseAdminUrl: database.adminUrl,
      tokens,
      pids: supervisor.pids(),
      logDir,
      servedBy: {
        database: database.servedBy,
        workflows: workflows.servedBy,
        events: 'ingest writes to Postgres in the request',
        search: 'embedded MiniSearch in catalog',
      },
    };
    writeSystemFile(file);
    const { pid: _, pids: __, ...state } = file;
    return {
      ...state,
      env: (name) => ({ ...supervisor.child(name).spec.env }),
      token,
      pid: (name) => supervisor.child(name).pid,
      kill: (name, how = 'SIGKILL', kept = {}) => supervisor.child(name).kill(how, kept),
      restart: async (name, env) => {
        await supervisor.child(name).stop();
        await supervisor.child(name).start(env);
      },
      ready: (name) => supervisor.child(name).ready(),
      stop,
    };
  } catch (error) {
    await stop();
    if (signal.aborted) throw new Failure('interrupted', 'Stopped before it was ready; nothing is left running.', { cause: error });
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Removes what a system keeps, wherever its database lies. Throws Failure `running` while one runs on it. */
export function eraseData(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  const unlock = lockDataDir(dataDir);
  removeHome(dataDir);
  unlock();
  rmSync(dataDir, { recursive: true, force: true });
}

function urlsOf(ports: Ports, temporalWeb: string | undefined): SystemFile['urls'] {
  const gateway = localUrl(ports.gateway);
  return {
    graphql: `${gateway}/graphql`,
    rest: `${gateway}/api/v1`,
    ingest: `${localUrl(ports.ingest)}/v1/events`,
    ...(temporalWeb ? { temporalWeb } : {}),
    issuer: localUrl(ports.issuer),
  };
}
