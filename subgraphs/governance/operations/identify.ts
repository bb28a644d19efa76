import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import { hashOf, keyPrincipal, parseKeyText } from '../domain/api-key.ts';
import { isPlatformRole, PLATFORM_ORGANIZATION } from '../domain/organization.ts';
import type { Membership } from '../store/identity-store.ts';
import { audit, type GovernanceDeps } from './deps.ts';

export type IdentityQuestion = {
  /** Who, as the token says, or … */
  readonly principal?: string | undefined;
  /** … the API key that was sent. */
  readonly apiKey?: string | undefined;
  /** The organisation that the caller chose by header, when it chose one. */
  readonly organization?: string | undefined;
};

export type Identity = {
  readonly principal: string;
  readonly kind: Actor['kind'];
  readonly memberships: readonly Membership[];
  /** Roles of the platform's own organisation that hold in every other. */
  readonly platformRoles: readonly Role[];
};

/**
 * Who somebody is and what they may do in each organisation; for the gateway. Undefined for a key that does not hold, and for an
 * organisation that does not exist when a platform admin or auditor chose it. Such a choice, of an organisation that they are no member
 * of, is written into that organisation's audit trail.
 */
export async function identify(deps: GovernanceDeps, question: IdentityQuestion): Promise<Identity | undefined> {
  const identity = await whoIs(deps, question);
  const { organization } = question;
  if (!identity || organization === undefined || identity.platformRoles.length === 0) return identity;
  if (identity.memberships.some(({ orgId }) => orgId === organization)) return identity;
  if (!(await deps.identity.organizationExists(organization))) return undefined;
  const by = { orgId: organization, principal: identity.principal };
  await deps.platform.acrossTenants((tx) =>
    audit(deps, tx, by, 'organization.chosen', organization, `acted as ${identity.platformRoles.join(', ')}`),
  );
  return identity;
}

async function whoIs({ identity }: GovernanceDeps, { principal, apiKey }: IdentityQuestion): Promise<Identity | undefined> {
  if (principal !== undefined) {
    const memberships = await identity.membershipsOf(principal);
    const own = memberships.find(({ orgId }) => orgId === PLATFORM_ORGANIZATION);
    return { principal, kind: 'user', memberships, platformRoles: own?.roles.filter(isPlatformRole) ?? [] };
  }
  const key = parseKeyText(apiKey ?? '');
  const found = key && (await identity.apiKey(key.keyId, hashOf(key.secret)));
  return found && { principal: keyPrincipal(key.keyId), kind: 'service', memberships: [{ ...found, teams: [] }], platformRoles: [] };
}
