import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createIssuer } from './issuer.ts';
import { loadSecrets } from './secrets.ts';
import { scratchFolder } from './testing/scratch.ts';

const config = {
  NODE_ENV: 'development',
  HOST: '127.0.0.1',
  PORT: 0,
  OIDC_ISSUER: 'http://127.0.0.1:4006',
  OIDC_AUDIENCE: 'guildhall',
  LOG_LEVEL: 'silent',
};
const { issuerKey } = loadSecrets(scratchFolder());
const issuer = createIssuer({ ...config, ISSUER_KEY: JSON.parse(issuerKey) });
afterAll(() => issuer.close());

const ask = (payload: object) => issuer.inject({ method: 'POST', url: '/token', payload });

test('a person of the demo gets a token that the published keys verify', async () => {
  const { access_token: token }: { access_token: string } = (await ask({ subject: 'user:alice' })).json();
  const keys: JSONWebKeySet = (await issuer.inject('/jwks')).json();
  expect(JSON.stringify(keys)).not.toContain('"d"');
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys), { issuer: config.OIDC_ISSUER, audience: 'guildhall' });
  expect(payload).toMatchObject({ sub: 'user:alice', name: 'Alice' });
});

test('a shorter life can be asked for, a longer one not', async () => {
  const { access_token: token }: { access_token: string } = (await ask({ subject: 'user:alice', expires_in: 60 })).json();
  const { iat = 0, exp = 0 } = decodeJwt(token);
  expect(exp - iat).toBe(60);
  expect((await ask({ subject: 'user:alice', expires_in: 31 * 86_400 })).statusCode).toBe(400);
});

test('nobody else gets one', async () => {
  const answer = await ask({ subject: 'user:eve' });
  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({ error: 'invalid_grant', error_description: expect.stringContaining('user:alice') });
  expect((await ask({ subject: 'user:alice', admin: true })).statusCode).toBe(400);
});

test('it refuses to start in production', () => {
  const env = { ...config, PORT: '4006', NODE_ENV: 'production', ISSUER_KEY: issuerKey };
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'issuer.ts')], { env, encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('configure a real OIDC issuer');
});
