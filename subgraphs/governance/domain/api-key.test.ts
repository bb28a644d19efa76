import { randomBytes } from 'node:crypto';
import { newId } from '@guildhall/platform/ids.ts';
import { describe, expect, test } from 'vitest';
import { hashOf, keyOfPrincipal, keyPrincipal, keyRoleFaults, keyText, parseKeyText } from './api-key.ts';

describe('the text of a key', () => {
  test('is taken apart into what it was made of, whatever characters the secret has', () => {
    for (let i = 0; i < 200; i++) {
      const [keyId, secret] = [newId('key'), randomBytes(32).toString('base64url')];
      expect(parseKeyText(keyText(keyId, secret))).toEqual({ keyId, secret });
    }
  });

  test.each(['', 'ghk_', 'ghk_x_y', `ghk_${'0'.repeat(32)}_short`, `eyJ.${'a'.repeat(80)}`])('is not %j', (text) => {
    expect(parseKeyText(text)).toBeUndefined();
  });

  test('its hash is SHA-256 in hex', () => {
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

test('a key acts as a service of its own, and no person is taken for a key', () => {
  expect(keyOfPrincipal(keyPrincipal('key_1'))).toBe('key_1');
  expect(keyOfPrincipal('user:key_1')).toBeUndefined();
});

test.each([
  [['member'], true],
  [['publisher', 'billing_admin'], true],
  [[], false],
  [['approver'], false],
  [['member', 'platform_admin'], false],
  [['auditor'], false],
] as const)('roles of a key %j: %s', (roles, good) => {
  expect(keyRoleFaults(roles).length === 0).toBe(good);
});
