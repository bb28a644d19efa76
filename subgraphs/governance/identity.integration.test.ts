import { createSubgraphServer } from '@guildhall/platform/graphql/subgraph.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { createHopSigner, IDENTITY_HEADER } from '@guildhall/platform/identity/hop.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createContext } from './resolvers/context.ts';
import { identityRoutes } from './resolvers/identity.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { actor, approver, createWorld, northwind, publisher, root, settlePeople, type World } from './testing/world.ts';

let world: World;
let server: Awaited<ReturnType<typeof createSubgraphServer>>;
let sign: (actor: Actor, audience: string) => Promise<string>;
beforeAll(async () => {
  world = await createWorld();
  await settlePeople(world);
  const keys = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  sign = await createHopSigner(await exportJWK(keys.privateKey));
  server = await createSubgraphServer({
    name: 'governance',
    resolvers,
    context: createContext(world.governance),
    gatewayKey: await exportJWK(keys.publicKey),
    probes: [],
    logger: createLogger('test', 'error'),
    routes: identityRoutes(world.governance),
  });
});
afterAll(async () => {
  await server?.close();
  await world?.drop();
});

const gateway: Actor = { principal: 'service:gateway', kind: 'service', orgId: 'org:guildhall', roles: [], teams: [] };
const post = async (url: string, payload: object, as?: Actor) => {
  const headers = as ? { [IDENTITY_HEADER]: await sign(as, 'governance') } : {};
  const answer = await server.inject({ method: 'POST', url, headers, payload });
  return { status: answer.statusCode, body: answer.json<unknown>() };
};
const whoIs = (payload: object, as?: Actor) => post('/internal/identity', payload, as);

test('the gateway learns who somebody is; nobody else does', async () => {
  expect(await whoIs({ principal: 'user:priya' }, gateway)).toEqual({
    status: 200,
    body: {
      principal: 'user:priya',
      kind: 'user',
      memberships: [{ orgId: northwind, roles: ['approver'], teams: [] }],
      platformRoles: [],
    },
  });
  expect(await whoIs({ principal: 'user:unknown' }, gateway)).toMatchObject({ status: 200, body: { memberships: [] } });
  expect((await whoIs({ principal: 'user:priya' }, root())).status).toBe(403);
  expect((await whoIs({ principal: 'user:priya' })).status).toBe(401);
});

test('what is no question, and a key that does not hold, are told apart', async () => {
  for (const bad of [{}, { principal: 'user:a', apiKey: 'b' }, { principal: 1 }, { principal: 'user:a', extra: true }])
    expect((await whoIs(bad, gateway)).status, JSON.stringify(bad)).toBe(422);
  expect((await whoIs({ apiKey: `ghk_${'0'.repeat(32)}_${'A'.repeat(43)}` }, gateway)).status).toBe(404);
});

test('GraphQL answers the organisation, its people and a request in one query, and its mutations name faults with their fields', async () => {
  const { publishRequestId } = await world.waiting('graph-1');
  const ask = (query: string, as: Actor) => post('/graphql', { query }, as);
  const own = `{ me { organization { name members(first: 2) { edges { node { principal { displayName } roles } } } } }
    publishRequest(id: "${publishRequestId}") { status audience checks { name result } decisions { id } workflowId appVersion { id }
      timeline(first: 5) { edges { node { event } } } } }`;
  expect((await ask(own, publisher)).body).toMatchObject({
    data: {
      me: {
        organization: { name: 'Northwind', members: { edges: [{ node: { principal: { displayName: 'user:beckayu' } } }, {}] } },
      },
      publishRequest: {
        status: 'AWAITING_APPROVAL',
        audience: 'PUBLIC',
        checks: [{ result: 'PASSED' }, { result: 'PASSED' }],
        workflowId: `publish/${publishRequestId}`,
        appVersion: { id: 'graph-1@1' },
        timeline: { edges: [{ node: { event: 'REQUESTED' } }, { node: { event: 'CHECKS_PASSED' } }] },
      },
    },
  });
  const entities = `{ _entities(representations: [{ __typename: "PublishRequest", id: "${publishRequestId}" },
    { __typename: "Organization", id: "${northwind}" }, { __typename: "App", id: "graph-1" }, { __typename: "AppVersion", id: "graph-1@1" }]) {
      ... on PublishRequest { id } ... on Organization { name } ... on App { publishRequests(first: 1) { edges { node { id } } } }
      ... on AppVersion { publishRequests(first: 1) { edges { node { id } } } } } }`;
  const edges = { publishRequests: { edges: [{ node: { id: publishRequestId } }] } };
  const none = { publishRequests: { edges: [] } };
  expect((await ask(entities, publisher)).body).toEqual({
    data: { _entities: [{ id: publishRequestId }, { name: 'Northwind' }, edges, edges] },
  });
  expect((await ask(entities, actor('user:alice', 'org:acme', 'member'))).body).toEqual({ data: { _entities: [null, null, none, none] } });
  const refused = await ask(
    `mutation { createTeam(input: { id: "kitchen", name: " " }) { team { id } userErrors { code field } } }`,
    publisher,
  );
  expect(refused.body).toMatchObject({
    data: {
      createTeam: {
        team: null,
        userErrors: [
          { code: 'INVALID_INPUT', field: ['id'] },
          { code: 'INVALID_INPUT', field: ['name'] },
        ],
      },
    },
  });
});

test('a page of requests reads all their checks and all their decisions in one query each, every request its own, oldest first', async () => {
  const made: string[][] = [];
  for (const appId of ['many-1', 'many-2', 'many-3']) {
    const { publishRequestId, digest } = await world.waiting(appId);
    const ids: string[] = [];
    for (const idempotencyKey of appId === 'many-2' ? [] : ['one', 'two']) {
      const key = `${appId}-${idempotencyKey}`;
      const input = { publishRequestId, verdict: 'APPROVE', reason: null, digest, idempotencyKey: key } as const;
      ids.push((await world.governance.decidePublishRequest(approver(), input)).decision.id);
    }
    made.unshift(ids);
  }
  const [checks, decisions] = [vi.spyOn(world.governance, 'checksOf'), vi.spyOn(world.governance, 'decisionsOf')];
  const query = '{ publishRequests(first: 3) { edges { node { checks { name } decisions { id } } } } }';
  expect((await post('/graphql', { query }, publisher)).body).toMatchObject({
    data: { publishRequests: { edges: made.map((ids) => ({ node: { checks: [{}, {}], decisions: ids.map((id) => ({ id })) } })) } },
  });
  expect([checks.mock.calls.length, decisions.mock.calls.length]).toEqual([1, 1]);
});
