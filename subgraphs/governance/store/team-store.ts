import type { EntityManager } from '@mikro-orm/postgresql';
import { refusal } from '@guildhall/platform/errors.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Team } from '../domain/organization.ts';
import { TeamEntity, TeamMemberEntity } from './entities.ts';
import { pageById, unlessUsed } from './page.ts';

export type TeamStore = {
  /** Throws `TEAM_ID_TAKEN`. */
  add(team: Team, at: Date): Promise<void>;
  /** Tells whether there is such a team. */
  rename(orgId: string, id: string, name: string): Promise<boolean>;
  byId(orgId: string, id: string): Promise<Team | undefined>;
  page(orgId: string, page: PageRequest): Promise<Team[]>;
  /** The teams of each principal named, by id. */
  ofMembers(orgId: string, principalIds: readonly string[]): Promise<Map<string, string[]>>;
  addMember(orgId: string, id: string, principalId: string): Promise<void>;
  /** Tells whether they were in it. */
  removeMember(orgId: string, id: string, principalId: string): Promise<boolean>;
};

export function teamStore(em: EntityManager): TeamStore {
  return {
    async add(team, at) {
      await unlessUsed(em.insert(TeamEntity, { ...team, createdAt: at }), () =>
        refusal('TEAM_ID_TAKEN', `Your organisation has a team ${team.id} already; choose another id.`, ['id']),
      );
    },
    rename: async (orgId, id, name) => (await em.nativeUpdate(TeamEntity, { orgId, id }, { name })) > 0,
    async byId(orgId, id) {
      return (await em.findOne(TeamEntity, { orgId, id })) ?? undefined;
    },
    page(orgId, page) {
      const { where, options } = pageById('id', page, 'asc');
      return em.find(TeamEntity, { orgId, ...where }, options);
    },
    async ofMembers(orgId, principalIds) {
      const rows = await em.find(TeamMemberEntity, { orgId, principalId: { $in: [...principalIds] } }, { orderBy: { teamId: 'asc' } });
      return new Map(principalIds.map((id) => [id, rows.filter(({ principalId }) => principalId === id).map(({ teamId }) => teamId)]));
    },
    async addMember(orgId, teamId, principalId) {
      await em.insert(TeamMemberEntity, { orgId, teamId, principalId });
    },
    removeMember: async (orgId, teamId, principalId) => (await em.nativeDelete(TeamMemberEntity, { orgId, teamId, principalId })) > 0,
  };
}
