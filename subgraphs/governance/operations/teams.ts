import { refusal } from '@guildhall/platform/errors.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { authorize, idFaults, memberNotFound, MOST_TEAMS, nameFaults, refuseAny, teamNotFound, type Team } from '../domain/organization.ts';
import type { Tx } from '../store/store.ts';
import { audit, type GovernanceDeps, type PublishingDeps } from './deps.ts';

type Named = { readonly id: string; readonly name: string };
type TeamMember = { readonly teamId: string; readonly principalId: string };

/** Makes a team in the actor's organisation. Throws `INVALID_INPUT` faults, `TEAM_ID_TAKEN`. */
export async function createTeam(deps: GovernanceDeps, actor: Actor, { id, name }: Named): Promise<Team> {
  authorize(actor, 'organization.manage');
  refuseAny(idFaults('team', id), nameFaults(name));
  const team: Team = { orgId: actor.orgId, id, name: name.trim() };
  return deps.store.transaction(actor, async (tx) => {
    await tx.teams.add(team, deps.now());
    await audit(deps, tx, actor, 'team.created', id, `named “${team.name}”`);
    return team;
  });
}

/** Renames a team. Throws `INVALID_INPUT`, `TEAM_NOT_FOUND`. */
export async function updateTeam(deps: GovernanceDeps, actor: Actor, { id, name }: Named): Promise<Team> {
  authorize(actor, 'organization.manage');
  refuseAny(nameFaults(name));
  const team: Team = { orgId: actor.orgId, id, name: name.trim() };
  return deps.store.transaction(actor, async (tx) => {
    if (!(await tx.teams.rename(team.orgId, id, team.name))) throw teamNotFound(id, 'id');
    await audit(deps, tx, actor, 'team.renamed', id, `named “${team.name}”`);
    return team;
  });
}

/** Puts a member into a team; changes nothing when they are in it. Throws `TEAM_NOT_FOUND`, `MEMBER_NOT_FOUND`, `TOO_MANY_TEAMS`. */
export async function addTeamMember(deps: GovernanceDeps, actor: Actor, { teamId, principalId }: TeamMember): Promise<Team> {
  authorize(actor, 'organization.manage');
  return deps.store.transaction(actor, async (tx) => {
    const team = await existing(tx, actor, teamId, 'teamId');
    if (!(await tx.members.forUpdate(actor.orgId, principalId))) throw memberNotFound(principalId);
    const theirs = (await tx.teams.ofMembers(actor.orgId, [principalId])).get(principalId) ?? [];
    if (theirs.includes(teamId)) return team;
    if (theirs.length >= MOST_TEAMS)
      throw refusal('TOO_MANY_TEAMS', `${principalId} is in ${MOST_TEAMS} teams already; take them out of one of those first.`, ['teamId']);
    await tx.teams.addMember(actor.orgId, teamId, principalId);
    await audit(deps, tx, actor, 'team.member_added', principalId, teamId);
    return team;
  });
}

/** Takes a member out of a team; changes nothing when they are not in it. Throws `TEAM_NOT_FOUND`. */
export async function removeTeamMember(deps: GovernanceDeps, actor: Actor, { teamId, principalId }: TeamMember): Promise<Team> {
  authorize(actor, 'organization.manage');
  return deps.store.transaction(actor, async (tx) => {
    const team = await existing(tx, actor, teamId, 'teamId');
    if (await tx.teams.removeMember(actor.orgId, teamId, principalId))
      await audit(deps, tx, actor, 'team.member_removed', principalId, teamId);
    return team;
  });
}

async function existing(tx: Tx, { orgId }: Actor, id: string, field: string): Promise<Team> {
  const team = await tx.teams.byId(orgId, id);
  if (!team) throw teamNotFound(id, field);
  return team;
}

/** The teams of the actor's organisation, by id. */
export const teams = ({ store }: PublishingDeps, actor: Actor, page: PageRequest): Promise<Team[]> =>
  store.transaction(actor, (tx) => tx.teams.page(actor.orgId, page));

/** The teams of each principal named, by id. */
export const teamsOfMembers = ({ store }: PublishingDeps, actor: Actor, ids: readonly string[]): Promise<Map<string, string[]>> =>
  store.transaction(actor, (tx) => tx.teams.ofMembers(actor.orgId, ids));
