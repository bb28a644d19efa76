import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSecrets } from './secrets.ts';
import { scratchFolder } from './testing/scratch.ts';

test('secrets are made once, for their owner alone', () => {
  const folder = scratchFolder();
  const first = loadSecrets(folder);
  const { ino } = statSync(join(folder, 'secrets.json'));
  expect(loadSecrets(folder)).toEqual(first);
  expect(statSync(join(folder, 'secrets.json')).ino).toBe(ino);
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(Buffer.from(first.masterKey, 'base64')).toHaveLength(32);
  expect(JSON.parse(first.gatewaySigningKey)).toMatchObject({ crv: 'Ed25519', d: expect.any(String) });
  expect(JSON.parse(first.gatewayPublicKey)).not.toHaveProperty('d');
  expect(loadSecrets(scratchFolder()).masterKey).not.toBe(first.masterKey);
});

test('a file that is no JSON is said, not overwritten', () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'secrets.json'), '{');
  expect(() => loadSecrets(folder)).toThrow(/--reset/);
});
