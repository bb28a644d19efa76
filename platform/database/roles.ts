import type { Subgraph } from '@guildhall/events/consumers.ts';
import { Client } from 'pg';

/**
 * The login roles of a subgraph. None owns a table or bypasses row-level security:
 * *request* one organisation a transaction; *worker* every tenant, for workflows and relays; *stream* reads outbox and listing;
 * *recorder* writes events and buckets of any tenant; *lookup* may only execute named functions.
 */
export const LOGIN_ROLES = ['request', 'worker', 'stream', 'recorder', 'lookup'] as const;
export type LoginRole = (typeof LOGIN_ROLES)[number];

/** The login roles that each subgraph has: one a kind of work, so that a process can only do its own. */
export const ROLES_OF: Readonly<Record<Subgraph, readonly LoginRole[]>> = {
  catalog: ['request', 'worker', 'stream'],
  usage: ['request', 'worker', 'stream', 'recorder', 'lookup'],
  billing: ['request', 'worker', 'stream'],
  governance: ['request', 'worker', 'stream', 'lookup'],
};

export const roleName = (schema: string, role: LoginRole) => `guildhall_${schema}_${role}`;
/** The NOLOGIN role under which a subgraph's SECURITY DEFINER functions run; it has policies of its own. */
export const definerName = (schema: string) => `guildhall_${schema}_definer`;
/** E.g. USAGE_RECORDER_DATABASE_URL. */
export const urlVariable = (schema: string, role: LoginRole) => `${schema.toUpperCase()}_${role.toUpperCase()}_DATABASE_URL`;

/**
 * Creates the subgraph's schema and login roles, or brings their passwords up to date. Name and password of a role are those of the URL
 * that its processes will use. Runs as a superuser, before the migrations, under a lock so that several may start at once.
 */
export async function provisionRoles(adminUrl: string, schema: Subgraph, urlOf: (role: LoginRole) => string | undefined): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtext('guildhall roles'))`);
    await client.query(`create schema if not exists ${schema}`);
    await createRole(client, definerName(schema), 'nologin');
    await client.query(`grant usage on schema ${schema} to ${definerName(schema)}`);
    for (const role of ROLES_OF[schema]) {
      const url = urlOf(role);
      if (url === undefined) throw new Error(`The ${role} role of ${schema} has no URL.`);
      const name = roleName(schema, role);
      await createRole(client, name, `login password ${client.escapeLiteral(decodeURIComponent(new URL(url).password))}`);
      await client.query(`grant usage on schema ${schema} to ${name}`);
    }
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function createRole(client: Client, name: string, attributes: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
  await client.query(`${rowCount ? 'alter' : 'create'} role ${name} with ${attributes} nosuperuser nocreatedb nocreaterole nobypassrls`);
}
