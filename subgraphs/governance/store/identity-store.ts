import type { Database } from '@guildhall/platform/database/database.ts';
import type { Role } from '@guildhall/platform/identity/actor.ts';

export type Membership = { readonly orgId: string; readonly roles: readonly Role[]; readonly teams: readonly string[] };

/** Who somebody is, over every tenant: under the *lookup* role, which may only execute these three functions. */
export type IdentityStore = {
  membershipsOf(principal: string): Promise<Membership[]>;
  /** The organisation and roles of a key that holds. */
  apiKey(id: string, hash: string): Promise<Omit<Membership, 'teams'> | undefined>;
  organizationExists(id: string): Promise<boolean>;
};

export function identityStore(database: Database): IdentityStore {
  const rows = <Row extends object>(sql: string, values: readonly string[]) =>
    database.transaction((em) => em.execute<Row[]>(sql, [...values]));
  return {
    membershipsOf: (principal) => rows<Membership>(`select org_id as "orgId", roles, teams from governance.memberships_of(?)`, [principal]),
    apiKey: async (id, hash) =>
      (await rows<Omit<Membership, 'teams'>>(`select org_id as "orgId", roles from governance.api_key_of(?, ?)`, [id, hash]))[0],
    organizationExists: async (id) =>
      (await rows<{ found: boolean }>(`select governance.organization_exists(?) as found`, [id]))[0]?.found === true,
  };
}
