import { randomUUID } from 'node:crypto';
import { IsolationLevel, MikroORM, type EntityManager, type EntitySchema } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { Migrator } from '@mikro-orm/migrations';

/** The session variable that row-level security compares with `org_id`. */
const ORG_VARIABLE = 'app.org';

/** One subgraph's tables under one login role. */
export type Database = {
  /** One transaction that sees and writes the rows of one organisation (roles other than *worker* see no other). */
  forOrganization<T>(orgId: string, work: (em: EntityManager) => Promise<T>): Promise<T>;
  /** One transaction without an organisation: what the login role itself may see. */
  transaction<T>(work: (em: EntityManager) => Promise<T>, options?: { readonly snapshot?: boolean }): Promise<T>;
  /** Answers when the database does; for readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  readonly url: string;
  readonly schema: string;
  readonly entities: readonly EntitySchema[];
  readonly poolSize?: number;
};

const options = ({ url, schema, entities, poolSize = 10 }: DatabaseOptions) => ({
  // A transaction that begins inside one of another database must not join it, which it does under the same name.
  contextName: randomUUID(),
  clientUrl: url,
  schema,
  entities: [...entities],
  pool: { min: 0, max: poolSize },
  driverOptions: {
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // A process that goes silent in a transaction holds its locks, and holds back the streams, no longer than this.
    keepAliveInitialDelayMillis: 10_000,
    idle_in_transaction_session_timeout: 60_000,
    // Kysely does not release a connection whose begin, commit or rollback failed, as at a restart (kysely-org/kysely#1990).
    onPoolCreated: (pool: Pool) =>
      pool.on('connect', (client) => {
        client.once('end', () => {
          try {
            client.release(true);
          } catch {
            // It was idle in the pool.
          }
        });
      }),
  },
  // The schema diff of one subgraph must not see, and so not drop, the tables of the others.
  schemaGenerator: {
    ignoreSchema: ['public', 'catalog', 'usage', 'billing', 'governance'].filter((name) => name !== schema),
    ignoreRoutines: true,
  },
});

/** Opens a subgraph's database; connects on first use, so a process starts while Postgres is away. */
export async function openDatabase(given: DatabaseOptions): Promise<Database> {
  const orm = await MikroORM.init(options(given));
  return {
    forOrganization: (orgId, work) => orm.em.fork({ session: { variables: { [ORG_VARIABLE]: orgId } } }).transactional(work),
    transaction: (work, { snapshot = false } = {}) =>
      orm.em.fork().transactional(work, snapshot ? { isolationLevel: IsolationLevel.REPEATABLE_READ } : {}),
    ping: async () => {
      await orm.em.fork().execute('select 1');
    },
    close: () => orm.close(),
  };
}

/** A connection as the schema's administrator, for migrations and the drift gate. */
export async function openMigrator({ url, schema, entities, folder }: DatabaseOptions & { readonly folder: string }) {
  return MikroORM.init({
    ...options({ url, schema, entities }),
    extensions: [Migrator],
    migrations: {
      path: folder,
      pathTs: folder,
      glob: '!(*.d|*.test).ts',
      emit: 'ts',
      snapshot: false,
      tableName: `${schema}.mikro_orm_migrations`,
    },
  });
}
