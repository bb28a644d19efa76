import { createHash } from 'node:crypto';
import type { Fault } from '@guildhall/platform/errors.ts';
import type { Role } from '@guildhall/platform/identity/actor.ts';

export type ApiKey = {
  readonly orgId: string;
  /** `key_` and 32 hex digits. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
};

/** An approval is a person's, so no key can approve; and no key administers the platform. */
const KEY_ROLES: readonly Role[] = ['member', 'publisher', 'billing_admin'];

export function keyRoleFaults(roles: readonly Role[]): Fault[] {
  return roles.length > 0 && roles.every((role) => KEY_ROLES.includes(role))
    ? []
    : [
        {
          code: 'INVALID_INPUT',
          message:
            'A key takes at least one of MEMBER, PUBLISHER and BILLING_ADMIN; approving and administering the platform is for people.',
          field: ['roles'],
        },
      ];
}

/** The principal that acts by a key. */
export const keyPrincipal = (keyId: string) => `service:${keyId}`;
/** The key by which a principal acts; undefined for a person. */
export const keyOfPrincipal = (principal: string) =>
  principal.startsWith('service:key_') ? principal.slice('service:'.length) : undefined;

/** What the caller sends as its token: `ghk_<id>_<secret>`; the secret is 256 random bits in base64url. */
export const keyText = (keyId: string, secret: string) => `ghk_${keyId.replace(/^key_/, '')}_${secret}`;

/** Takes a token apart; undefined when it is no API key. */
export function parseKeyText(text: string): { readonly keyId: string; readonly secret: string } | undefined {
  const [, id, secret] = /^ghk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
  return id && secret ? { keyId: `key_${id}`, secret } : undefined;
}

/** What is kept of a secret. It has 256 random bits, so one plain hash is enough: there is nothing to guess. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
