import type { EntityManager } from '@mikro-orm/postgresql';
import { refusal } from '@guildhall/platform/errors.ts';
import type { Team } from '../domain/organization.ts';
import { TeamEntity, TeamMemberEntity } from './entities.ts';
import { unlessUsed } from './page.ts';

export type TeamStore = {
  /** Throws `TEAM_ID_TAKEN`. */
  add(team: Pick<Team, 'orgId' | 'id' | 'name'>, at: Date): Promise<void>;
  /** Tells whether there is such a team. */
  rename(orgId: string, id: string, name: string): Promise<boolean>;
  byId(orgId: string, id: string): Promise<Team | undefined>;
  all(orgId: string): Promise<Team[]>;
  /** The teams of each principal named, by id. */
  ofMembers(orgId: string, principalIds: readonly string[]): Promise<Map<string, string[]>>;
  addMember(orgId: string, id: string, principalId: string): Promise<void>;
  removeMember(orgId: string, id: string, principalId: string): Promise<void>;
};

export function teamStore(em: EntityManager): TeamStore {
  const withMembers = async (orgId: string, where: { id?: string }): Promise<Team[]> => {
    const teams = await em.find(TeamEntity, { orgId, ...where }, { orderBy: { id: 'asc' } });
    const members = await em.find(
      TeamMemberEntity,
      { orgId, teamId: { $in: teams.map(({ id }) => id) } },
      { orderBy: { principalId: 'asc' } },
    );
    return teams.map(({ id, name }) => ({
      orgId,
      id,
      name,
      members: members.filter(({ teamId }) => teamId === id).map(({ principalId }) => principalId),
    }));
  };
  return {
    async add(team, at) {
      await unlessUsed(em.insert(TeamEntity, { ...team, createdAt: at }), () =>
        refusal('TEAM_ID_TAKEN', `Your organisation has a team ${team.id} already; choose another id.`, ['id']),
      );
    },
    rename: async (orgId, id, name) => (await em.nativeUpdate(TeamEntity, { orgId, id }, { name })) > 0,
    byId: async (orgId, id) => (await withMembers(orgId, { id }))[0],
    all: (orgId) => withMembers(orgId, {}),
    async ofMembers(orgId, principalIds) {
      const rows = await em.find(TeamMemberEntity, { orgId, principalId: { $in: [...principalIds] } }, { orderBy: { teamId: 'asc' } });
      return new Map(principalIds.map((id) => [id, rows.filter(({ principalId }) => principalId === id).map(({ teamId }) => teamId)]));
    },
    async addMember(orgId, teamId, principalId) {
      await em.execute(`insert into governance.team_member (org_id, team_id, principal_id) values (?, ?, ?) on conflict do nothing`, [
        orgId,
        teamId,
        principalId,
      ]);
    },
    async removeMember(orgId, teamId, principalId) {
      await em.nativeDelete(TeamMemberEntity, { orgId, teamId, principalId });
    },
  };
}
