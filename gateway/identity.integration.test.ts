import { generateKeyPairSync } from 'node:crypto';
import { publicHalf } from '@guildhall/local/issuer-token.ts';
import { exportJWK, importJWK, SignJWT, UnsecuredJWT, type JWTHeaderParameters } from 'jose';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, codes, graphql, INSIDE, post } from './testing/http.ts';
import { AUDIENCE, startSystem, type TestSystem } from './testing/system.ts';

let system: TestSystem;
let apiKey: string;
beforeAll(async () => {
  system = await startSystem({
    'user:becka': { 'org:northwind': ['publisher', 'billing_admin'] },
    'user:alice': { 'org:acme': ['publisher'] },
    'user:both': { 'org:northwind': ['publisher'], 'org:acme': ['member'] },
    'user:olga': { 'org:acme': ['publisher'], 'org:guildhall': ['auditor'] },
  });
  const made = await graphql(
    system.url,
    await system.token('user:becka'),
    'mutation { createApiKey(input: { name: "robot", roles: [PUBLISHER] }) { apiKey { id } secret userErrors { message } } }',
  );
  expect(made.json).toMatchObject({ data: { createApiKey: { userErrors: [] } } });
  apiKey = /"secret":"(ghk_[^"]+)"/.exec(made.text)?.[1] ?? '';
});
afterAll(() => system?.stop());

const own = '{ apps(first: 10) { edges { node { id publisher { id } } } } }';
const register = (appId: string) => ({
  query: 'mutation($input: RegisterAppInput!) { registerApp(input: $input) { app { id } userErrors { code } } }',
  variables: {
    input: {
      appId,
      title: 'Diner',
      shortDescription: 'Finds a place to eat',
      ownerId: 'user:becka',
      tags: ['dining'],
      runtimeDescriptor: { type: 'SERVERLESS', handler: '/invoke' },
      pricingTemplate: { model: 'FREE' },
    },
  },
});
const idsOf = (answer: { text: string }) => [...answer.text.matchAll(/"id":"([a-z0-9-]+)"/g)].map(([, id]) => id);

async function count(sql: string, url = system.adminUrl): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return Number((await client.query<{ count: string }>(sql)).rows[0]?.count);
  } finally {
    await client.end();
  }
}

describe('nothing runs for a caller who is not known', () => {
  const sign = (claims: Record<string, unknown>, header: Partial<JWTHeaderParameters> = {}) =>
    new SignJWT({
      sub: 'user:becka',
      iss: system.issuer,
      aud: AUDIENCE,
      exp: Math.floor(Date.now() / 1_000) + 600,
      ...claims,
    }).setProtectedHeader({ alg: 'ES256', ...header });

  const tokens: Record<string, () => Promise<string | undefined> | string | undefined> = {
    'no token': () => undefined,
    'no token at all but a word': () => 'becka',
    'an expired token': () => system.token('user:becka', -10),
    'a token without an end': async () => sign({ exp: undefined }).sign(await importJWK(system.issuerKey, 'ES256')),
    'a token without a subject': async () => sign({ sub: undefined }).sign(await importJWK(system.issuerKey, 'ES256')),
    'a token of another issuer, signed with the right key': async () =>
      sign({ iss: 'https://elsewhere.test' }).sign(await importJWK(system.issuerKey, 'ES256')),
    'a token for another audience': async () => sign({ aud: 'elsewhere' }).sign(await importJWK(system.issuerKey, 'ES256')),
    'a token that another key signed': () => sign({}).sign(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    'a token that nobody signed': () =>
      new UnsecuredJWT({ sub: 'user:becka' }).setIssuer(system.issuer).setAudience(AUDIENCE).setExpirationTime('10 min').encode(),
    'a token signed with the public key as a shared secret': () =>
      sign({}, { alg: 'HS256' }).sign(new TextEncoder().encode(JSON.stringify(publicHalf(system.issuerKey)))),
    'a token whose header names a key of its own': async () => {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return sign({}, { jwk: await exportJWK(pair.publicKey) }).sign(pair.privateKey);
    },
    'an altered token': async () =>
      (await system.token('user:becka')).replace(
        /\.[^.]+\./,
        `.${Buffer.from(JSON.stringify({ sub: 'user:root' })).toString('base64url')}.`,
      ),
    'an unknown API key': () => 'ghk_unknown',
    'an API key of a megabyte': () => `ghk_${'x'.repeat(8_000)}`,
  };

  test.each(Object.entries(tokens))('%s', async (_, make) => {
    const token = await make();
    const { query, variables } = register('intruder-1');
    const answers = [
      await graphql(system.url, token, query, variables),
      await graphql(system.url, token, '{ __schema { queryType { name } } }'),
    ];
    for (const answer of answers) {
      expect([answer.status, codes(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.json).not.toHaveProperty('data');
      expect(answer.text).not.toMatch(INSIDE);
    }
    const rest = await post(`${system.url}/api/v1/apps/register`, '{}', bearer(token));
    expect([rest.status, rest.headers.get('content-type'), rest.json['type']]).toEqual([
      401,
      expect.stringContaining('application/problem+json'),
      'urn:guildhall:problem:unauthenticated',
    ]);
    expect(await count(`select count(*) from catalog.app where id = 'intruder-1'`)).toBe(0);
  });

  test('a person whom governance does not know', async () => {
    const answer = await graphql(system.url, await system.token('user:nobody'), own);
    expect([answer.status, codes(answer)]).toEqual([403, ['FORBIDDEN']]);
  });

  test('a subgraph called directly', async () => {
    const direct = await post(`${system.catalogUrl}/graphql`, JSON.stringify({ query: own }), bearer(await system.token('user:becka')));
    expect(direct.status).toBe(401);
  });
});

describe('who is known', () => {
  test('is let in although the clock of the issuer is a little ahead', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const token = async (nbf: number) =>
      new SignJWT({ sub: 'user:becka', iss: system.issuer, aud: AUDIENCE, exp: now + 600, nbf })
        .setProtectedHeader({ alg: 'ES256' })
        .sign(await importJWK(system.issuerKey, 'ES256'));
    expect((await graphql(system.url, await token(now + 3), own)).status).toBe(200);
    expect((await graphql(system.url, await token(now + 30), own)).status).toBe(401);
  });

  test('acts for the own organisation: a person by token, with or without "user:" in it, a service by API key', async () => {
    for (const [i, token] of [await system.token('user:becka'), await system.token('becka'), apiKey].entries()) {
      const { query, variables } = register(`own-${i}`);
      expect(await graphql(system.url, token, query, variables)).toMatchObject({
        status: 200,
        json: { data: { registerApp: { userErrors: [] } } },
      });
    }
    const answer = await graphql(system.url, await system.token('user:becka'), own);
    expect(idsOf(answer)).toEqual(['own-0', 'own-1', 'own-2']);
    expect(await count(`select count(*) from catalog.app_version where created_by like 'service:key_%'`)).toBe(1);
  });

  test('names one of several organisations, and is told which when none is named', async () => {
    const token = await system.token('user:both');
    const unsaid = await graphql(system.url, token, own);
    expect([unsaid.status, codes(unsaid)]).toEqual([400, ['ORGANIZATION_REQUIRED']]);
    expect(unsaid.text).toContain('org:acme, org:northwind');
    const rest = await post(`${system.url}/api/v1/apps/register`, '{}', bearer(token));
    expect([rest.status, codes(rest)]).toEqual([422, ['ORGANIZATION_REQUIRED']]);
    const said = (organization: string) => graphql(system.url, token, own, {}, { 'guildhall-organization': organization });
    expect(idsOf(await said('org:northwind'))).toContain('own-0');
    expect(idsOf(await said('org:acme'))).toEqual([]);
  });

  test('cannot tell a foreign organisation from one that is not there', async () => {
    const token = await system.token('user:alice');
    const answers = await Promise.all(
      ['org:northwind', 'org:nowhere'].map((organization) =>
        graphql(system.url, token, own, {}, { 'guildhall-organization': organization }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
    expect(answers[0]?.text).toBe(answers[1]?.text);
  });

  test('enters any organisation with a platform role, which governance hears once a while', async () => {
    const token = await system.token('user:root');
    const as = (organization: string) => graphql(system.url, token, own, {}, { 'guildhall-organization': organization });
    for (let i = 0; i < 3; i++) expect(idsOf(await as('org:northwind'))).toContain('own-0');
    const told = () =>
      count(
        `select count(*) from governance.audit_entry where org_id = 'org:northwind' and action = 'organization.chosen'`,
        system.governance.adminUrl,
      );
    expect(await told()).toBe(1);
    system.pass(5_000);
    await as('org:northwind');
    expect(await told()).toBe(2);
    expect((await as('org:nowhere')).status).toBe(403);
  });

  test('writes nothing as an auditor, not even with the roles for it', async () => {
    const token = await system.token('user:olga');
    const acme = { 'guildhall-organization': 'org:acme' };
    const { query, variables } = register('audited-1');
    const answer = await graphql(system.url, token, query, variables, acme);
    expect([answer.status, codes(answer)]).toEqual([403, ['FORBIDDEN']]);
    expect((await post(`${system.url}/api/v1/apps/register`, '{}', { ...bearer(token), ...acme })).status).toBe(403);
    expect(await count(`select count(*) from catalog.app where id = 'audited-1'`)).toBe(0);
    expect((await graphql(system.url, token, own, {}, acme)).status).toBe(200);
  });

  test('loses the rights of a revoked key within 5 s', async () => {
    const becka = await system.token('user:becka');
    const keys = await graphql(system.url, becka, '{ apiKeys(first: 10) { edges { node { id } } } }');
    const id = /"id":"(key_[^"]+)"/.exec(keys.text)?.[1];
    expect((await graphql(system.url, apiKey, own)).status).toBe(200);
    await graphql(system.url, becka, 'mutation($id: ID!) { revokeApiKey(input: { id: $id }) { userErrors { code } } }', { id });
    system.pass(5_000);
    expect((await graphql(system.url, apiKey, own)).status).toBe(401);
  });
});

test('while governance is unreachable whoever it knew lately goes on, and others wait', async () => {
  const token = await system.token('user:becka');
  expect((await graphql(system.url, token, own)).status).toBe(200);
  await system.governance.stop();
  system.pass(60_000);
  expect((await graphql(system.url, token, own)).status).toBe(200);
  // Becka may have been added to it a moment ago, which nobody can be asked now.
  const elsewhere = await graphql(system.url, token, own, {}, { 'guildhall-organization': 'org:acme' });
  expect([elsewhere.status, codes(elsewhere)]).toEqual([503, ['UNAVAILABLE']]);
  const newcomer = await graphql(system.url, 'ghk_newcomer', own);
  expect([newcomer.status, codes(newcomer), newcomer.headers.get('retry-after')]).toEqual([503, ['UNAVAILABLE'], '2']);
  expect(newcomer.text).not.toMatch(INSIDE);
  system.pass(300_000);
  expect((await graphql(system.url, token, own)).status).toBe(503);
  await system.governance.startAgain();
  expect((await graphql(system.url, token, own)).status).toBe(200);
});
