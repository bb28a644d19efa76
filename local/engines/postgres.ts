import { execFile } from 'node:child_process';
import { existsSync, renameSync, rmSync, chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { baseEnv } from '../base-env.ts';
import type { ChildSpec } from '../child.ts';
import { Failure, messageOf } from '../failure.ts';
import { readIfThere } from '../files.ts';
import { commandOf, gone, isAlive, processesIn } from '../process-facts.ts';
import { giveFolder, type PostgresHome } from './postgres-home.ts';

const adminUser = 'guildhall_admin';
export const databaseName = 'guildhall';

const run = promisify(execFile);

export interface PostgresOptions {
  home: PostgresHome;
  port: number;
  password: string;
  /** False for throw-away data: nothing is forced to disk. */
  durable: boolean;
  say: (line: string) => void;
}

export function adminUrl(port: number, password: string): string {
  return `postgres://${adminUser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${databaseName}`;
}

/** Makes the cluster where there is none, and describes the server as a child. Throws Failure `engine`. */
export async function postgresChild({ home, port, password, durable, say }: PostgresOptions): Promise<ChildSpec> {
  if (!existsSync(join(home.cluster, 'PG_VERSION'))) await initialise(home, password);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    log_timezone: 'UTC',
    timezone: 'UTC',
  };
  const hasty = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  return {
    name: 'postgres',
    command: join(home.bin, 'postgres'),
    args: [
      '-D',
      home.cluster,
      '-p',
      String(port),
      ...Object.entries({ ...settings, ...(durable ? {} : hasty) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    cwd: '/',
    env: baseEnv(),
    ...ids(home),
    beforeStart: () => endPostgresOf(home.cluster, say),
    probe: () => ping(serverOf(adminUrl(port, password))),
    // Fast shutdown: SIGTERM would wait for every client.
    stopSignal: 'SIGINT',
    tier: 0,
    failure: 'engine',
  };
}

/** Creates our database on a server where it is missing. */
export async function ensureDatabase(url: string): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1)) || databaseName;
  await withClient(serverOf(url), async (client) => {
    const known = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (known.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  });
}

/** Asks a server which version it is. */
export async function versionOf(url: string): Promise<string> {
  const { rows } = await withClient(serverOf(url), (client) => client.query<{ server_version: string }>('show server_version'));
  return rows[0]?.server_version ?? 'unknown';
}

// The database that is there before ours is made.
function serverOf(url: string): string {
  const server = new URL(url);
  server.pathname = '/postgres';
  return server.href;
}

export async function ping(url: string): Promise<void> {
  try {
    await withClient(url, (client) => client.query('select 1'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === '28P01')
      throw new Failure(
        'engine',
        "secrets.json does not hold this database's password: put the right file back, or begin anew with npm start -- --reset.",
      );
    throw error;
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 30_000 });
  // A server that goes away sends this outside any promise.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function initialise(home: PostgresHome, password: string): Promise<void> {
  const fresh = `${home.cluster}.new`;
  const passwordFile = `${home.cluster}.password`;
  rmSync(fresh, { recursive: true, force: true });
  giveFolder(fresh, home);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (home.uid !== undefined && home.gid !== undefined) chownSync(passwordFile, home.uid, home.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await run(join(home.bin, 'initdb'), ['-D', fresh, '-U', adminUser, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, ...locale], {
      cwd: '/',
      env: baseEnv(),
      timeout: 120_000,
      ...ids(home),
    });
  } catch (error) {
    throw new Failure('engine', `initdb could not make the database: ${messageOf(error)}\nRun npm run doctor.`, { cause: error });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Whole or not at all: a folder that a killed initdb left is thrown away above.
  renameSync(fresh, home.cluster);
}

/** Ends a server that an earlier, killed start left on this data, and removes a pid file that would keep Postgres from starting. */
export async function endPostgresOf(cluster: string, say: (line: string) => void): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = Number(readIfThere(pidFile)?.split('\n')[0]);
  if (!pid) return;
  const ours = isAlive(pid) && (processesIn(cluster).includes(pid) || commandOf(pid)?.includes(cluster) === true);
  if (ours) {
    say(`Postgres of an earlier start still runs (process ${pid}): stopping it first`);
    process.kill(pid, 'SIGINT');
    if (!(await gone(pid, 10_000))) process.kill(pid, 'SIGQUIT');
    if (!(await gone(pid, 5_000)))
      throw new Failure('engine', `Postgres of an earlier start (process ${pid}) does not end: kill ${pid}, then start again.`);
  }
  // After a SIGKILL its workers end by themselves, but not at once; a new server must not meet them.
  for (const left of processesIn(cluster)) await gone(left, 5_000);
  // A zombie or a stranger has the id that the file names; Postgres would take it for a running server.
  if (processesIn(cluster).length === 0) rmSync(pidFile, { force: true });
}

function ids({ uid, gid }: PostgresHome): { uid?: number; gid?: number } {
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}
