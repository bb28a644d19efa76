import { refusal } from '@guildhall/platform/errors.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import { hashOf, keyRoleFaults, keyText, type ApiKey } from '../domain/api-key.ts';
import { authorize, nameFaults, refuseAny } from '../domain/organization.ts';
import { audit, type GovernanceDeps } from './deps.ts';

type KeyInput = { readonly name: string; readonly roles: readonly Role[] };

/** Makes a key for the actor's organisation, with what to send as its token; only its hash is kept. Throws `INVALID_INPUT` faults. */
export async function createApiKey(
  deps: GovernanceDeps,
  actor: Actor,
  { name, roles }: KeyInput,
): Promise<{ readonly key: ApiKey; readonly secret: string }> {
  authorize(actor, 'organization.manage');
  refuseAny(nameFaults(name), keyRoleFaults(roles));
  const secret = deps.secret();
  const key: ApiKey = {
    orgId: actor.orgId,
    id: deps.newId('key'),
    name: name.trim(),
    roles: [...new Set(roles)],
    createdBy: actor.principal,
    createdAt: deps.now(),
    revokedAt: null,
  };
  return deps.store.transaction(actor, async (tx) => {
    await tx.keys.add(key, hashOf(secret));
    await audit(deps, tx, actor, 'api_key.created', key.id, key.roles.join(', '));
    return { key, secret: keyText(key.id, secret) };
  });
}

/** Ends a key; one that was ended before stays as it is. Throws `API_KEY_NOT_FOUND`. */
export async function revokeApiKey(deps: GovernanceDeps, actor: Actor, id: string): Promise<ApiKey> {
  authorize(actor, 'organization.manage');
  return deps.store.transaction(actor, async (tx) => {
    const key = await tx.keys.byId(actor.orgId, id);
    if (!key) throw refusal('API_KEY_NOT_FOUND', `Your organisation has no API key ${id}.`, ['id']);
    if (key.revokedAt) return key;
    const revokedAt = deps.now();
    await tx.keys.revoke(actor.orgId, id, revokedAt);
    await audit(deps, tx, actor, 'api_key.revoked', id, key.name);
    return { ...key, revokedAt };
  });
}

/** The keys of the actor's organisation, newest first, without their secrets. */
export async function apiKeys({ store }: GovernanceDeps, actor: Actor, page: PageRequest): Promise<ApiKey[]> {
  authorize(actor, 'organization.inspect');
  return store.transaction(actor, (tx) => tx.keys.page(actor.orgId, page));
}

/** The name of one of the organisation's keys, for showing who acted. */
export const apiKeyName = ({ store }: GovernanceDeps, actor: Actor, id: string): Promise<string | undefined> =>
  store.transaction(actor, async (tx) => (await tx.keys.byId(actor.orgId, id))?.name);
