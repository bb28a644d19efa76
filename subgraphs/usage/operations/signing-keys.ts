import { UnavailableError } from '@guildhall/platform/errors.ts';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { NONCE_BYTES, sealSecret } from '../domain/sealed-secret.ts';
import { appNotFound, authorize, keyNotFound, type SigningKey } from '../domain/usage.ts';
import type { SigningDeps, UsageDeps } from './deps.ts';

const SECRET_BYTES = 32;
const COPY_WAIT_MS = 2_000;

/**
 * Makes a signing key for an app of the actor's organisation; the secret is in the answer and nowhere else in the clear.
 * An app registered just now is waited for. Throws `APP_NOT_FOUND`, `UnavailableError` while the catalog's news does not arrive.
 */
export async function createSigningKey(
  { store, now, newId, masterKey, randomBytes, copies }: SigningDeps,
  actor: Actor,
  appId: string,
): Promise<{ key: SigningKey; secret: string }> {
  authorize(actor, 'signing-key.create');
  if (!isStorable(appId)) throw appNotFound(appId);
  const owns = () => store.transaction(actor, (tx) => tx.signingKeys.ownsApp(appId));
  if (!(await owns())) {
    if (!(await copies.caughtUp(COPY_WAIT_MS, actor.orgId)))
      throw new UnavailableError(`Whether ${actor.orgId} publishes ${appId} is not known here yet; try again in a moment.`);
    if (!(await owns())) throw appNotFound(appId);
  }
  const key: SigningKey = { id: newId('sk'), orgId: actor.orgId, appId, createdBy: actor.principal, createdAt: now(), revokedAt: null };
  const secret = `sks_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  await store.transaction(actor, (tx) => tx.signingKeys.add(key, sealSecret(masterKey, key, secret, randomBytes(NONCE_BYTES))));
  return { key, secret };
}

/** Revokes a key of the actor's organisation; one that is revoked stays as it was. Throws `SIGNING_KEY_NOT_FOUND`. */
export async function revokeSigningKey({ store, now }: UsageDeps, actor: Actor, keyId: string): Promise<SigningKey> {
  authorize(actor, 'signing-key.revoke');
  const key = isStorable(keyId) ? await store.transaction(actor, (tx) => tx.signingKeys.revoke(keyId, now())) : undefined;
  if (!key) throw keyNotFound(keyId);
  return key;
}

/** The signing keys of an app of the actor's organisation, newest first; of another app none. */
export async function signingKeys({ store }: UsageDeps, actor: Actor, appId: string, page: PageRequest): Promise<SigningKey[]> {
  authorize(actor, 'signing-key.read');
  return isStorable(appId) ? store.transaction(actor, (tx) => tx.signingKeys.page(appId, page)) : [];
}

/** Text in Postgres holds no U+0000, so an id with one names nothing. */
const isStorable = (id: string) => !id.includes('\u0000');
