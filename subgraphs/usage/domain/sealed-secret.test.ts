import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { NONCE_BYTES, openSecret, sealSecret } from './sealed-secret.ts';

const key = randomBytes(32);
const place = { orgId: 'org:northwind', appId: 'where2eat-742', id: 'sk_1' };
const sealed = sealSecret(key, place, 'sks_secret', randomBytes(NONCE_BYTES));

describe('a sealed secret', () => {
  test('opens in its row, under its key', () => {
    expect(openSecret(key, place, sealed)).toBe('sks_secret');
    expect(sealed.includes('sks_secret')).toBe(false);
  });

  test('opens under no other key', () => {
    expect(() => openSecret(randomBytes(32), place, sealed)).toThrow();
  });

  test.each([
    { ...place, orgId: 'org:evil' },
    { ...place, appId: 'other-app' },
    { ...place, id: 'sk_2' },
  ])('does not open in the row of %j', (other) => {
    expect(() => openSecret(key, other, sealed)).toThrow();
  });

  test('does not open with a single bit changed, or cut off', () => {
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => openSecret(key, place, changed)).toThrow();
      expect(() => openSecret(key, place, sealed.subarray(0, i))).toThrow();
    }
  });
});
