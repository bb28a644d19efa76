import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, codes, get, graphql, INSIDE, post, type Answer } from './testing/http.ts';
import { startSystem, type TestSystem } from './testing/system.ts';

let system: TestSystem;
let token: string;
beforeAll(async () => {
  system = await startSystem({ 'user:becka': { 'org:northwind': ['publisher'] } });
  token = await system.token('user:becka');
});
afterAll(() => system?.stop());

const MEGABYTES = new Uint8Array(20 * 1_048_576).fill(0x20);
const many = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i)).join(' ');
const send = (body: string | Uint8Array<ArrayBuffer> | undefined, headers: Record<string, string> = {}) =>
  post(`${system.url}/graphql`, body, { ...bearer(token), ...headers });
const query = (text: string, variables: Record<string, unknown> = {}) => graphql(system.url, token, text, variables);

/** A refusal in GraphQL's shape that says what to do and nothing of the inside. */
function expectRefusal(answer: Answer, status: number, code: string): void {
  expect([answer.status, codes(answer)[0]]).toEqual([status, code]);
  expect(answer.text).not.toMatch(INSIDE);
  expect(answer.json).not.toHaveProperty('data.app');
}

describe('POST /graphql refuses, with a name and before anything runs', () => {
  const cases: Record<string, [() => Promise<Answer>, number, string]> = {
    nothing: [() => send(undefined), 400, 'BAD_REQUEST'],
    'an empty object': [() => send('{}'), 400, 'BAD_REQUEST'],
    'a string': [() => send('"{ apps }"'), 400, 'BAD_REQUEST'],
    'half a JSON': [() => send('{"query": "{ apps'), 400, 'NOT_JSON'],
    NaN: [() => send('{"query":"{ __typename }","variables":{"first":NaN}}'), 400, 'NOT_JSON'],
    'JSON nested 5,000 deep': [
      () => send(`{"query":"{ __typename }","variables":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`),
      400,
      'NOT_JSON',
    ],
    '20 MB': [() => send(MEGABYTES), 413, 'BODY_TOO_LARGE'],
    text: [() => send('{ __typename }', { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    'a form': [
      () => send('query=%7B__typename%7D', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    'a query that is no string': [() => send('{"query":{"kind":"Document"}}'), 400, 'BAD_REQUEST'],
    'variables that are no object': [() => send('{"query":"{ __typename }","variables":"{}"}'), 400, 'BAD_REQUEST'],
    'a batch': [() => send('[{"query":"{ __typename }"},{"query":"{ __typename }"}]'), 400, 'BATCHING_NOT_SUPPORTED'],
    'a persisted query': [
      () => send(`{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"${'0'.repeat(64)}"}}}`),
      200,
      'PERSISTED_QUERY_NOT_SUPPORTED',
    ],
    'two operations and no name': [() => query('query A { __typename } query B { __typename }'), 400, 'OPERATION_RESOLUTION_FAILURE'],
    'half a document': [() => query('{ apps('), 400, 'GRAPHQL_PARSE_FAILED'],
    'an unknown field': [() => query('{ app(id: "x") { secrets } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    'a subscription': [() => query('subscription { app }'), 400, 'SUBSCRIPTIONS_NOT_SUPPORTED'],
    'the door of federation': [() => query('{ _entities(representations: []) { __typename } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    'the schemas behind': [() => query('{ _service { sdl } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    'an argument of a wrong type': [() => query('{ app(id: {}) { id } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    'a variable of a wrong type': [() => query('query($id: ID!) { app(id: $id) { id } }', { id: { a: 1 } }), 400, 'BAD_USER_INPUT'],
    'an absent variable': [() => query('query($id: ID!) { app(id: $id) { id } }'), 400, 'BAD_USER_INPUT'],
    'too many tokens': [() => query(`{ app(id: "x") { ${many(3_000, () => 'id')} } }`), 400, 'QUERY_TOO_LARGE'],
    '100 aliases': [() => query(`{ ${many(100, (i) => `a${i}: __typename`)} }`), 400, 'QUERY_TOO_LARGE'],
    '10 directives on a field': [() => query(`{ __typename ${'@include(if: true)'.repeat(10)} }`), 400, 'QUERY_TOO_LARGE'],
    'a circle of introspection': [
      () => query(`{ __schema { types { ${'fields { type {'.repeat(10)} name ${'} }'.repeat(10)} } } }`),
      400,
      'QUERY_TOO_DEEP',
    ],
    depth: [() => query(`{ app(id: "x") { ${'version { '.repeat(16)} id ${'}'.repeat(16)} } }`), 400, 'QUERY_TOO_DEEP'],
  };
  test.each(Object.entries(cases))('%s', async (_, [attempt, status, code]) => {
    expectRefusal(await attempt(), status, code);
  });

  test('a page size out of range, in the words of the subgraph', async () => {
    const answer = await query('{ apps(first: 1000) { edges { cursor } } }');
    expect(codes(answer)).toEqual(['INVALID_PAGE']);
    expect(answer.text).toContain('between 1 and 100');
    expect(answer.text).not.toMatch(INSIDE);
  });

  test('a Decimal that is none', async () => {
    const input = {
      appId: 'price-1',
      title: 'T',
      shortDescription: 'S',
      ownerId: 'user:becka',
      tags: [],
      runtimeDescriptor: { type: 'LINK', url: 'https://example.com' },
      pricingTemplate: { model: 'PAYG', prices: [{ unit: 'invocation', pricePerUnit: 'NaN' }] },
    };
    const answer = await query('mutation($input: RegisterAppInput!) { registerApp(input: $input) { app { id } } }', { input });
    expect(answer.status).toBeLessThan(500);
    expect(codes(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.text).toContain('Decimal');
  });
});

test.each([
  ['app(id: "\\u0000") { id }', 'app'],
  ['publishRequest(id: "\\u0000") { id }', 'publishRequest'],
  ['publishRequests(appId: "\\u0000", first: 1) { edges { cursor } }', 'publishRequests'],
])('text that no column holds is not a failure of ours: %s', async (field, name) => {
  const answer = await query(`{ ${field} }`);
  expect([answer.json['data'], codes(answer)]).toEqual([{ [name]: null }, ['BAD_USER_INPUT']]);
  expect(answer.text).toContain('U+0000');
});

test('an operation by link is refused', async () => {
  const answer = await get(`${system.url}/graphql?query=%7B__typename%7D`, bearer(token));
  expect([answer.status, answer.headers.get('allow'), codes(answer)]).toEqual([405, 'POST', ['METHOD_NOT_ALLOWED']]);
});

test('a query over GraphQL-over-HTTP is answered in the media type that is asked for', async () => {
  const accept = 'application/graphql-response+json';
  for (const text of ['{ __typename }', '{ nothing }', `{ ${many(100, (i) => `a${i}: __typename`)} }`])
    expect((await graphql(system.url, token, text, {}, { accept })).headers.get('content-type')).toContain(accept);
});

test.each(['/graphql', '/api/v1/apps/register'])('a body that stops half way to %s leaves the gateway as it was', async (path) => {
  const { hostname, port } = new URL(system.url);
  const { promise, resolve } = Promise.withResolvers<void>();
  const socket = connect(Number(port), hostname, () => {
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"query":`,
    );
    setTimeout(() => socket.destroy(), 100);
  });
  socket.on('close', () => resolve());
  await promise;
  expect((await query('{ __typename }')).status).toBe(200);
});

describe('POST /api/v1/apps/register', () => {
  const register = (body: string | Uint8Array<ArrayBuffer> | undefined, headers: Record<string, string> = {}) =>
    post(`${system.url}/api/v1/apps/register`, body, { ...bearer(token), ...headers });
  // As the article that the product implements prints it.
  const EXAMPLE = `{
  "app_id": "where2eat-742",
  "title": "Where2Eat - group diner recommender",
  "short_description": "AI-based dining recommender for friend groups",
  "owner_id": "user:beckayu",
  "tags": ["dining","recommendation","social"],
  "runtime_descriptor": {"type":"serverless","handler":"/invoke"},
  "pricing_template": {"model":"payg","unit":"invocation","price_per_unit":0.005}
}`;

  test('takes the example, once', async () => {
    const answer = await register(EXAMPLE);
    expect([answer.status, answer.json]).toEqual([201, { app_id: 'where2eat-742', version: 1, status: 'draft' }]);
    const again = await register(EXAMPLE);
    expect([again.status, codes(again)]).toEqual([409, ['APP_ID_TAKEN']]);
  });

  test('names every fault of a body at once', async () => {
    const answer = await register(
      '{"app_id":"NO","title":7,"tags":"x","runtime_descriptor":{"type":"cobol"},"pricing_template":{"model":"barter"},"colour":"red"}',
    );
    expect(answer.status).toBe(422);
    const errors = Array.isArray(answer.json['errors']) ? answer.json['errors'] : [];
    const fields = errors.map(({ field }: { field: string[] }) => field[0]);
    for (const field of ['app_id', 'title', 'short_description', 'owner_id', 'tags', 'runtime_descriptor', 'pricing_template', 'colour'])
      expect(fields).toContain(field);
    expect(answer.text).not.toMatch(INSIDE);
  });

  const cases: Record<string, [() => Promise<Answer>, number, string]> = {
    'half a JSON': [() => register(EXAMPLE.slice(0, 100)), 400, 'not-json'],
    NaN: [() => register(EXAMPLE.replace('0.005', 'NaN')), 400, 'not-json'],
    depth: [() => register(`${'['.repeat(5_000)}${']'.repeat(5_000)}`), 400, 'not-json'],
    '20 MB': [() => register(MEGABYTES), 413, 'body-too-large'],
    text: [() => register(EXAMPLE, { 'content-type': 'text/plain' }), 415, 'unsupported-media-type'],
    nothing: [() => register(undefined), 422, 'invalid-input'],
    'a price with more digits than a number keeps': [
      () => register(EXAMPLE.replace('where2eat-742', 'digits-1').replace('0.005', '0.12345678901234567890')),
      422,
      'invalid-input',
    ],
  };
  test.each(Object.entries(cases))('refuses %s', async (_, [attempt, status, kind]) => {
    const answer = await attempt();
    expect([answer.status, answer.json['type']]).toEqual([status, `urn:guildhall:problem:${kind}`]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.text).not.toMatch(INSIDE);
  });

  test('leads nowhere but to the apps', async () => {
    for (const path of ['/api/v1/apps/nothing', '/api/v1/other', '/api/v1/apps/..%2f..%2fgraphql'])
      expect((await post(`${system.url}${path}`, '{}', bearer(token))).status).toBe(404);
  });
});

test('a request line that names another host reaches the catalog and nobody else', async () => {
  let visitors = 0;
  const elsewhere = createServer((socket) => {
    visitors += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  // A server that listens on a port has an address of that form.
  const { port } = elsewhere.address() as AddressInfo;
  const { hostname, port: own } = new URL(system.url);
  const asked = request({
    hostname,
    port: own,
    method: 'POST',
    path: `http://127.0.0.1:${port}/api/v1/apps/register`,
    headers: { ...bearer(token), 'content-type': 'application/json' },
  }).end('{}');
  const [answer] = await once(asked, 'response');
  expect([answer.statusCode, visitors]).toEqual([422, 0]);
  answer.resume();
  elsewhere.close();
});
