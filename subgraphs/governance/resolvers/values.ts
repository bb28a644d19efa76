import type { Role } from '@guildhall/platform/identity/actor.ts';

// Case changes keep the union; TypeScript types them as plain string.
export const upper = <T extends string>(value: T) => value.toUpperCase() as Uppercase<T>;
export const lower = <T extends string>(value: T) => value.toLowerCase() as Lowercase<T>;

export const toRoles = (roles: readonly Role[]) => roles.map(upper);
export const fromRoles = (roles: readonly Uppercase<Role>[]): Role[] => roles.map(lower);

/** What resolvers know of an organisation or a principal before a field asks for more. */
export type OrganizationParent = { readonly id: string; readonly name?: string };
export type PrincipalParent = { readonly id: string; readonly displayName?: string };
