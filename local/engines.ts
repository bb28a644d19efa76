import { adminUrl, ensureDatabase, postgresChild } from './engines/postgres.ts';
import { postgresHome, type PostgresHome } from './engines/postgres-home.ts';
import { temporalBinary } from './engines/temporal-binary.ts';
import { temporalChild } from './engines/temporal.ts';
import { messageOf, Failure } from './failure.ts';
import { shown } from './paths.ts';
import type { Ports } from './ports.ts';
import type { Progress } from './progress.ts';
import type { Supervisor } from './supervisor.ts';
import { localUrl, ownServer } from './variables.ts';

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
  const own = process.env['DATABASE_ADMIN_URL'];
  if (own) {
    const url = ownServer(own);
    const version = await ensureDatabase(url).catch((error: unknown) => {
      throw new Failure(
        'engine',
        `The server of DATABASE_ADMIN_URL does not answer (${messageOf(error)}): start it, correct the URL, or unset it to use the embedded one.`,
        { cause: error },
      );
    });
    return { adminUrl: url, servedBy: `your Postgres ${version} at ${new URL(url).host}` };
  }
  const home: PostgresHome = postgresHome(dataDir);
  if (home.movedTo) progress.say(`Postgres may not run as root and its user cannot enter ${dataDir}, so its data lives in ${home.movedTo}`);
  await supervisor.start(await postgresChild({ home, port: ports.postgres, password, durable, say: progress.say }));
  const url = adminUrl(ports.postgres, password);
  const version = await ensureDatabase(url);
  return { adminUrl: url, servedBy: `embedded Postgres ${version} on port ${ports.postgres}, data in ${shown(home.cluster)}` };
}

export interface Workflows {
  address: string;
  /** Absent when an own server was named without its Temporal Web. */
  web?: string;
  servedBy: string;
}

/** Starts the Temporal dev server, or uses the one that TEMPORAL_ADDRESS names. */
export async function startWorkflows({
  supervisor,
  dataDir,
  ports,
  progress,
  settings = [],
}: EngineDeps & { settings?: readonly string[] }): Promise<Workflows> {
  const own = process.env['TEMPORAL_ADDRESS'];
  const ownWeb = process.env['TEMPORAL_UI_URL'];
  if (own) return { address: own, ...(ownWeb ? { web: ownWeb } : {}), servedBy: `your Temporal at ${own}` };
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
