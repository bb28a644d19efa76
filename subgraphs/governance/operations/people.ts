import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import {
  alreadyMember,
  authorize,
  idFaults,
  mayTouch,
  memberNotFound,
  nameFaults,
  personNotFound,
  refuseAny,
  roleFaults,
  type Invitation,
  type Member,
  type Person,
} from '../domain/organization.ts';
import { audit, type GovernanceDeps, type PublishingDeps } from './deps.ts';

type PersonInput = { readonly id: string; readonly displayName: string };
type MemberInput = { readonly principalId: string; readonly roles: readonly Role[] };

/** Makes a person known to the actor's organisation, under the name that it gives. Throws `INVALID_INPUT` faults, `PERSON_ID_TAKEN`. */
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

/** Renames a person as the actor's organisation knows them, and for it alone. Throws `INVALID_INPUT`, `PERSON_NOT_FOUND`. */
export async function updatePerson(deps: GovernanceDeps, actor: Actor, { id, displayName }: PersonInput): Promise<Person> {
  authorize(actor, 'organization.manage');
  refuseAny(nameFaults(displayName, 'displayName'));
  const person: Person = { id, orgId: actor.orgId, displayName: displayName.trim() };
  return deps.store.transaction(actor, async (tx) => {
    if (!(await tx.people.rename(person))) throw personNotFound(id, 'id');
    await audit(deps, tx, actor, 'person.renamed', id, `named “${person.displayName}”`);
    return person;
  });
}

/**
 * Adds a person whom the actor's organisation knows: to its members when they belong to no other, else to its invitations, for whoever
 * belongs somewhere has to agree to what changes for which organisation their requests act.
 * Throws `INVALID_INPUT`, `PERSON_NOT_FOUND`, `ALREADY_MEMBER`.
 */
export async function addMember(
  deps: GovernanceDeps,
  actor: Actor,
  { principalId, roles: given }: MemberInput,
): Promise<{ readonly member: Member } | { readonly invitation: Invitation }> {
  authorize(actor, 'organization.manage');
  refuseAny(roleFaults(actor, given));
  const { orgId, principal: by } = actor;
  const roles = [...new Set(given)];
  const belongsElsewhere = (await deps.identity.membershipsOf(principalId)).some((membership) => membership.orgId !== orgId);
  return deps.store.transaction(actor, async (tx) => {
    const [person] = await tx.people.byIds(orgId, [principalId]);
    if (!person) throw personNotFound(principalId, 'principalId');
    const [earlier] = await tx.members.byIds(orgId, [principalId]);
    if (earlier) throw alreadyMember(principalId);
    if (belongsElsewhere) {
      const invitation = { orgId, principalId, roles, invitedAt: deps.now() };
      await tx.invitations.put({ ...invitation, invitedBy: by });
      await audit(deps, tx, actor, 'member.invited', principalId, roles.join(', '));
      return { invitation };
    }
    const member = { orgId, principalId, roles, addedAt: deps.now() };
    await tx.members.add(member, by);
    await tx.invitations.remove(orgId, principalId);
    await audit(deps, tx, actor, 'member.added', principalId, roles.join(', '));
    return { member };
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

/** Removes a member from the actor's organisation and its teams, or takes an invitation back. Throws `MEMBER_NOT_FOUND`. */
export async function removeMember(deps: GovernanceDeps, actor: Actor, principalId: string): Promise<string> {
  authorize(actor, 'organization.manage');
  const { orgId } = actor;
  return deps.store.transaction(actor, async (tx) => {
    const [member] = await tx.members.byIds(orgId, [principalId]);
    const place = member ?? (await tx.invitations.forUpdate(orgId, principalId));
    if (!place) throw memberNotFound(principalId);
    mayTouch(actor, place);
    if (member) await tx.members.remove(orgId, principalId);
    else await tx.invitations.remove(orgId, principalId);
    await audit(deps, tx, actor, member ? 'member.removed' : 'invitation.withdrawn', principalId, place.roles.join(', '));
    return principalId;
  });
}

/** Members of the actor's organisation, or of one team of it, by id. */
export const members = ({ store }: PublishingDeps, actor: Actor, page: PageRequest, teamId?: string): Promise<Member[]> =>
  store.transaction(actor, (tx) => tx.members.page(actor.orgId, page, teamId));

/** Of the people named, those whom the actor's organisation knows. */
export const peopleByIds = ({ store }: PublishingDeps, actor: Actor, ids: readonly string[]): Promise<Person[]> =>
  store.transaction(actor, (tx) => tx.people.byIds(actor.orgId, ids));
