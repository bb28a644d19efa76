import type { Database } from '@guildhall/platform/database/database.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Role } from '@guildhall/platform/identity/actor.ts';
import type { Invitation } from '../domain/organization.ts';

export type Membership = { readonly orgId: string; readonly roles: readonly Role[]; readonly teams: readonly string[] };

/** An invitation as whoever is invited sees it. */
export type OwnInvitation = Invitation & { readonly organizationName: string };

/** Who somebody is, over every tenant: under the *lookup* role, which may only execute these four functions. */
export type IdentityStore = {
  membershipsOf(principal: string): Promise<Membership[]>;
  /** Their open invitations, by organisation. */
  invitationsOf(principal: string, page: PageRequest): Promise<OwnInvitation[]>;
  /** The organisation and roles of a key that holds. */
  apiKey(id: string, hash: string): Promise<Omit<Membership, 'teams'> | undefined>;
  organizationExists(id: string): Promise<boolean>;
};

export function identityStore(database: Database): IdentityStore {
  const rows = <Row extends object>(sql: string, values: readonly (string | number)[]) =>
    database.transaction((em) => em.execute<Row[]>(sql, [...values]));
  return {
    membershipsOf: (principal) => rows<Membership>(`select org_id as "orgId", roles, teams from governance.memberships_of(?)`, [principal]),
    async invitationsOf(principalId, { limit, after, backward }) {
      const [beyond, order] = backward ? (['<', 'desc'] as const) : (['>', 'asc'] as const);
      const [from] = after ?? [];
      const found = await rows<InvitationRow>(
        `select org_id as "orgId", organization_name as "organizationName", roles, invited_at as "invitedAt" from governance.invitations_of(?)
          ${from === undefined ? '' : `where org_id ${beyond} ?`} order by org_id ${order} limit ?`,
        [principalId, ...(from === undefined ? [] : [from]), limit],
      );
      return found.map(({ invitedAt, ...row }) => ({ ...row, principalId, invitedAt: new Date(invitedAt) }));
    },
    apiKey: async (id, hash) =>
      (await rows<Omit<Membership, 'teams'>>(`select org_id as "orgId", roles from governance.api_key_of(?, ?)`, [id, hash]))[0],
    organizationExists: async (id) =>
      (await rows<{ found: boolean }>(`select governance.organization_exists(?) as found`, [id]))[0]?.found === true,
  };
}

// Plain SQL answers instants as text.
type InvitationRow = Omit<OwnInvitation, 'principalId' | 'invitedAt'> & { readonly invitedAt: string };
