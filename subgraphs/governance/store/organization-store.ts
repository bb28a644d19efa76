import type { EntityManager } from '@mikro-orm/postgresql';
import { refusal } from '@guildhall/platform/errors.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Role } from '@guildhall/platform/identity/actor.ts';
import { memberNotFound, type Member, type Organization, type Person } from '../domain/organization.ts';
import { MembershipEntity, OrganizationEntity, PrincipalEntity, TeamMemberEntity } from './entities.ts';
import { unlessUsed, pageById } from './page.ts';

type Made = { readonly by: string; readonly at: Date };

export type OrganizationStore = {
  /** Throws `ORGANIZATION_ID_TAKEN`. */
  add(organization: Organization, made: Made): Promise<void>;
  byId(id: string): Promise<Organization | undefined>;
  rename(id: string, name: string): Promise<void>;
};

export type PersonStore = {
  /** Throws `PERSON_ID_TAKEN`, also when another organisation made them known. */
  add(person: Person, made: Made): Promise<void>;
  byId(id: string): Promise<Person | undefined>;
  /** Renames a person here and in every membership; *worker* only. */
  rename(person: Person): Promise<void>;
};

export type MemberStore = {
  /** Throws `ALREADY_MEMBER`. */
  add(member: Member, by: string): Promise<void>;
  byIds(orgId: string, ids: readonly string[]): Promise<Member[]>;
  page(orgId: string, page: PageRequest): Promise<Member[]>;
  /** Throws `MEMBER_NOT_FOUND`. */
  changeRoles(orgId: string, principalId: string, roles: readonly Role[]): Promise<void>;
  /** Takes a member out of the organisation and its teams. Throws `MEMBER_NOT_FOUND`. */
  remove(orgId: string, principalId: string): Promise<void>;
};

export function organizationStore(em: EntityManager): OrganizationStore {
  return {
    async add({ id, name }, { by, at }) {
      await unlessUsed(em.insert(OrganizationEntity, { orgId: id, name, createdBy: by, createdAt: at }), () =>
        refusal('ORGANIZATION_ID_TAKEN', `The id ${id} is taken; choose another.`, ['id']),
      );
    },
    async byId(id) {
      const row = await em.findOne(OrganizationEntity, { orgId: id });
      return row ? { id: row.orgId, name: row.name } : undefined;
    },
    async rename(id, name) {
      await em.nativeUpdate(OrganizationEntity, { orgId: id }, { name });
    },
  };
}

export function personStore(em: EntityManager): PersonStore {
  return {
    async add({ id, orgId, displayName }, { by, at }) {
      await unlessUsed(em.insert(PrincipalEntity, { id, orgId, displayName, createdBy: by, createdAt: at }), () =>
        refusal('PERSON_ID_TAKEN', `${id} is known already; if not by you, ask a platform admin to add them.`, ['id']),
      );
    },
    async byId(id) {
      return (await em.findOne(PrincipalEntity, { id })) ?? undefined;
    },
    async rename({ id, orgId, displayName }) {
      await em.nativeUpdate(PrincipalEntity, { id, orgId }, { displayName });
      await em.nativeUpdate(MembershipEntity, { principalId: id }, { displayName });
    },
  };
}

export function memberStore(em: EntityManager): MemberStore {
  return {
    async add(member, by) {
      await unlessUsed(em.insert(MembershipEntity, { ...member, roles: [...member.roles], addedBy: by }), () =>
        refusal('ALREADY_MEMBER', `${member.principalId} is a member already; use changeRoles.`, ['principalId']),
      );
    },
    byIds: (orgId, ids) => em.find(MembershipEntity, { orgId, principalId: { $in: [...ids] } }),
    page: (orgId, page) =>
      em.find(MembershipEntity, { orgId, ...pageById('principalId', page, 'asc').where }, pageById('principalId', page, 'asc').options),
    async changeRoles(orgId, principalId, roles) {
      const changed = await em.nativeUpdate(MembershipEntity, { orgId, principalId }, { roles: [...roles] });
      if (changed === 0) throw memberNotFound(principalId);
    },
    async remove(orgId, principalId) {
      await em.nativeDelete(TeamMemberEntity, { orgId, principalId });
      if ((await em.nativeDelete(MembershipEntity, { orgId, principalId })) === 0) throw memberNotFound(principalId);
    },
  };
}
