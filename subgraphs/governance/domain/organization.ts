import { ForbiddenError, refusal, UserError, type Fault } from '@guildhall/platform/errors.ts';
import { rights, type Actor, type Role } from '@guildhall/platform/identity/actor.ts';

/** The platform's own organisation: its platform admins and auditors hold their role everywhere. */
export const PLATFORM_ORGANIZATION = 'org:guildhall';

/**
 * Which roles may do what in governance. There is no role for administering an organisation alone: whoever answers for its money, its
 * `billing_admin`, also answers for its people, teams and keys, and a platform admin can always help. Reading needs no role.
 */
const RIGHTS = {
  'organization.create': ['platform_admin'],
  'organization.manage': ['billing_admin', 'platform_admin'],
  'audit.read': ['billing_admin', 'platform_admin', 'auditor'],
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
  if (actor.kind !== 'user' && FOR_PEOPLE.includes(action))
    throw new ForbiddenError('Only people manage organisations, people, teams and API keys, or approve; sign in instead of sending a key.');
  hasRole(actor, action);
}

/** Whether roles that somebody holds now let them do this. */
export const allows = (roles: readonly Role[], action: Action) => RIGHTS[action].some((role) => roles.includes(role));

export type Organization = { readonly id: string; readonly name: string };

/** Somebody whom one organisation made known to the platform; it alone, and the platform's admins, may rename them. */
export type Person = { readonly id: string; readonly orgId: string; readonly displayName: string };

export type Member = {
  readonly orgId: string;
  readonly principalId: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly addedAt: Date;
};

export type Team = { readonly orgId: string; readonly id: string; readonly name: string; readonly members: readonly string[] };

/** Roles that only the platform's own organisation gives. */
const PLATFORM_ROLES: readonly Role[] = ['platform_admin', 'auditor'];
export const isPlatformRole = (role: Role) => PLATFORM_ROLES.includes(role);

const IDS = {
  organization: [/^org:[a-z0-9][a-z0-9-]{0,62}$/, 'an organisation such as "org:acme"'],
  person: [/^user:[A-Za-z0-9._@-]{1,100}$/, 'a person such as "user:alice"'],
  team: [/^team:[a-z0-9][a-z0-9-]{0,62}$/, 'a team such as "team:kitchen"'],
} as const;

/** Faults of an id that somebody chose. */
export function idFaults(kind: keyof typeof IDS, id: string, field = 'id'): Fault[] {
  const [pattern, form] = IDS[kind];
  return pattern.test(id) ? [] : [{ code: 'INVALID_INPUT', message: `${field} must be ${form}.`, field: [field] }];
}

/** Faults of a name shown to people: 1 to 120 characters. */
export function nameFaults(name: string, field = 'name'): Fault[] {
  const { length } = name.trim();
  return length >= 1 && length <= 120
    ? []
    : [{ code: 'INVALID_INPUT', message: `${field} must have 1 to 120 characters.`, field: [field] }];
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

export const personNotFound = (id: string) =>
  refusal('PERSON_NOT_FOUND', `Your organisation made nobody known as ${id}; use createPerson first.`, ['principalId']);
export const memberNotFound = (id: string) =>
  refusal('MEMBER_NOT_FOUND', `${id} is no member of your organisation; use addMember first.`, ['principalId']);
export const teamNotFound = (id: string, field: string) =>
  refusal('TEAM_NOT_FOUND', `Your organisation has no team ${id}; use createTeam first.`, [field]);
