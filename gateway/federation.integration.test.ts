import { buildClientSchema, getIntrospectionQuery, parse, validate, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { savedQueries } from './console/saved-queries.ts';
import { bearer, codes, get, graphql, INSIDE, post } from './testing/http.ts';
import { startSystem, type TestSystem } from './testing/system.ts';

let system: TestSystem;
let token: string;
beforeAll(async () => {
  system = await startSystem({ 'user:becka': { 'org:northwind': ['publisher'] }, 'user:carl': { 'org:northwind': ['member'] } });
  token = await system.token('user:becka');
  const body = {
    app_id: 'diner-1',
    title: 'Diner',
    short_description: 'Finds a place to eat',
    owner_id: 'user:becka',
    tags: [],
    runtime_descriptor: { type: 'link', url: 'https://example.com' },
    pricing_template: { model: 'free' },
  };
  expect((await post(`${system.url}/api/v1/apps/register`, JSON.stringify(body), bearer(token))).status).toBe(201);
});
afterAll(() => system?.stop());

test('a subgraph that is down costs its own fields, and is named without an address', async () => {
  const answer = await graphql(system.url, token, '{ app(id: "diner-1") { id title price { number } } account { id } }');
  expect([answer.status, answer.json['data']]).toEqual([200, { app: { id: 'diner-1', title: 'Diner', price: null }, account: null }]);
  expect(new Set(codes(answer))).toEqual(new Set(['UNAVAILABLE']));
  expect(answer.text).toContain('billing does not answer now');
  expect(answer.text).not.toMatch(INSIDE);
});

test('a refusal of a subgraph arrives with its message and code alone', async () => {
  const input = { appId: 'diner-1', title: 'Other' };
  const carl = await system.token('user:carl');
  const answer = await graphql(system.url, carl, 'mutation($input: UpdateAppInput!) { updateApp(input: $input) { app { id } } }', {
    input,
  });
  expect(answer.json['errors']).toEqual([
    { message: expect.stringContaining('PUBLISHER'), path: ['updateApp'], extensions: { code: 'FORBIDDEN' } },
  ]);
});

test('an absent app is null and no error', async () => {
  const answer = await graphql(system.url, token, '{ app(id: "nowhere-1") { id title } }');
  expect(answer.json).toEqual({ data: { app: null } });
});

test('readiness names who is down; liveness does not depend on them', async () => {
  const ready = await get(`${system.url}/readyz`);
  expect([ready.status, ready.json['checks']]).toEqual([503, { catalog: 'ok', governance: 'ok', usage: 'down', billing: 'down' }]);
  expect((await get(`${system.url}/livez`)).status).toBe(200);
});

test('the catalog may go and come back', async () => {
  await system.catalog.stop();
  const query = '{ app(id: "diner-1") { id } }';
  const down = await graphql(system.url, token, query);
  expect([down.status, down.json['data'], codes(down)]).toEqual([200, { app: null }, ['UNAVAILABLE']]);
  expect(down.text).not.toMatch(INSIDE);
  const rest = await post(`${system.url}/api/v1/apps/register`, '{}', bearer(token));
  expect([rest.status, rest.json['type'], rest.headers.get('retry-after')]).toEqual([503, 'urn:guildhall:problem:unavailable', '2']);
  expect(rest.text).not.toMatch(INSIDE);
  await system.catalog.startAgain();
  expect((await graphql(system.url, token, query)).json).toEqual({ data: { app: { id: 'diner-1' } } });
});

test('every saved query fits what introspection tells', async () => {
  const answer = await graphql(system.url, token, getIntrospectionQuery());
  // The shape of an introspection's answer is fixed by the specification.
  const schema = buildClientSchema(answer.json['data'] as IntrospectionQuery);
  const saved = savedQueries(new URL('../operations/', import.meta.url));
  expect(saved.map(({ name }) => name)).toEqual(expect.arrayContaining(['PublisherApp', 'ConsumerApp', 'SearchApps']));
  for (const { name, query } of saved) expect([name, validate(schema, parse(query))]).toEqual([name, []]);
});
