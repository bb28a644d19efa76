import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Invitation } from '../domain/organization.ts';
import { InvitationEntity } from './entities.ts';
import { pageById } from './page.ts';

type InvitationRow = Invitation & { readonly invitedBy: string };

export type InvitationStore = {
  /** Invites somebody, or replaces what they were invited to before. */
  put(invitation: InvitationRow): Promise<void>;
  /** Locks an invitation, so that it is used once. */
  forUpdate(orgId: string, principalId: string): Promise<InvitationRow | undefined>;
  page(orgId: string, page: PageRequest): Promise<Invitation[]>;
  /** Tells whether there was one. */
  remove(orgId: string, principalId: string): Promise<boolean>;
};

export function invitationStore(em: EntityManager): InvitationStore {
  return {
    async put(invitation) {
      await em.upsert(InvitationEntity, { ...invitation, roles: [...invitation.roles] });
    },
    async forUpdate(orgId, principalId) {
      return (await em.findOne(InvitationEntity, { orgId, principalId }, { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? undefined;
    },
    page(orgId, page) {
      const { where, options } = pageById('principalId', page, 'asc');
      return em.find(InvitationEntity, { orgId, ...where }, options);
    },
    remove: async (orgId, principalId) => (await em.nativeDelete(InvitationEntity, { orgId, principalId })) > 0,
  };
}
