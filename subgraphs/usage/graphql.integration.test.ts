import { deadLettersOf, toldBy } from '@guildhall/platform/stream/dead-letters.ts';
import { createSubgraphServer } from '@guildhall/platform/graphql/subgraph.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { createHopSigner, IDENTITY_HEADER } from '@guildhall/platform/identity/hop.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { consumer, createWorld, publisher, signed, stranger, usageEvent, type SigningKeyInHand, type World } from './testing/world.ts';

const APP = 'where2eat-742';
let world: World;
let key: SigningKeyInHand;
let server: Awaited<ReturnType<typeof createSubgraphServer>>;
let sign: Awaited<ReturnType<typeof createHopSigner>>;
beforeAll(async () => {
  world = await createWorld();
  key = await world.publish(APP);
  await world.install(APP);
  await world.install(APP, 'org:globex');
  const use = (timestamp: string, tokens: number, changes = {}) =>
    signed(usageEvent(APP, { timestamp, payload: { tokens }, ...changes }), key);
  await world.ingest.receiveEvents([
    use('2026-11-22T23:59:59Z', 5, { event_id: 'e-1' }),
    use('2026-11-23T00:00:00Z', 7),
    use('2026-11-23T10:00:00Z', 100, { org_id: 'org:globex' }),
  ]);
  await world.platform.closeDay('2026-11-22');
  await world.platform.closeDay('2026-11-23');
  // The 23rd is late again: its live figure counts.
  await world.ingest.receiveEvents(use('2026-11-23T11:00:00Z', 1));
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  sign = await createHopSigner(await exportJWK(pair.privateKey));
  server = await createSubgraphServer({
    name: 'usage',
    resolvers,
    context: createContext(
      world.usage,
      world.signing,
      deadLettersOf(
        world.worker,
        'usage',
        toldBy('usage', () => world.clock.now),
      ),
    ),
    gatewayKey: await exportJWK(pair.publicKey),
    probes: [],
    logger: createLogger('usage', 'fatal'),
  });
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

type Answer = { data?: Record<string, unknown>; errors?: { extensions: { code: string } }[] };
async function ask(actor: Actor | undefined, query: string, variables: Record<string, unknown> = {}): Promise<Answer & { status: number }> {
  const headers = actor ? { [IDENTITY_HEADER]: await sign(actor, 'usage') } : {};
  const answer = await server.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } });
  return { status: answer.statusCode, ...answer.json<Answer>() };
}
const RANGE = 'from: "2026-11-20", to: "2026-11-25"';
const entity = (selection: string) => `query ($of: [_Any!]!) { _entities(representations: $of) { ${selection} } }`;
const app = (id: string) => ({ of: [{ __typename: 'App', id }] });

describe('usage', () => {
  const query = `query ($first: Int, $after: String, $appId: ID) { usage(${RANGE}, first: $first, after: $after, appId: $appId) {
    edges { node { day unit quantity closed app { id } } } pageInfo { hasNextPage endCursor } } }`;
  const days = [
    { day: '2026-11-22', unit: 'invocation', quantity: '1', closed: true, app: { id: APP } },
    { day: '2026-11-22', unit: 'token', quantity: '5', closed: true, app: { id: APP } },
    { day: '2026-11-23', unit: 'invocation', quantity: '2', closed: false, app: { id: APP } },
    { day: '2026-11-23', unit: 'token', quantity: '8', closed: false, app: { id: APP } },
  ];
  type Page = { usage: { edges: { node: object }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
  const pageOf = async (actor: Actor, variables: object) => {
    const { data, errors } = await ask(actor, query, { ...variables });
    expect(errors).toBeUndefined();
    // The query above says what comes.
    return (data as Page).usage;
  };

  test('is the caller’s organisation’s own: closed days from their versions, others live', async () => {
    expect((await pageOf(consumer, { first: 50 })).edges.map(({ node }) => node)).toEqual(days);
    expect((await pageOf(stranger, { first: 50 })).edges).toEqual([]);
    expect((await pageOf(publisher, { first: 50 })).edges).toEqual([]);
    expect((await pageOf(consumer, { first: 50, appId: 'other' })).edges).toEqual([]);
    expect((await pageOf(consumer, { first: 50, appId: '\u0000' })).edges).toEqual([]);
  });

  test('comes in pages that lose and repeat nothing', async () => {
    const seen: object[] = [];
    for (let after: string | undefined; ;) {
      const page = await pageOf(consumer, { first: 1, after, appId: APP });
      seen.push(...page.edges.map(({ node }) => node));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual(days);
  });

  test.each([
    ['no page', `{ usage(${RANGE}) { edges { cursor } } }`, 'INVALID_PAGE'],
    ['too many days', '{ usage(from: "2026-01-01", to: "2026-12-01", first: 1) { edges { cursor } } }', 'INVALID_PERIOD'],
    ['an empty range', '{ usage(from: "2026-11-01", to: "2026-11-01", first: 1) { edges { cursor } } }', 'INVALID_PERIOD'],
    ['no day', '{ usage(from: "2026-02-30", to: "2026-03-10", first: 1) { edges { cursor } } }', 'INVALID_PERIOD'],
    ['a foreign cursor', `{ usage(${RANGE}, first: 1, after: "WyJhIl0") { edges { cursor } } }`, 'INVALID_CURSOR'],
  ])('%s is refused with a code', async (_, bad, code) => {
    expect((await ask(consumer, bad)).errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
  });
});

describe('what usage adds to an app', () => {
  const query = entity(
    `... on App { id usage(${RANGE}) { day unit quantity closed } publisherUsage(${RANGE}) { day unit quantity closed } }`,
  );

  test('the consumer sees its own use and no other', async () => {
    const { data } = await ask(consumer, query, app(APP));
    expect(data).toMatchObject({
      _entities: [{ id: APP, publisherUsage: null, usage: [{ quantity: '1' }, { quantity: '5' }, { quantity: '2' }, { quantity: '8' }] }],
    });
  });

  test('the publisher sees everybody’s use, of days that are open or late up to now', async () => {
    const { data } = await ask(publisher, query, app(APP));
    expect(data).toMatchObject({
      _entities: [
        {
          usage: [],
          publisherUsage: [
            { day: '2026-11-22', unit: 'invocation', quantity: '1', closed: true },
            { day: '2026-11-22', unit: 'token', quantity: '5', closed: true },
            { day: '2026-11-23', unit: 'invocation', quantity: '3', closed: false },
            { day: '2026-11-23', unit: 'token', quantity: '108', closed: false },
          ],
        },
      ],
    });
  });

  test('to a stranger an app answers as an absent one does', async () => {
    const nothing = (id: string) => ({ id, usage: [], publisherUsage: null });
    expect((await ask(stranger, query, app(APP))).data).toEqual({ _entities: [nothing(APP)] });
    expect((await ask(stranger, query, app('no-such-app'))).data).toEqual({ _entities: [nothing('no-such-app')] });
    expect((await ask(stranger, query, app('\u0000'))).data).toEqual({ _entities: [nothing('\u0000')] });
  });

  test('a refused range says so', async () => {
    const bad = entity(`... on App { usage(from: "2026-01-01", to: "2026-12-31") { day } }`);
    expect((await ask(consumer, bad, app(APP))).errors?.map(({ extensions }) => extensions.code)).toEqual(['INVALID_PERIOD']);
  });
});

test('an organisation’s usage is its own’s to see', async () => {
  const query = entity(`... on Organization { id usage(${RANGE}, first: 10) { edges { node { quantity } } } }`);
  const of = (id: string) => ({ of: [{ __typename: 'Organization', id }] });
  expect((await ask(consumer, query, of(consumer.orgId))).data).toMatchObject({ _entities: [{ usage: { edges: { length: 4 } } }] });
  expect((await ask(stranger, query, of(consumer.orgId))).data).toEqual({ _entities: [{ id: consumer.orgId, usage: null }] });
  expect((await ask(stranger, query, of('org:none'))).data).toEqual({ _entities: [{ id: 'org:none', usage: null }] });
});

test('a counted event tells its organisation, and nobody else, what became of it', async () => {
  const query = `query ($appId: ID!, $eventId: String!) { usageEvent(appId: $appId, eventId: $eventId) {
    eventId timestamp receivedAt actorId action keyId app { id } quantities { unit quantity } } }`;
  const variables = { appId: APP, eventId: 'e-1' };
  expect((await ask(consumer, query, variables)).data).toEqual({
    usageEvent: {
      eventId: 'e-1',
      timestamp: '2026-11-22T23:59:59.000Z',
      receivedAt: '2026-11-24T12:00:00.000Z',
      actorId: 'user:alice',
      action: 'invoke',
      keyId: key.id,
      app: { id: APP },
      quantities: [
        { unit: 'invocation', quantity: '1' },
        { unit: 'token', quantity: '5' },
      ],
    },
  });
  for (const actor of [publisher, stranger]) expect((await ask(actor, query, variables)).data).toEqual({ usageEvent: null });
  for (const eventId of ['e-2', '\u0000'])
    expect((await ask(consumer, query, { ...variables, eventId })).data).toEqual({ usageEvent: null });
});

describe('the use that a publisher makes of its own team’s app', () => {
  const TEAM = 'team:kitchen';
  const ORG = publisher.orgId;
  const member: Actor = { ...publisher, roles: ['member'] };
  const cook: Actor = { ...member, teams: ['team:bar', TEAM] };
  let publication = 1;
  const published = (appId: string, team: string | null) =>
    world.catalog('catalog.app.published', ORG, { appId, units: [], publication: ++publication, team });
  const installed = (appId: string, team: string | null | undefined) =>
    world.catalog('catalog.install.changed', ORG, {
      installId: `ins_${appId}`,
      appId,
      installedAt: '2026-11-10T12:00:00.000Z',
      uninstalledAt: null,
      ...(team === undefined ? {} : { team }),
    });
  const used = async (appId: string) => {
    const its = await world.publish(appId);
    await published(appId, null);
    return async () => {
      const event = usageEvent(appId, { event_id: `of-${appId}`, org_id: ORG, timestamp: '2026-11-23T09:00:00Z' });
      expect(await world.ingest.receiveEvents([signed(event, its)])).toMatchObject([{ status: 'new' }]);
    };
  };
  /** Through every door that could tell of it. */
  const sees = async (who: Actor, appId: string) => {
    const query = `query ($of: [_Any!]!, $appId: ID!, $eventId: String!) {
      usage(${RANGE}, first: 50) { edges { node { app { id } } } }
      usageEvent(appId: $appId, eventId: $eventId) { eventId }
      _entities(representations: $of) { ... on App { usage(${RANGE}) { unit } publisherUsage(${RANGE}) { unit } } } }`;
    const { data } = await ask(who, query, { ...app(appId), appId, eventId: `of-${appId}` });
    // The query above says what comes.
    const {
      usage,
      usageEvent: event,
      _entities,
    } = data as {
      usage: { edges: { node: { app: { id: string } } }[] };
      usageEvent: object | null;
      _entities: [{ usage: object[]; publisherUsage: object[] | null }];
    };
    const [{ usage: own, publisherUsage: all }] = _entities;
    return {
      own: usage.edges.some(({ node }) => node.app.id === appId),
      event: event !== null,
      ofApp: own.length > 0,
      all: all !== null && all.length > 0,
    };
  };
  const everything = { own: true, event: true, ofApp: true, all: true };
  const nothing = { own: false, event: false, ofApp: false, all: false };

  test('is seen by the team, and by whoever publishes or pays', async () => {
    const use = await used('team-1');
    await published('team-1', TEAM);
    await installed('team-1', TEAM);
    await use();
    for (const who of [cook, publisher, { ...member, roles: ['billing_admin'] as const }])
      expect(await sees(who, 'team-1')).toEqual(everything);
    for (const who of [member, { ...member, teams: ['team:bar'] }]) expect(await sees(who, 'team-1')).toEqual(nothing);
    // An earlier publication that comes late changes nothing; unpublishing leaves the app the team's; publishing it more widely does not.
    await world.catalog('catalog.app.published', ORG, { appId: 'team-1', units: [], publication: 1, team: null });
    await world.catalog('catalog.app.withdrawn', ORG, { appId: 'team-1', publication: ++publication });
    expect(await sees(member, 'team-1')).toEqual(nothing);
    await published('team-1', null);
    expect(await sees(member, 'team-1')).toEqual(everything);
  });

  test('is still seen by whoever was shown the app when it was installed; what others use is not', async () => {
    const use = await used('team-2');
    await installed('team-2', null);
    await use();
    await published('team-2', TEAM);
    expect(await sees(member, 'team-2')).toEqual({ ...everything, all: false });
    expect(await sees(cook, 'team-2')).toEqual(everything);
  });

  test('of an install that is older than what is told of teams is seen as the app is at the upgrade', async () => {
    const use = await used('team-3');
    await installed('team-3', undefined);
    await use();
    // The upgrade tells each publication again, with its team.
    await world.catalog('catalog.app.published', ORG, { appId: 'team-3', units: [], publication, team: TEAM });
    expect([await sees(member, 'team-3'), await sees(cook, 'team-3')]).toEqual([nothing, everything]);

    const other = await used('team-4');
    await installed('team-4', undefined);
    await other();
    await world.catalog('catalog.app.published', ORG, { appId: 'team-4', units: [], publication, team: null });
    await published('team-4', TEAM);
    expect(await sees(member, 'team-4')).toEqual({ ...everything, all: false });
  });

  test('is everybody’s once the app was published more widely, also when it is another team’s later', async () => {
    const use = await used('team-5');
    await published('team-5', TEAM);
    await installed('team-5', TEAM);
    await use();
    await published('team-5', null);
    await published('team-5', 'team:bar');
    expect(await sees(member, 'team-5')).toEqual({ ...everything, all: false });
  });

  test('is the team’s when its unpublishing is heard before its publication', async () => {
    const use = await used('team-6');
    await installed('team-6', TEAM);
    await use();
    await world.catalog('catalog.app.withdrawn', ORG, { appId: 'team-6', publication: publication + 2, team: TEAM });
    await published('team-6', TEAM);
    expect(await sees(member, 'team-6')).toEqual(nothing);
  });
});

describe('signing keys', () => {
  const create = `mutation ($appId: ID!) { createSigningKey(input: { appId: $appId }) {
    signingKey { id createdBy revokedAt app { id } } secret userErrors { code field } } }`;
  const revoke = `mutation ($keyId: ID!) { revokeSigningKey(input: { keyId: $keyId }) { signingKey { id revokedAt } userErrors { code field } } }`;
  const list = `query ($appId: ID!) { signingKeys(appId: $appId, first: 10) { edges { node { id revokedAt } } } }`;

  test('are made, listed and revoked by the app’s publisher; the secret is shown once', async () => {
    const { data } = await ask(publisher, create, { appId: APP });
    expect(data).toMatchObject({
      createSigningKey: {
        signingKey: { createdBy: 'user:beckayu', revokedAt: null, app: { id: APP } },
        secret: expect.stringMatching(/^sks_[\w-]{43}$/),
        userErrors: [],
      },
    });
    // The mutation above answers so.
    const { id } = (data as { createSigningKey: { signingKey: { id: string } } }).createSigningKey.signingKey;
    expect((await ask(publisher, list, { appId: APP })).data).toEqual({
      signingKeys: { edges: [{ node: { id, revokedAt: null } }, { node: { id: key.id, revokedAt: null } }] },
    });
    expect((await ask(publisher, revoke, { keyId: id })).data).toMatchObject({
      revokeSigningKey: { signingKey: { id, revokedAt: '2026-11-24T12:00:00.000Z' } },
    });
  });

  test('of a foreign app or key answer as absent ones do', async () => {
    for (const appId of [APP, 'no-such-app']) {
      expect((await ask(stranger, create, { appId })).data).toEqual({
        createSigningKey: { signingKey: null, secret: null, userErrors: [{ code: 'APP_NOT_FOUND', field: ['appId'] }] },
      });
      expect((await ask(stranger, list, { appId })).data).toEqual({ signingKeys: { edges: [] } });
    }
    for (const keyId of [key.id, 'sk_none']) {
      expect((await ask(stranger, revoke, { keyId })).data).toEqual({
        revokeSigningKey: { signingKey: null, userErrors: [{ code: 'SIGNING_KEY_NOT_FOUND', field: ['keyId'] }] },
      });
    }
  });

  test('need the publisher’s role', async () => {
    for (const [query, variables] of [
      [create, { appId: APP }],
      [revoke, { keyId: key.id }],
      [list, { appId: APP }],
    ] as const)
      expect((await ask(consumer, query, variables)).errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });
});

test('a call without the gateway’s identity answers 401', async () => {
  expect((await ask(undefined, '{ __typename }')).status).toBe(401);
});
