import { ForbiddenError } from '../errors.ts';

/** What a person or service may be in one organisation. The last two are given by the platform's own organisation and hold everywhere. */
export const ROLES = ['member', 'publisher', 'approver', 'billing_admin', 'platform_admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** Who acts, for which organisation. Every operation takes it first. */
export type Actor = {
  readonly principal: string;
  readonly kind: 'user' | 'service';
  readonly orgId: string;
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
};

/** Workflows and relays act as the platform itself, for the organisation whose rows they touch. */
export const systemActor = (orgId: string): Actor => ({
  principal: 'service:guildhall',
  kind: 'service',
  orgId,
  roles: ['platform_admin'],
  teams: [],
});

const SEES_TEAM_APPS: readonly Role[] = ['publisher', 'approver', 'billing_admin', 'platform_admin', 'auditor'];

/**
 * Inside its organisation an app that is published to a team is seen by its members, and by whoever publishes, approves or pays. Answers
 * the teams of which the actor sees the apps; undefined for all.
 */
export const teamsSeen = ({ teams, roles }: Pick<Actor, 'teams' | 'roles'>): readonly string[] | undefined =>
  SEES_TEAM_APPS.some((role) => roles.includes(role)) ? undefined : teams;

/** Whether the actor sees what only one team is shown; null is shown to every team. */
export const seesTeam = (actor: Pick<Actor, 'teams' | 'roles'>, team: string | null): boolean =>
  team === null || (teamsSeen(actor)?.includes(team) ?? true);

/** The same as SQL over a column, with one parameter: the teams as {@link teamsSeen} answers them, joined by commas. */
export const seesTeamSql = (team: string): string => `(${team} is null or ${team} = any(string_to_array(?, ',')))`;

/**
 * The rights of one subgraph: which roles may do which action; what is not listed nobody may.
 * The returned check throws {@link ForbiddenError}.
 */
export function rights<const Action extends string>(table: Readonly<Record<Action, readonly Role[]>>) {
  return (actor: Actor, action: Action): void => {
    if (table[action].some((role) => actor.roles.includes(role))) return;
    const any = new Intl.ListFormat('en', { type: 'disjunction' }).format(table[action].map((role) => role.toUpperCase()));
    throw new ForbiddenError(`Requires the ${any} role in ${actor.orgId}. Ask an administrator of the organisation for it.`);
  };
}
