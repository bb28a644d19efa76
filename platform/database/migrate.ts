import { fileURLToPath } from 'node:url';
import type { Subgraph } from '@guildhall/events/consumers.ts';
import type { EntitySchema } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { postgresUrl, readConfig } from '../config.ts';
import { openMigrator } from './database.ts';
import { provisionRoles, ROLES_OF, urlVariable } from './roles.ts';

export type MigrateOptions = {
  readonly schema: Subgraph;
  readonly entities: readonly EntitySchema[];
  readonly folder: URL;
  readonly env: NodeJS.ProcessEnv;
};

/** The variables that a subgraph's migration reads: the administrator's URL, and the URL of each login role that it is to create. */
export const migrateConfig = (schema: Subgraph) =>
  z.object({
    DATABASE_ADMIN_URL: postgresUrl('Database of all subgraphs, as a superuser; for migrations only'),
    ...Object.fromEntries(
      ROLES_OF[schema].map((role) => [urlVariable(schema, role), postgresUrl(`The ${schema} schema under its ${role} role`)]),
    ),
  });

/** Brings one subgraph's schema, roles and tables up to date; safe to run again and from several places at once. */
export async function migrate({ schema, entities, folder, env }: MigrateOptions): Promise<void> {
  const { DATABASE_ADMIN_URL, ...rest } = readConfig(migrateConfig(schema), env);
  // Every other key of the schema above is a role's URL.
  const urls = rest as Record<string, string>;
  await provisionRoles(DATABASE_ADMIN_URL, schema, (role) => urls[urlVariable(schema, role)]);
  const orm = await openMigrator({ url: DATABASE_ADMIN_URL, schema, entities, folder: fileURLToPath(folder) });
  try {
    await orm.migrator.up();
  } finally {
    await orm.close();
  }
}
