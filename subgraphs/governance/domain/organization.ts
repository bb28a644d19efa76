import { ForbiddenError, refusal, UserError, type Fault } from '@guildhall/platform/errors.ts';
import { rights, type Actor, type Role } from '@guildhall/platform/identity/actor.ts';

/** The platform's own organisation: its platform admins and auditors hold their role everywhere. */
export const PLATFORM_ORGANIZATION = 'org:guildhall';

/**
 * Which roles may do what in governance. There is no role for administering an organisation alone: whoever answers for its money, its
 * `billing_admin`, also answers for its people, teams and keys, and a platform admin can always help. Reading needs no role, but for what
 * only administrators have to see: keys, invitations and the audit trail.
 */
const RIGHTS = {
  'organization.create': ['platform_admin'],
  'organization.manage': ['billing_admin', 'platform_admin'],
  'organization.inspect': ['billing_admin', 'platform_admin', 'auditor'],
  'publish.request': ['publisher'],
  'publish.withdraw': ['publisher', 'platform_admin'],
  'publish.decide': ['approver'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
type Action = keyof typeof RIGHTS;

/** A key that could make keys or people would hide who stands behind it, and so whose own work it is that they approve. */
const FOR_PEOPLE: readonly Action[] = ['organization.create', 'organization.manage', 'publish.decide'];
const hasRole = rights<Action>(RIGHTS);

/** Throws {@link ForbiddenError} unless the actor may do this. */
export function authorize(actor: Actor, action: Action): void {
  if (FOR_PEOPLE.includes(action)) requirePerson(actor);
  hasRole(actor, action);
}

/** Throws {@link ForbiddenError} for an API key. */
export function requirePerson({ kind }: Actor): void {
  if (kind !== 'user')
    throw new ForbiddenError(
      'Only people manage organisations, people, teams and API keys, and approve, join or leave; sign in instead of sending a key.',
    );
}

/** Whether roles that somebody holds now let them do this. */
export const allows = (roles: readonly Role[], action: Action) => RIGHTS[action].some((role) => roles.includes(role));

export type Organization = { readonly id: string; readonly name: string };

/** Somebody whom an organisation knows, under the name that it gave them; what another calls them is its own. */
export type Person = { readonly id: string; readonly orgId: string; readonly displayName: string };

export type Member = {
  readonly orgId: string;
  readonly principalId: string;
  readonly roles: readonly Role[];
  readonly addedAt: Date;
};

/** What an organisation offers to somebody who belongs to another: nothing of it counts until they join. */
export type Invitation = {
  readonly orgId: string;
  readonly principalId: string;
  readonly roles: readonly Role[];
  readonly invitedAt: Date;
};

export type Team = { readonly orgId: string; readonly id: string; readonly name: string };

/** Teams that one member can be in: their ids travel in a header with every request of theirs. */
export const MOST_TEAMS = 50;

/** Roles that only the platform's own organisation gives. */
const PLATFORM_ROLES: readonly Role[] = ['platform_admin', 'auditor'];
export const isPlatformRole = (role: Role) => PLATFORM_ROLES.includes(role);

const IDS = {
  organization: [/^org:[a-z0-9][a-z0-9-]{0,62}$/, 'an organisation such as "org:acme"'],
  person: [/^user:[A-Za-z0-9._@|:-]{1,100}$/, 'a person such as "user:alice"'],
  team: [/^team:[a-z0-9][a-z0-9-]{0,62}$/, 'a team such as "team:kitchen"'],
} as const;

/** Faults of an id that somebody chose. */
export function idFaults(kind: keyof typeof IDS, id: string, field = 'id'): Fault[] {
  const [pattern, form] = IDS[kind];
  return pattern.test(id) ? [] : [{ code: 'INVALID_INPUT', message: `${field} must be ${form}.`, field: [field] }];
}

/** Faults of a name shown to people: 1 to 120 characters, and no half of a surrogate pair, which cannot be kept. */
export function nameFaults(name: string, field = 'name'): Fault[] {
  const { length } = name.trim();
  const fault = (message: string): Fault[] => [{ code: 'INVALID_INPUT', message, field: [field] }];
  if (length < 1 || length > 120) return fault(`${field} must have 1 to 120 characters.`);
  return name.isWellFormed() ? [] : fault(`${field} is not well-formed Unicode; remove the lone surrogate.`);
}

/** Faults of the roles that a member of an organisation shall have, given by `actor`. */
export function roleFaults(actor: Actor, roles: readonly Role[]): Fault[] {
  const fault = (message: string): Fault => ({ code: 'INVALID_INPUT', message, field: ['roles'] });
  if (roles.length === 0) return [fault('Give at least one role; MEMBER only reads. To take all away, remove the member.')];
  if (!roles.some(isPlatformRole)) return [];
  if (actor.orgId !== PLATFORM_ORGANIZATION)
    return [fault(`PLATFORM_ADMIN and AUDITOR are given in ${PLATFORM_ORGANIZATION} only, by a platform admin.`)];
  return actor.roles.includes('platform_admin') ? [] : [fault('Only a platform admin gives PLATFORM_ADMIN and AUDITOR.')];
}

/** Throws every fault at once. */
export function refuseAny(...faults: readonly Fault[][]): void {
  const all = faults.flat();
  if (all.length > 0) throw new UserError(all);
}

/** Whoever could not give a role of the platform may not take it away either. */
export function mayTouch(actor: Actor, { roles }: Pick<Member, 'roles'>): void {
  if (roles.some(isPlatformRole) && !actor.roles.includes('platform_admin'))
    throw new ForbiddenError('Only a platform admin changes or removes platform admins and auditors.');
}

export const personNotFound = (id: string, field: string) =>
  refusal('PERSON_NOT_FOUND', `Your organisation made nobody known as ${id}; use createPerson first.`, [field]);
export const alreadyMember = (id: string) => refusal('ALREADY_MEMBER', `${id} is a member already; use changeRoles.`, ['principalId']);
export const memberNotFound = (id: string) =>
  refusal('MEMBER_NOT_FOUND', `${id} is not a member of your organisation; use addMember first.`, ['principalId']);
export const teamNotFound = (id: string, field: string) =>
  refusal('TEAM_NOT_FOUND', `Your organisation has no team ${id}; use createTeam first.`, [field]);
