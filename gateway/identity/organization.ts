import { ForbiddenError, refusal } from '@guildhall/platform/errors.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { Identity } from './directory.ts';

/** The header in which a caller of several organisations names the one that the request is for. */
export const ORGANIZATION_HEADER = 'guildhall-organization';

/** The platform's own organisation, for which its administrators act unless they name another. */
export const PLATFORM_ORGANIZATION = 'org:guildhall';

export type Choice = {
  readonly actor: Actor;
  /** Only a platform role opens this organisation: governance has to know, and to say whether there is such a one. */
  readonly foreign: boolean;
};

/** The refusal of an organisation that is not the caller's: the same words whether or not there is such a one. */
export const notYours = () =>
  new ForbiddenError(`You belong to no organisation of that name; send one of yours in the header ${ORGANIZATION_HEADER}.`);

/**
 * The one organisation that a request acts for: the caller's only one, or the one that the header names.
 * Throws {@link ForbiddenError}, or a `UserError` ORGANIZATION_REQUIRED that lists the choice.
 */
export function chooseOrganization(identity: Identity, wanted: string | undefined): Choice {
  const { principal, kind, memberships, platformRoles } = identity;
  const acting = (orgId: string, roles: Actor['roles'], teams: Actor['teams'], foreign: boolean): Choice => ({
    actor: { principal, kind, orgId, roles: [...new Set([...platformRoles, ...roles])], teams },
    foreign,
  });
  if (wanted === undefined) {
    const [only, ...others] = memberships;
    if (only && others.length === 0) return acting(only.orgId, only.roles, only.teams, false);
    if (only)
      throw refusal(
        'ORGANIZATION_REQUIRED',
        `You belong to several organisations; name one in the header ${ORGANIZATION_HEADER}: ${memberships.map(({ orgId }) => orgId).join(', ')}.`,
        [ORGANIZATION_HEADER],
      );
    if (platformRoles.length > 0) return acting(PLATFORM_ORGANIZATION, [], [], false);
    throw new ForbiddenError('You are signed in, but belong to no organisation yet. Ask an administrator of yours to add you.');
  }
  const own = memberships.find(({ orgId }) => orgId === wanted);
  if (own) return acting(own.orgId, own.roles, own.teams, false);
  if (platformRoles.length > 0 && /^org:[\x21-\x7e]{1,190}$/.test(wanted)) return acting(wanted, [], [], wanted !== PLATFORM_ORGANIZATION);
  throw notYours();
}

/** Auditors read everywhere and write nowhere. Throws {@link ForbiddenError}. */
export function refuseAuditor(actor: Actor): void {
  if (actor.roles.includes('auditor'))
    throw new ForbiddenError('Auditors may read, never write. Ask somebody who works in that organisation.');
}
