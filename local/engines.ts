import { ownPostgres, ownTemporal } from './engines/own.ts';
import { adminUrl, endPostgresOf, ensureDatabase, postgresChild, versionOf } from './engines/postgres.ts';
import { clustersOf, postgresHome, type PostgresHome } from './engines/postgres-home.ts';
import { temporalBinary } from './engines/temporal-binary.ts';
import { endTemporalOf, temporalChild } from './engines/temporal.ts';
import { Failure, messageOf } from './failure.ts';
import { shown } from './paths.ts';
import type { Ports } from './ports.ts';
import type { Progress } from './progress.ts';
import type { Supervisor } from './supervisor.ts';
import { localUrl } from './variables.ts';

interface EngineDeps {
  supervisor: Supervisor;
  dataDir: string;
  ports: Ports;
  progress: Progress;
}

export interface Database {
  /** A superuser's URL of our database. */
  adminUrl: string;
  /** For people: embedded, or where. */
  servedBy: string;
}

/** Starts the embedded Postgres, or uses the server that DATABASE_ADMIN_URL names. */
export async function startDatabase({
  supervisor,
  dataDir,
  ports,
  progress,
  password,
  durable,
}: EngineDeps & { password: string; durable: boolean }): Promise<Database> {
  const own = await ownPostgres();
  if (own) {
    await ensureDatabase(own.url).catch((error: unknown) => {
      throw new Failure(
        'engine',
        `The server of DATABASE_ADMIN_URL (${own.address}) gives us no database (${messageOf(error)}): name a superuser, or make the database yourself.`,
        { cause: error },
      );
    });
    return { adminUrl: own.url, servedBy: `your Postgres ${own.version} at ${own.address}` };
  }
  const home: PostgresHome = postgresHome(dataDir);
  if (home.movedTo) progress.say(`Postgres may not run as root and its user cannot enter ${dataDir}, so its data lives in ${home.movedTo}`);
  await supervisor.start(await postgresChild({ home, port: ports.postgres, password, durable, say: progress.say }));
  const url = adminUrl(ports.postgres, password);
  await ensureDatabase(url);
  const version = await versionOf(url);
  return { adminUrl: url, servedBy: `embedded Postgres ${version} on port ${ports.postgres}, data in ${shown(home.cluster)}` };
}

export interface Workflows {
  address: string;
  /** Absent when an own server was named without its Temporal Web. */
  web?: string;
  servedBy: string;
}

/** Ends the engines that an earlier, killed start left on this data, so that their ports are free again. */
export async function endEngines(dataDir: string, say: (line: string) => void): Promise<void> {
  await Promise.all([...clustersOf(dataDir).map((cluster) => endPostgresOf(cluster, say)), endTemporalOf(dataDir, say)]);
}

/** Starts the Temporal dev server, or uses the one that TEMPORAL_ADDRESS names. */
export async function startWorkflows({
  supervisor,
  dataDir,
  ports,
  progress,
  settings = [],
}: EngineDeps & { settings?: readonly string[] }): Promise<Workflows> {
  const own = await ownTemporal();
  const ownWeb = process.env['TEMPORAL_UI_URL'];
  if (own) {
    const { address, version } = own;
    return { address, ...(ownWeb ? { web: ownWeb } : {}), servedBy: `your Temporal ${version} at ${address}` };
  }
  const { path, source } = await temporalBinary(progress.say);
  await supervisor.start(
    temporalChild({ binary: path, dataDir, port: ports.temporal, webPort: ports.temporalWeb, settings, say: progress.say }),
  );
  return {
    address: `127.0.0.1:${ports.temporal}`,
    web: localUrl(ports.temporalWeb),
    servedBy: `Temporal dev server on port ${ports.temporal} (CLI ${source}), histories in ${shown(dataDir)}/temporal.db`,
  };
}
