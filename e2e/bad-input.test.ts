import { randomBytes } from 'node:crypto';
import { makeSigningKey, signed, type SigningKey } from '@guildhall/local/story/events.ts';
import { makeOrganization } from '@guildhall/local/story/organizations.ts';
import { completeApp, install, NORTHWIND, publishWhole } from '@guildhall/local/story/publish.ts';
import { RegisterAppDocument, RequestPublishDocument, UninstallAppDocument } from '@guildhall/operations/generated/operations.ts';
import { print } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { rowsNaming, settled } from './database.ts';
import { DOORS, INSIDE, messageOf, nameOf, openDoors, type Answer, type Door, type Fault } from './doors.ts';
import { sharedSystem, sharedWorld } from './shared-world.ts';

const world = sharedWorld();
const { urls, tokens, databaseAdminUrl } = sharedSystem();
const tag = randomBytes(4).toString('hex');
const org = `org:careless-${tag}`;
const appId = `strict-${tag}`;

let key: SigningKey;
beforeAll(async () => {
  const members = [{ subject: 'user:alice', roles: ['MEMBER', 'PUBLISHER', 'BILLING_ADMIN'] }] as const;
  await makeOrganization(world, { id: org, name: `Careless ${tag}`, members, account: 'EXTERNAL' });
  const pricing = { model: 'PAYG' as const, prices: [{ unit: 'invocation', pricePerUnit: '0.005' }] };
  await publishWhole(world, NORTHWIND, completeApp(appId, pricing));
  key = await makeSigningKey(world, NORTHWIND, appId);
});

const { send, sendHalf } = openDoors(urls, { authorization: `Bearer ${tokens['user:alice']}`, 'guildhall-organization': org });
type Operation = typeof RegisterAppDocument | typeof RequestPublishDocument | typeof UninstallAppDocument;
const operation = (document: Operation, input: unknown) =>
  send('graphql', JSON.stringify({ query: print(document), variables: { input } }));

/** Makes an attempt and holds what is true of every refusal: no bug of ours, nothing of our insides, not a row written. */
async function refused(attempt: () => Promise<Answer>): Promise<Answer> {
  const before = await rowsNaming(databaseAdminUrl, tag);
  const answer = await attempt();
  expect(answer.status).toBeLessThan(500);
  expect(answer.text).not.toMatch(INSIDE);
  expect(await rowsNaming(databaseAdminUrl, tag)).toEqual(before);
  return answer;
}

const manifest = () => ({
  app_id: `careless-${tag}`,
  title: 'Careless',
  short_description: 'Sent by a careless client',
  owner_id: 'user:alice',
  tags: ['x'],
  runtime_descriptor: { type: 'serverless', handler: '/invoke' },
  pricing_template: { model: 'payg', unit: 'invocation', price_per_unit: 0.005 },
});
const input = () => ({
  ...completeApp(`careless-${tag}`, { model: 'PAYG', prices: [{ unit: 'invocation', pricePerUnit: '0.005' }] }),
  ownerId: 'user:alice',
});
const event = () => ({
  event_id: `careless-${tag}`,
  timestamp: new Date().toISOString(),
  app_id: appId,
  actor_id: 'user:alice',
  org_id: org,
  action: 'invoke',
  payload: { tokens: 1 } as Record<string, unknown>,
});
const whole: Record<Door, () => string> = {
  graphql: () => JSON.stringify({ query: print(RegisterAppDocument), variables: { input: input() } }),
  register: () => JSON.stringify(manifest()),
  events: () => JSON.stringify(signed(event(), key)),
};

describe.each(DOORS)('a body that is none, sent to %s', (door) => {
  type Case = [what: string, attempt: () => Promise<Answer>, status: number, name: string, says: RegExp];
  const nested = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  const named = (graphql: string, rest: string) => (door === 'graphql' ? graphql : rest);
  const cases: Case[] = [
    ['half a JSON', () => send(door, whole[door]().slice(0, -20)), 400, named('NOT_JSON', 'not-json'), /send one JSON value/],
    ['NaN', () => send(door, whole[door]().replace(/}$/, ',"x":NaN}')), 400, named('NOT_JSON', 'not-json'), /send one JSON value/],
    ['5,000 levels', () => send(door, nested), 400, named('NOT_JSON', 'not-json'), /flatten it/],
    ['20 MB', () => send(door, new Uint8Array(20_000_000).fill(0x20)), 413, named('BODY_TOO_LARGE', 'body-too-large'), /send less/],
    [
      'text',
      () => send(door, whole[door](), 'text/plain'),
      415,
      named('UNSUPPORTED_MEDIA_TYPE', 'unsupported-media-type'),
      /application\/json/,
    ],
    [
      'a form',
      () => send(door, 'app_id=x', 'application/x-www-form-urlencoded'),
      415,
      named('UNSUPPORTED_MEDIA_TYPE', 'unsupported-media-type'),
      /application\/json/,
    ],
  ];
  test.each(cases)('%s', async (_, attempt, status, name, says) => {
    const answer = await refused(attempt);
    expect([answer.status, nameOf(answer)]).toEqual([status, name]);
    expect(messageOf(answer)).toMatch(says);
  });

  test.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['an empty object', '{}'],
    ['null', 'null'],
    ['a number', '7'],
    ['an empty list', '[]'],
  ])('%s', async (_, body) => {
    const answer = await refused(() => send(door, body));
    expect([400, 422]).toContain(answer.status);
    expect(nameOf(answer)).toMatch(/^[a-z-]+$|^[A-Z_]+$/);
    expect(messageOf(answer)).not.toBe('');
  });

  test('half a body, the other half never sent, is answered too', async () => {
    const answer = await refused(() => sendHalf(door, whole[door]()));
    expect([answer.status, nameOf(answer)]).toEqual([400, 'half-a-body']);
    expect(messageOf(answer)).toMatch(/send all that its Content-Length promises/);
  });

  // Often enough that closing under the sender, which loses the answer to every fifth, would show.
  test('20 MB are read to their end, so that the sender reads why they are refused', async () => {
    const body = new Uint8Array(20_000_000).fill(0x20);
    for (let i = 0; i < 10; i++) expect((await send(door, body)).status).toBe(413);
  });
});

const fieldsOf = (faults: readonly Fault[] | undefined) => (faults ?? []).map(({ field }) => field?.join('.') ?? '').sort();
const expectAdvice = (faults: readonly Fault[] | undefined) => {
  for (const { code, message } of faults ?? []) {
    expect(code).toMatch(/^[A-Z_]+$/);
    expect(message).toMatch(/must|is not a field|required|expected|remove/i);
  }
};

describe('a body with wrong, missing and unknown fields is refused with every fault at once', () => {
  test('by /api/v1/apps/register', async () => {
    const { owner_id: _, ...rest } = manifest();
    const body = {
      ...rest,
      title: 7,
      tags: 'x',
      runtime_descriptor: { type: 'cobol' },
      pricing_template: { model: 'barter' },
      colour: 'red',
    };
    const answer = await refused(() => send('register', JSON.stringify(body)));
    expect([answer.status, nameOf(answer)]).toEqual([422, 'invalid-input']);
    expect(fieldsOf(answer.body.errors)).toEqual(
      ['colour', 'owner_id', 'pricing_template.model', 'runtime_descriptor.type', 'tags', 'title'].sort(),
    );
    expectAdvice(answer.body.errors);
  });

  test('by /v1/events', async () => {
    const { actor_id: _, ...rest } = event();
    const body = { ...rest, action: 7, timestamp: 'yesterday', payload: { tokens: -1 }, colour: 'red' };
    const answer = await refused(() => send('events', JSON.stringify(body)));
    expect([answer.status, nameOf(answer)]).toEqual([422, 'invalid-input']);
    expect(fieldsOf(answer.body.errors)).toEqual(['action', 'actor_id', 'colour', 'payload.tokens', 'signature', 'timestamp']);
    expectAdvice(answer.body.errors);
  });

  test('by GraphQL, what the types forbid', async () => {
    const { ownerId: _, ...rest } = input();
    const body = { ...rest, title: 7, tags: [{}], capabilities: ['FLY'], colour: 'red' };
    const answer = await refused(() => operation(RegisterAppDocument, body));
    expect(nameOf(answer)).toBe('BAD_USER_INPUT');
    const said = answer.body.errors?.map(({ message }) => message).join('\n');
    for (const field of ['ownerId', 'input.title', 'input.tags', 'input.capabilities', 'colour']) expect(said).toContain(field);
  });

  test('by GraphQL, what the rules forbid', async () => {
    const body = { ...input(), appId: `NO ${tag}`, title: '', runtimeDescriptor: { type: 'SERVERLESS' as const, handler: 'invoke' } };
    const answer = await refused(() => operation(RegisterAppDocument, body));
    const faults = answer.body.data?.['registerApp']?.userErrors;
    expect(fieldsOf(faults)).toEqual(['appId', 'runtimeDescriptor.handler', 'title']);
    expectAdvice(faults);
  });
});

describe('numbers that are none', () => {
  test.each(['NaN', '-1', '1e400', 'ten'])('a price of %s is refused by both doors to register', async (price) => {
    const [byRest, byGraphQL] = [manifest(), input()];
    const rest = await refused(() =>
      send('register', JSON.stringify({ ...byRest, pricing_template: { ...byRest.pricing_template, price_per_unit: price } })),
    );
    expect(fieldsOf(rest.body.errors)).toEqual(['pricing_template.price_per_unit']);
    const pricingTemplate = { model: 'PAYG', prices: [{ unit: 'invocation', pricePerUnit: price }] };
    const graphql = await refused(() => operation(RegisterAppDocument, { ...byGraphQL, pricingTemplate }));
    // What is no decimal at all is refused by the type, a negative one by the rule.
    const [fault] = graphql.body.data?.['registerApp']?.userErrors ?? [];
    expect(fault ?? { code: nameOf(graphql), message: messageOf(graphql) }).toMatchObject({
      code: price === '-1' ? 'INVALID_INPUT' : 'BAD_USER_INPUT',
      message: expect.stringMatching(/price_?per_?unit/i),
    });
  });

  test.each(['NaN', -1, '1e400', null, [1]])('an event with %j tokens is refused, though rightly signed', async (quantity) => {
    const answer = await refused(() => send('events', JSON.stringify(signed({ ...event(), payload: { tokens: quantity } }, key))));
    expect(fieldsOf(answer.body.errors)).toEqual(['payload.tokens']);
    expectAdvice(answer.body.errors);
  });
});

describe('half of a surrogate pair, which JSON can write and no text can hold', () => {
  const half = 'half of a pair: \ud800';
  const says = /lone surrogate/;

  test.each(['title', 'shortDescription', 'longDescription'])('in the %s of an app, by GraphQL', async (field) => {
    const answer = await refused(() => operation(RegisterAppDocument, { ...input(), [field]: half }));
    expect(answer.body.data?.['registerApp']?.userErrors).toEqual([
      { code: 'INVALID_INPUT', message: expect.stringMatching(says), field: [field] },
    ]);
  });

  test.each(['title', 'short_description', 'long_description'])('in the %s of an app, by /api/v1/apps/register', async (field) => {
    const answer = await refused(() => send('register', JSON.stringify({ ...manifest(), [field]: half })));
    expect([answer.status, nameOf(answer)]).toEqual([422, 'invalid-input']);
    expect(answer.body.errors).toEqual([{ code: 'INVALID_INPUT', message: expect.stringMatching(says), field: [field] }]);
  });

  test.each(['appId', 'team', 'idempotencyKey'])('in the %s of a request to publish', async (field) => {
    const request = { appId, version: 1, audience: 'TEAM', team: 'team:none', idempotencyKey: `careless ${tag}`, [field]: half };
    const answer = await refused(() => operation(RequestPublishDocument, request));
    expect(answer.body.data?.['requestPublish']?.userErrors).toEqual([
      { code: 'INVALID_INPUT', message: expect.stringMatching(says), field: [field === 'idempotencyKey' ? field : 'input'] },
    ]);
  });

  // What holds it has no form that a signature could be made of, so the signature is the one of the event without it.
  test.each<[string, Record<string, unknown>]>([
    ['value', { note: half }],
    ['key', { [half]: 'note' }],
    ['value, deep inside', { list: [{ note: half }] }],
  ])('in a %s of the payload of an event', async (_, payload) => {
    const whole = signed(event(), key);
    const body = { ...whole, payload: { ...whole.payload, ...payload } };
    const answer = await refused(() => send('events', JSON.stringify(body)));
    expect([answer.status, nameOf(answer)]).toEqual([422, 'invalid-input']);
    expect(answer.body.errors).toEqual([
      { code: 'INVALID_INPUT', message: expect.stringMatching(says), field: expect.arrayContaining(['payload']) },
    ]);
  });
});

test.each([
  ['the gateway', urls.graphql],
  ['ingest', urls.ingest],
])('an address that cannot be read is refused by %s', async (_, url) => {
  const answer = await fetch(`${new URL(url).origin}/%`);
  const text = await answer.text();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([400, expect.stringMatching(/^application\/problem\+json/)]);
  expect(JSON.parse(text)).toMatchObject({
    type: 'urn:guildhall:problem:bad-request',
    title: expect.stringMatching(/malformed/),
    status: 400,
  });
  expect(text).not.toMatch(INSIDE);
});

describe('GraphQL documents', () => {
  const deep = `{ app(id: "${appId}") { ${'version { '.repeat(16)}id${' }'.repeat(16)} } }`;
  test.each([
    ['too deep', deep, 'QUERY_TOO_DEEP', /at most 15/],
    ['too large', `{ ${'me { roles } '.repeat(1_000)} }`, 'QUERY_TOO_LARGE', /several smaller requests/],
    ['half written', '{ app(id:', 'GRAPHQL_PARSE_FAILED', /Syntax Error/],
    ['with an unknown field', `{ app(id: "${appId}") { colour } }`, 'GRAPHQL_VALIDATION_FAILED', /"colour"/],
  ])('%s', async (_, query, code, says) => {
    const answer = await refused(() => send('graphql', JSON.stringify({ query })));
    expect([answer.status, nameOf(answer)]).toEqual([400, code]);
    expect(messageOf(answer)).toMatch(says);
  });
});

describe('an organisation that did not install the app', () => {
  test('is not charged for it: the event is refused, rightly signed as it is', async () => {
    // What is a few minutes old could be of an install that is on its way.
    const timestamp = new Date(Date.now() - 10 * 60_000).toISOString();
    const answer = await refused(() => send('events', JSON.stringify(signed({ ...event(), timestamp }, key))));
    expect([answer.status, answer.body.errors?.[0]?.code]).toEqual([422, 'NOT_INSTALLED']);
    expect(messageOf(answer)).toMatch(/from the time of installation \(installApp\)/);
  });

  test('cannot uninstall it', async () => {
    const answer = await refused(() => operation(UninstallAppDocument, { appId }));
    expect(answer.body.data?.['uninstallApp']?.userErrors).toEqual([
      { code: 'NOT_INSTALLED', message: expect.stringContaining(appId), field: ['appId'] },
    ]);
  });
});

test('the same bodies whole are taken, and rows tell: that is what makes the refusals mean something', async () => {
  await install(world, org, 'user:alice', appId);
  await settled(databaseAdminUrl);
  for (const [door, status] of [
    ['register', 201],
    ['events', 200],
  ] as const) {
    const before = await rowsNaming(databaseAdminUrl, tag);
    expect((await send(door, whole[door]())).status).toBe(status);
    expect(await rowsNaming(databaseAdminUrl, tag)).not.toEqual(before);
  }
  const again = await operation(RegisterAppDocument, input());
  expect(again.body.data?.['registerApp']?.userErrors.map(({ code }) => code)).toEqual(['APP_ID_TAKEN']);
});
