import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText, contentHash, parseSignature, sign, verifies } from './signature.ts';

const secret = 'sks_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG';
const keyId = 'sk_019aa00000007000800000000000000a';
const event = {
  event_id: '8f14e45f-ceea-467f-a8d0-000000000001',
  timestamp: '2026-01-12T15:04:05Z',
  app_id: 'where2eat-742',
  actor_id: 'user:alice',
  org_id: 'org:acme',
  action: 'invoke',
  payload: { tokens: 123, duration_ms: 420, compute_units: 0.002 },
};
/** RFC 8785 by hand: keys in order, no spaces, numbers in their shortest form. */
const text =
  '{"action":"invoke","actor_id":"user:alice","app_id":"where2eat-742","event_id":"8f14e45f-ceea-467f-a8d0-000000000001",' +
  '"org_id":"org:acme","payload":{"compute_units":0.002,"duration_ms":420,"tokens":123},"timestamp":"2026-01-12T15:04:05Z"}';

function holds(signature: string, of: Record<string, unknown>, by = secret): boolean {
  const claim = parseSignature(signature);
  const canonical = canonicalText(of);
  return claim !== undefined && canonical !== undefined && verifies(claim, canonical, by);
}

describe('sign', () => {
  test('is HMAC-SHA256 over the RFC 8785 form of the event without its signature', () => {
    expect(canonicalText({ ...event, signature: 'whatever' })).toBe(text);
    expect(sign(event, keyId, secret)).toBe(`hmac-v1(${keyId}:${createHmac('sha256', secret).update(text).digest('hex')})`);
  });

  // Computed by Python's hmac and hashlib.
  test('a fixed vector, so that clients in other languages can hold themselves to it', () => {
    expect(sign(event, keyId, secret)).toBe(`hmac-v1(${keyId}:018b1bc81bb0788008a1818afbf65beb88cc898e2a9c0b5f5a27bd69f4b54a27)`);
    expect(contentHash(text)).toBe('f2b1d9ceb849a8dc834432969065c3192da2f5347c68d0b8831d570ca239653a');
  });

  test('does not depend on the order of keys, nor on how numbers were written', () => {
    const turned = Object.fromEntries(Object.entries(event).reverse());
    expect(sign({ ...turned, payload: JSON.parse('{"tokens":1.23e2,"compute_units":2e-3,"duration_ms":420.0}') }, keyId, secret)).toBe(
      sign(event, keyId, secret),
    );
  });

  test('refuses an event without a canonical form', () => {
    expect(() => sign({ ...event, payload: { text: '\ud800' } }, keyId, secret)).toThrow('RFC 8785');
    expect(canonicalText({ payload: { huge: Infinity } })).toBeUndefined();
  });
});

describe('a signature', () => {
  const signature = sign(event, keyId, secret);

  test('holds for its event and key alone', () => {
    expect(holds(signature, event)).toBe(true);
    expect(holds(signature, event, `${secret}x`)).toBe(false);
    expect(holds(signature, { ...event, event_id: 'another' })).toBe(false);
    expect(holds(signature, { ...event, payload: { ...event.payload, tokens: 124 } })).toBe(false);
    expect(holds(signature, { ...event, extra: null })).toBe(false);
  });

  test('holds for no single-bit change of itself', () => {
    for (const [i, flipped] of bitFlips(signature)) {
      const claim = parseSignature(flipped);
      // A flip within the key id names another key, which has another secret.
      if (claim && claim.keyId !== keyId) continue;
      expect(holds(flipped, event), `byte ${i}`).toBe(false);
    }
  });

  test('holds for no single-bit change of the event', () => {
    let tried = 0;
    for (const [i, flipped] of bitFlips(text)) {
      let changed: Record<string, unknown>;
      try {
        changed = JSON.parse(flipped) as Record<string, unknown>;
      } catch {
        continue;
      }
      tried++;
      expect(holds(signature, changed), `byte ${i}`).toBe(false);
    }
    expect(tried).toBeGreaterThan(500);
  });

  test('holds for whatever was signed, of any shape', () => {
    const content = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(content, fc.string({ minLength: 1 }), (payload, by) => {
        const of = { ...event, payload };
        expect(holds(sign(of, keyId, by), of, by)).toBe(true);
      }),
    );
  });
});

describe('parseSignature', () => {
  test.each([
    '',
    'hmac-v1()',
    `hmac-v1(${keyId})`,
    `hmac-v1(${keyId}:)`,
    `hmac-v1(${keyId}:${'A'.repeat(64)})`,
    `hmac-v1(${keyId}:${'a'.repeat(63)})`,
    `hmac-v1(${keyId}:${'a'.repeat(64)}) `,
    `hmac-v1(${keyId}:${'a'.repeat(64)})\n`,
    `hmac-v2(${keyId}:${'a'.repeat(64)})`,
    `hmac-v1(sk_'; drop table:${'a'.repeat(64)})`,
  ])('reads nothing from %j', (signature) => {
    expect(parseSignature(signature)).toBeUndefined();
  });

  test.each([undefined, null, 7, {}, ['hmac-v1(sk_a:00)']])('reads nothing from %j', (signature) => {
    expect(parseSignature(signature)).toBeUndefined();
  });
});

/** Every text that differs from `of` in one bit of one byte, with the byte's place. */
function* bitFlips(of: string): Generator<[number, string]> {
  const bytes = Buffer.from(of);
  for (let i = 0; i < bytes.length; i++) {
    for (let bit = 0; bit < 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[i] = (changed[i] ?? 0) ^ (1 << bit);
      yield [i, changed.toString('utf8')];
    }
  }
}
