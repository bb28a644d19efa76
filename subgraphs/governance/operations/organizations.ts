import { systemActor, type Actor } from '@guildhall/platform/identity/actor.ts';
import { organizationCreated, organizationRenamed } from '../domain/events.ts';
import { authorize, idFaults, nameFaults, PLATFORM_ORGANIZATION, refuseAny, type Organization } from '../domain/organization.ts';
import { audit, type GovernanceDeps, type PublishingDeps } from './deps.ts';

/** Makes an organisation; for platform admins. Throws `INVALID_INPUT` faults, `ORGANIZATION_ID_TAKEN`. */
export async function createOrganization(deps: GovernanceDeps, actor: Actor, { id, name }: Organization): Promise<Organization> {
  authorize(actor, 'organization.create');
  refuseAny(idFaults('organization', id), nameFaults(name));
  const organization = { id, name: name.trim() };
  // The transaction is the new organisation's, for the rows are.
  return deps.store.transaction(systemActor(id), async (tx) => {
    await tx.organizations.add(organization, { by: actor.principal, at: deps.now() });
    await tx.outbox.emit(organizationCreated(organization, deps.now()));
    await audit(deps, tx, { ...actor, orgId: id }, 'organization.created', id, `named “${organization.name}”`);
    return organization;
  });
}

/** Renames the actor's organisation. Throws `INVALID_INPUT`. */
export async function updateOrganization(deps: GovernanceDeps, actor: Actor, name: string): Promise<Organization> {
  authorize(actor, 'organization.manage');
  refuseAny(nameFaults(name));
  return deps.store.transaction(actor, async (tx) => {
    await tx.organizations.rename(actor.orgId, name.trim());
    await tx.outbox.emit(organizationRenamed({ id: actor.orgId, name: name.trim() }, deps.now()));
    await audit(deps, tx, actor, 'organization.renamed', actor.orgId, `named “${name.trim()}”`);
    return { id: actor.orgId, name: name.trim() };
  });
}

/** The organisation of this id when it is the actor's own. */
export const organization = async ({ store }: PublishingDeps, actor: Actor, id: string): Promise<Organization | undefined> =>
  id === actor.orgId ? store.transaction(actor, (tx) => tx.organizations.byId(id)) : undefined;

/**
 * Makes sure, at start, that the platform's organisation is there and that these people administer it; for the *worker* role.
 * Whoever deploys the platform names them, so they are added wherever else they belong. Repeating it changes nothing.
 */
export async function ensurePlatformAdmins(deps: PublishingDeps, people: readonly string[]): Promise<void> {
  const orgId = PLATFORM_ORGANIZATION;
  const made = { by: systemActor(orgId).principal, at: deps.now() };
  const start = { orgId, principal: made.by };
  await deps.store.acrossTenants(async (tx) => {
    if (!(await tx.organizations.byId(orgId))) {
      await tx.organizations.add({ id: orgId, name: 'Guildhall' }, made);
      await tx.outbox.emit(organizationCreated({ id: orgId, name: 'Guildhall' }, made.at));
    }
    for (const id of people) {
      const [member] = await tx.members.byIds(orgId, [id]);
      if (member?.roles.includes('platform_admin')) continue;
      const known = await tx.people.byIds(orgId, [id]);
      if (known.length === 0) await tx.people.add({ orgId, id, displayName: id.replace('user:', '') }, made);
      if (member) await tx.members.changeRoles(orgId, id, [...member.roles, 'platform_admin']);
      else await tx.members.add({ orgId, principalId: id, roles: ['platform_admin'], addedAt: made.at }, made.by);
      await audit(deps, tx, start, 'member.roles_changed', id, 'platform_admin, as PLATFORM_ADMINS says');
    }
  });
}
