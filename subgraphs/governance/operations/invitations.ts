import { refusal } from '@guildhall/platform/errors.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import { systemActor, type Actor } from '@guildhall/platform/identity/actor.ts';
import { authorize, idFaults, mayTouch, refuseAny, requirePerson, type Invitation, type Organization } from '../domain/organization.ts';
import type { OwnInvitation } from '../store/identity-store.ts';
import { audit, type GovernanceDeps, type PublishingDeps } from './deps.ts';

/**
 * Accepts an organisation's invitation as whoever is invited; one who is a member already stays it. An organisation that does not exist
 * answers like one that did not invite. Throws `INVALID_INPUT`, `ORGANIZATION_NOT_FOUND`.
 */
export async function joinOrganization(deps: GovernanceDeps, actor: Actor, orgId: string): Promise<Organization> {
  requirePerson(actor);
  refuseAny(idFaults('organization', orgId, 'organizationId'));
  const { principal: principalId } = actor;
  // The transaction is the inviting organisation's, for the rows are.
  return deps.store.transaction(systemActor(orgId), async (tx) => {
    const invitation = await tx.invitations.forUpdate(orgId, principalId);
    const [member] = await tx.members.byIds(orgId, [principalId]);
    const organization = await tx.organizations.byId(orgId);
    if (!organization || !(invitation ?? member)) throw organizationNotFound(`No organisation ${orgId} has invited you.`);
    if (invitation) await tx.invitations.remove(orgId, principalId);
    if (invitation && !member) {
      const { roles, invitedBy } = invitation;
      await tx.members.add({ orgId, principalId, roles, addedAt: deps.now() }, invitedBy);
      await audit(deps, tx, { orgId, principal: principalId }, 'member.joined', principalId, roles.join(', '));
    }
    return organization;
  });
}

/**
 * Takes the actor out of an organisation and its teams, or declines its invitation.
 * Throws `INVALID_INPUT`, `ORGANIZATION_NOT_FOUND`.
 */
export async function leaveOrganization(deps: GovernanceDeps, actor: Actor, orgId: string): Promise<string> {
  requirePerson(actor);
  refuseAny(idFaults('organization', orgId, 'organizationId'));
  const { principal: principalId } = actor;
  return deps.store.transaction(systemActor(orgId), async (tx) => {
    const [member] = await tx.members.byIds(orgId, [principalId]);
    const place = member ?? (await tx.invitations.forUpdate(orgId, principalId));
    if (!place) throw organizationNotFound(`You belong to no organisation ${orgId}, and none of that name has invited you.`);
    if (member) {
      mayTouch(actor, member);
      await tx.members.remove(orgId, principalId);
    } else await tx.invitations.remove(orgId, principalId);
    const action = member ? 'member.left' : 'invitation.declined';
    await audit(deps, tx, { orgId, principal: principalId }, action, principalId, place.roles.join(', '));
    return orgId;
  });
}

const organizationNotFound = (message: string) => refusal('ORGANIZATION_NOT_FOUND', message, ['organizationId']);

/** The open invitations of the actor's organisation, by person. */
export async function invitations({ store }: PublishingDeps, actor: Actor, page: PageRequest): Promise<Invitation[]> {
  authorize(actor, 'organization.inspect');
  return store.transaction(actor, (tx) => tx.invitations.page(actor.orgId, page));
}

/** The open invitations to the actor, by organisation. */
export const ownInvitations = ({ identity }: GovernanceDeps, actor: Actor, page: PageRequest): Promise<OwnInvitation[]> =>
  identity.invitationsOf(actor.principal, page);
