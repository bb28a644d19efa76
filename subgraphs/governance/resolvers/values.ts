import type { Role } from '@guildhall/platform/identity/actor.ts';
import type { Invitation } from '../index.ts';

// Case changes keep the union; TypeScript types them as plain string.
export const upper = <T extends string>(value: T) => value.toUpperCase() as Uppercase<T>;
export const lower = <T extends string>(value: T) => value.toLowerCase() as Lowercase<T>;

export const toRoles = (roles: readonly Role[]) => roles.map(upper);
export const fromRoles = (roles: readonly Uppercase<Role>[]): Role[] => roles.map(lower);

/** An invitation as its organisation sees it, or, with the organisation's name, as whoever is invited and not in it yet. */
export const toInvitation = ({ orgId, organizationName, principalId, roles, invitedAt }: Invitation & { organizationName?: string }) => ({
  organization: { id: orgId, ...(organizationName === undefined ? {} : { name: organizationName }) },
  principal: { id: principalId },
  roles: toRoles(roles),
  invitedAt,
});

/** What resolvers know of an organisation or a principal before a field asks for more. */
export type OrganizationParent = { readonly id: string; readonly name?: string };
export type PrincipalParent = { readonly id: string; readonly displayName?: string };
