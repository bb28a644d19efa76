import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT, type JWK } from 'jose';

export interface TokenWish {
  issuer: string;
  audience: string;
  subject: string;
  name: string;
  seconds: number;
}

export const thirtyDays = 30 * 86_400;

/** A signed token of the development issuer. */
export async function signToken(
  key: JWK,
  { issuer, audience, subject, name, seconds }: TokenWish,
  now = Math.floor(Date.now() / 1000),
): Promise<string> {
  return new SignJWT({ name })
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT', ...(key.kid ? { kid: key.kid } : {}) })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(await importJWK(key, 'ES256'));
}

/** The half of a key that everybody may see. */
export function publicHalf(key: JWK): JWK {
  const half = { ...key };
  delete half.d;
  return half;
}
