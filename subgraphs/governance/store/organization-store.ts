import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import { refusal } from '@guildhall/platform/errors.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Role } from '@guildhall/platform/identity/actor.ts';
import { alreadyMember, memberNotFound, type Member, type Organization, type Person } from '../domain/organization.ts';
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
  /** Throws `PERSON_ID_TAKEN` when the organisation knows them already. */
  add(person: Person, made: Made): Promise<void>;
  byIds(orgId: string, ids: readonly string[]): Promise<Person[]>;
  /** Tells whether the organisation knows such a person. */
  rename(person: Person): Promise<boolean>;
};

export type MemberStore = {
  /** Throws `ALREADY_MEMBER`. */
  add(member: Member, by: string): Promise<void>;
  byIds(orgId: string, ids: readonly string[]): Promise<Member[]>;
  /** Locks a member, so that what is counted of them does not change meanwhile. */
  forUpdate(orgId: string, id: string): Promise<Member | undefined>;
  /** Of the organisation, or of one team of it. */
  page(orgId: string, page: PageRequest, teamId?: string): Promise<Member[]>;
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
        refusal('PERSON_ID_TAKEN', `Your organisation knows ${id} already; use updatePerson to rename them, or addMember.`, ['id']),
      );
    },
    byIds: (orgId, ids) => em.find(PrincipalEntity, { orgId, id: { $in: [...ids] } }),
    rename: async ({ orgId, id, displayName }) => (await em.nativeUpdate(PrincipalEntity, { orgId, id }, { displayName })) > 0,
  };
}

export function memberStore(em: EntityManager): MemberStore {
  const lock = (orgId: string, principalId: string) =>
    em.findOne(MembershipEntity, { orgId, principalId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  return {
    async add(member, by) {
      await unlessUsed(em.insert(MembershipEntity, { ...member, roles: [...member.roles], addedBy: by }), () =>
        alreadyMember(member.principalId),
      );
    },
    byIds: (orgId, ids) => em.find(MembershipEntity, { orgId, principalId: { $in: [...ids] } }),
    forUpdate: async (orgId, principalId) => (await lock(orgId, principalId)) ?? undefined,
    async page(orgId, page, teamId) {
      const { where, options } = pageById('principalId', page, 'asc');
      if (teamId === undefined) return em.find(MembershipEntity, { orgId, ...where }, options);
      const inTeam = (await em.find(TeamMemberEntity, { orgId, teamId, ...where }, options)).map(({ principalId }) => principalId);
      return em.find(MembershipEntity, { orgId, principalId: { $in: inTeam } }, { orderBy: options.orderBy });
    },
    async changeRoles(orgId, principalId, roles) {
      const changed = await em.nativeUpdate(MembershipEntity, { orgId, principalId }, { roles: [...roles] });
      if (changed === 0) throw memberNotFound(principalId);
    },
    async remove(orgId, principalId) {
      await lock(orgId, principalId);
      await em.nativeDelete(TeamMemberEntity, { orgId, principalId });
      if ((await em.nativeDelete(MembershipEntity, { orgId, principalId })) === 0) throw memberNotFound(principalId);
    },
  };
}
