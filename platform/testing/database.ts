import { randomBytes } from 'node:crypto';
import type { Subgraph } from '@guildhall/events/consumers.ts';
import type { EntitySchema } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { migrate } from '../database/migrate.ts';
import { roleName, ROLES_OF, urlVariable, type LoginRole } from '../database/roles.ts';

export type TestDatabase = EmptyDatabase & {
  /** URL of a login role of the subgraph in this database. */
  url(role: LoginRole): string;
};

export type EmptyDatabase = {
  /** URL as a superuser: for altering by hand what no role may. */
  readonly adminUrl: string;
  /** Changes by hand, as that superuser, what no role may. */
  alter(sql: string): Promise<void>;
  drop(): Promise<void>;
};

// Login roles belong to the whole server, so every test gives them the same password.
const PASSWORD = 'pw';

/** A fresh database without any schema, on the server at TEST_DATABASE_ADMIN_URL (the test run starts one). */
export async function createEmptyDatabase(prefix: string): Promise<EmptyDatabase> {
  const name = `test_${prefix}_${randomBytes(6).toString('hex')}`;
  await asAdmin(server(), `create database ${name}`);
  const adminUrl = withPath(server(), name);
  return {
    adminUrl,
    alter: (sql) => asAdmin(adminUrl, sql),
    drop: () => asAdmin(server(), `drop database if exists ${name} with (force)`),
  };
}

/** The URL of a login role in a database of the tests. */
export function roleUrl(adminUrl: string, schema: string, role: LoginRole): string {
  const of = new URL(adminUrl);
  of.username = roleName(schema, role);
  of.password = PASSWORD;
  return of.toString();
}

/** A fresh database with one subgraph's schema. */
export async function createTestDatabase(options: {
  readonly schema: Subgraph;
  readonly entities: readonly EntitySchema[];
  readonly folder: URL;
}): Promise<TestDatabase> {
  const database = await createEmptyDatabase(options.schema);
  const url = (role: LoginRole) => roleUrl(database.adminUrl, options.schema, role);
  const env = {
    DATABASE_ADMIN_URL: database.adminUrl,
    ...Object.fromEntries(ROLES_OF[options.schema].map((role) => [urlVariable(options.schema, role), url(role)])),
  };
  await aloneOnServer(() => migrate({ ...options, env }));
  return { ...database, url };
}

function server(): string {
  const url = process.env.TEST_DATABASE_ADMIN_URL;
  if (!url) throw new Error('TEST_DATABASE_ADMIN_URL is not set; run integration tests by `npm test`, which starts Postgres.');
  return url;
}

function withPath(url: string, database: string): string {
  const of = new URL(url);
  of.pathname = `/${database}`;
  return of.toString();
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Login roles belong to the whole server, and the lock of the migration to its database only: without this one, test files would race. */
export async function aloneOnServer(work: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: server() });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtext('guildhall test databases'))`);
    await work();
  } finally {
    await client.end();
  }
}
