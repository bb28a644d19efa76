import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDoor, type Door } from './testing/door.ts';
import { actor, approver, createWorld, northwind, publisher, root, settlePeople, type World } from './testing/world.ts';

let world: World;
let door: Door;
beforeAll(async () => {
  world = await createWorld();
  await settlePeople(world);
  door = await openDoor(world);
});
afterAll(async () => {
  await door?.close();
  await world?.drop();
});

const gateway: Actor = { principal: 'service:gateway', kind: 'service', orgId: 'org:guildhall', roles: [], teams: [] };
const whoIs = (payload: object, as?: Actor) => door.post('/internal/identity', payload, as);
const ask = (query: string, as: Actor) => door.ask(query, as);

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
  const own = `{ me { organization { name members(first: 2) { edges { node { principal { displayName } roles } } } } }
    publishRequest(id: "${publishRequestId}") { status audience checks { name result } decisions { id } workflowId appVersion { id }
      timeline(first: 5) { edges { node { event } } } } }`;
  expect(await ask(own, publisher)).toMatchObject({
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
  expect(await ask(entities, publisher)).toEqual({
    data: { _entities: [{ id: publishRequestId }, { name: 'Northwind' }, edges, edges] },
  });
  expect(await ask(entities, actor('user:alice', 'org:acme', 'member'))).toEqual({ data: { _entities: [null, null, none, none] } });
  const refused = await ask(
    `mutation { createTeam(input: { id: "kitchen", name: " " }) { team { id } userErrors { code field } } }`,
    publisher,
  );
  expect(refused).toMatchObject({
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

test('teams and their members are lists with pages', async () => {
  const { governance } = world;
  for (const id of ['team:bakers', 'team:cooks']) await governance.createTeam(publisher, { id, name: id });
  for (const principalId of ['user:beckayu', 'user:priya', 'user:quinn'])
    await governance.addTeamMember(publisher, { teamId: 'team:cooks', principalId });
  const teams = (args: string, members: string) => `{ me { organization { teams(${args}) { pageInfo { hasPreviousPage } edges { node { id
    members(${members}) { pageInfo { hasNextPage } edges { node { principal { id displayName } teams } } } } } } } } }`;
  const member = (id: string) => ({ node: { principal: { id, displayName: id }, teams: ['team:cooks'] } });
  const cooks = (members: object) => ({
    data: { me: { organization: { teams: { pageInfo: { hasPreviousPage: true }, edges: [{ node: { id: 'team:cooks', members } }] } } } },
  });
  expect(await ask(teams('last: 1', 'first: 2'), publisher)).toEqual(
    cooks({ pageInfo: { hasNextPage: true }, edges: [member('user:beckayu'), member('user:priya')] }),
  );
  expect(await ask(teams('last: 1', 'last: 1'), publisher)).toEqual(
    cooks({ pageInfo: { hasNextPage: false }, edges: [member('user:quinn')] }),
  );
  const change = (mutation: string, teamId: string) => `${mutation}(input: { teamId: "${teamId}", principalId: "user:quinn" })`;
  const bakers = `${change('addTeamMember', 'team:bakers')} { team { members(first: 5) { edges { node { teams } } } } }`;
  const three = `mutation { one: ${bakers} two: ${change('removeTeamMember', 'team:cooks')} { userErrors { code } } three: ${bakers} }`;
  const quinn = (...ids: string[]) => ({ team: { members: { edges: [{ node: { teams: ids } }] } } });
  const answers = { one: quinn('team:bakers', 'team:cooks'), two: { userErrors: [] }, three: quinn('team:bakers') };
  expect(await ask(three, publisher)).toEqual({ data: answers });
  for (const args of ['first: 0', 'first: 101', 'first: 1, last: 1'])
    expect(await ask(teams(args, 'first: 1'), publisher), args).toMatchObject({ errors: [{ extensions: { code: 'INVALID_PAGE' } }] });
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
  expect(await ask(query, publisher)).toMatchObject({
    data: { publishRequests: { edges: made.map((ids) => ({ node: { checks: [{}, {}], decisions: ids.map((id) => ({ id })) } })) } },
  });
  expect([checks.mock.calls.length, decisions.mock.calls.length]).toEqual([1, 1]);
});
