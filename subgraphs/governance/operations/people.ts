import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import {
  authorize,
  idFaults,
  isPlatformRole,
  memberNotFound,
  nameFaults,
  personNotFound,
  refuseAny,
  roleFaults,
  type Member,
  type Person,
} from '../domain/organization.ts';
import { ForbiddenError } from '@guildhall/platform/errors.ts';
import { audit, type GovernanceDeps, type PublishingDeps } from './deps.ts';

type PersonInput = { readonly id: string; readonly displayName: string };
type MemberInput = { readonly principalId: string; readonly roles: readonly Role[] };

/** Makes a person known to the platform, named by the actor's organisation. Throws `INVALID_INPUT` faults, `PERSON_ID_TAKEN`. */
export async function createPerson(deps: GovernanceDeps, actor: Actor, { id, displayName }: PersonInput): Promise<Person> {
  authorize(actor, 'organization.manage');
  refuseAny(idFaults('person', id), nameFaults(displayName, 'displayName'));
  const person: Person = { id, orgId: actor.orgId, displayName: displayName.trim() };
  return deps.store.transaction(actor, async (tx) => {
    await tx.people.add(person, { by: actor.principal, at: deps.now() });
    await audit(deps, tx, actor, 'person.created', id, `named “${person.displayName}”`);
    return person;
  });
}

/** Renames a person whom the actor's organisation made known, wherever they are a member. Throws `INVALID_INPUT`, `PERSON_NOT_FOUND`. */
export async function updatePerson(deps: GovernanceDeps, actor: Actor, { id, displayName }: PersonInput): Promise<Person> {
  authorize(actor, 'organization.manage');
  refuseAny(nameFaults(displayName, 'displayName'));
  return deps.platform.acrossTenants(async (tx) => {
    const person = await tx.people.byId(id);
    if (person?.orgId !== actor.orgId) throw personNotFound(id);
    const renamed = { ...person, displayName: displayName.trim() };
    await tx.people.rename(renamed);
    await audit(deps, tx, actor, 'person.renamed', id, `named “${renamed.displayName}”`);
    return renamed;
  });
}

/**
 * Adds a person to the actor's organisation: one that it made known; a platform admin may add any.
 * Throws `INVALID_INPUT`, `PERSON_NOT_FOUND`, `ALREADY_MEMBER`.
 */
export async function addMember(deps: GovernanceDeps, actor: Actor, { principalId, roles }: MemberInput): Promise<Member> {
  authorize(actor, 'organization.manage');
  refuseAny(roleFaults(actor, roles));
  const store = actor.roles.includes('platform_admin') ? deps.platform : deps.store;
  return store.transaction(actor, async (tx) => {
    const person = await tx.people.byId(principalId);
    if (!person) throw personNotFound(principalId);
    const { displayName } = person;
    const member: Member = { orgId: actor.orgId, principalId, displayName, roles: [...new Set(roles)], addedAt: deps.now() };
    await tx.members.add(member, actor.principal);
    await audit(deps, tx, actor, 'member.added', principalId, member.roles.join(', '));
    return member;
  });
}

/** Replaces a member's roles. Throws `INVALID_INPUT`, `MEMBER_NOT_FOUND`. */
export async function changeRoles(deps: GovernanceDeps, actor: Actor, { principalId, roles }: MemberInput): Promise<Member> {
  authorize(actor, 'organization.manage');
  refuseAny(roleFaults(actor, roles));
  return deps.store.transaction(actor, async (tx) => {
    const [member] = await tx.members.byIds(actor.orgId, [principalId]);
    if (!member) throw memberNotFound(principalId);
    mayTouch(actor, member);
    const changed = { ...member, roles: [...new Set(roles)] };
    await tx.members.changeRoles(actor.orgId, principalId, changed.roles);
    await audit(deps, tx, actor, 'member.roles_changed', principalId, changed.roles.join(', '));
    return changed;
  });
}

/** Removes a member from the actor's organisation and its teams. Throws `MEMBER_NOT_FOUND`. */
export async function removeMember(deps: GovernanceDeps, actor: Actor, principalId: string): Promise<string> {
  authorize(actor, 'organization.manage');
  return deps.store.transaction(actor, async (tx) => {
    const [member] = await tx.members.byIds(actor.orgId, [principalId]);
    if (!member) throw memberNotFound(principalId);
    mayTouch(actor, member);
    await tx.members.remove(actor.orgId, principalId);
    await audit(deps, tx, actor, 'member.removed', principalId, member.roles.join(', '));
    return principalId;
  });
}

/** Whoever could not give a role of the platform may not take it away either. */
function mayTouch(actor: Actor, member: Member): void {
  if (member.roles.some(isPlatformRole) && !actor.roles.includes('platform_admin'))
    throw new ForbiddenError('Only a platform admin changes or removes platform admins and auditors.');
}

/** Members of the actor's organisation, by id. */
export const members = ({ store }: PublishingDeps, actor: Actor, page: PageRequest): Promise<Member[]> =>
  store.transaction(actor, (tx) => tx.members.page(actor.orgId, page));

/** Of the principals named, those that are members of the actor's organisation. */
export const membersByIds = ({ store }: PublishingDeps, actor: Actor, ids: readonly string[]): Promise<Member[]> =>
  store.transaction(actor, (tx) => tx.members.byIds(actor.orgId, ids));
