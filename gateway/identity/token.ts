import { UnauthenticatedError, UnavailableError } from '@guildhall/platform/errors.ts';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

export type TokenIssuer = { readonly issuer: string; readonly audience: string; readonly jwksUrl: string };

/** Asymmetric only: with a shared-secret algorithm, whoever knows the public key could sign. */
const ALGORITHMS = ['EdDSA', 'ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

/** How far the clocks of issuer and gateway may be apart. */
const CLOCKS_APART_S = 5;

/** Faults of the issuer, not of the token: the caller can do nothing but wait. */
const ISSUER_FAULTS = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

/**
 * Verifies tokens of one OIDC issuer and answers the principal, such as `user:alice`. Rejects with {@link UnauthenticatedError}
 * (foreign, altered, expired, without an end) or {@link UnavailableError} (the issuer's keys cannot be read).
 */
export function createTokenVerifier({ issuer, audience, jwksUrl }: TokenIssuer): (token: string) => Promise<string> {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 3_000, cooldownDuration: 10_000, cacheMaxAge: 600_000 });
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: CLOCKS_APART_S,
      });
      return principalOf(payload.sub);
    } catch (error) {
      if (error instanceof UnauthenticatedError) throw error;
      if (error instanceof errors.JOSEError && !ISSUER_FAULTS.has(error.code))
        throw new UnauthenticatedError(
          error instanceof errors.JWTExpired
            ? 'The token has expired; sign in again and send the new one.'
            : 'The token is not valid here; send one of the configured issuer for this audience, or an API key.',
        );
      throw new UnavailableError('The sign-in service does not show its keys now, so tokens cannot be checked; try again.', 5);
    }
  };
}

/** People come as `user:…`; an issuer of our own kind writes the prefix into `sub` already. */
function principalOf(subject: string | undefined): string {
  if (subject === undefined || !/^[\x21-\x7e]{1,190}$/.test(subject))
    throw new UnauthenticatedError('The token names nobody; its sub must be 1 to 190 visible characters.');
  return /^(user|service):/.test(subject) ? subject : `user:${subject}`;
}
