import { importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import { z } from 'zod';
import { UnauthenticatedError } from '../errors.ts';
import { ROLES, type Actor } from './actor.ts';

/** The header that carries the gateway's signed identity to one subgraph. */
export const IDENTITY_HEADER = 'guildhall-identity';

const LIFETIME_SECONDS = 60;
/** How far the clocks of two hosts may lie apart. */
const CLOCK_TOLERANCE_SECONDS = 5;
const claims = z.object({
  sub: z.string(),
  kind: z.enum(['user', 'service']),
  org: z.string(),
  roles: z.array(z.enum(ROLES)),
  teams: z.array(z.string()),
});

/** A configuration value holding one Ed25519 key as a JWK in JSON. */
export const jwkText = z.string().transform((text, context): JWK => {
  try {
    const jwk: unknown = JSON.parse(text);
    // A JWK is an open record; jose checks what it needs on import.
    if (typeof jwk === 'object' && jwk !== null && 'kty' in jwk) return jwk as JWK;
  } catch {
    // falls through to the one message below
  }
  context.addIssue('must be an Ed25519 JWK as JSON');
  return z.NEVER;
});

/** Signs identities for the hop from the gateway to a subgraph: EdDSA, 60 s, audience one subgraph. */
export async function createHopSigner(privateKey: JWK): Promise<(actor: Actor, audience: string) => Promise<string>> {
  const key = await importJWK(privateKey, 'EdDSA');
  return (actor, audience) =>
    new SignJWT({ kind: actor.kind, org: actor.orgId, roles: [...actor.roles], teams: [...actor.teams] })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setSubject(actor.principal)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${LIFETIME_SECONDS} s`)
      .sign(key);
}

/** Verifies what {@link createHopSigner} signed for this audience. Throws {@link UnauthenticatedError}. */
export async function createHopVerifier(publicKey: JWK, audience: string): Promise<(token: string | undefined) => Promise<Actor>> {
  const key = await importJWK(publicKey, 'EdDSA');
  return async (token) => {
    if (token === undefined) throw new UnauthenticatedError('Only the gateway may call a subgraph.');
    try {
      const { payload } = await jwtVerify(token, key, {
        audience,
        algorithms: ['EdDSA'],
        maxTokenAge: `${LIFETIME_SECONDS} s`,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      const { sub, kind, org, roles, teams } = claims.parse(payload);
      return { principal: sub, kind, orgId: org, roles, teams };
    } catch {
      throw new UnauthenticatedError('Only the gateway may call a subgraph.');
    }
  };
}
