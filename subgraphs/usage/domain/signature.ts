import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';

const SIGNATURE = /^hmac-v1\((sk_[A-Za-z0-9]{1,64}):([0-9a-f]{64})\)$/;

/** What a signature says: who vouches for the event, and the code that proves it. */
export type Claim = { readonly keyId: string; readonly mac: Buffer };

/** Reads `hmac-v1(<key id>:<lower-case hex>)`; undefined when it is not of that form. */
export function parseSignature(signature: unknown): Claim | undefined {
  const [, keyId, hex] = (typeof signature === 'string' && SIGNATURE.exec(signature)) || [];
  return keyId && hex ? { keyId, mac: Buffer.from(hex, 'hex') } : undefined;
}

/**
 * The RFC 8785 text of an event without its signature: what is signed and what two deliveries are compared by.
 * Undefined when there is none (a lone surrogate, a number beyond a double).
 */
export function canonicalText(event: Readonly<Record<string, unknown>>): string | undefined {
  const { signature: _, ...content } = event;
  try {
    return canonicalize(content);
  } catch {
    return undefined;
  }
}

export const contentHash = (text: string): string => createHash('sha256').update(text).digest('hex');

const macOf = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest();

/** The signature of an event under a key. Throws when the event has no canonical form. */
export function sign(event: Readonly<Record<string, unknown>>, keyId: string, secret: string): string {
  const text = canonicalText(event);
  if (text === undefined)
    throw new TypeError('The event has no RFC 8785 form: it holds a lone surrogate or a number that is no finite double.');
  return `hmac-v1(${keyId}:${macOf(secret, text).toString('hex')})`;
}

/** Whether a claim holds for a canonical text; takes the same time whatever differs. */
export const verifies = (claim: Claim, text: string, secret: string): boolean => timingSafeEqual(claim.mac, macOf(secret, text));
