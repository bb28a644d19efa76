import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensurePlatformAdmins, createStore } from './index.ts';
import { actor, createWorld, northwind, root, settlePeople, type World } from './testing/world.ts';

const all = { limit: 100, after: undefined, backward: false };
const code = (of: string) => ({ faults: [{ code: of }] });
const admin = actor('user:beckayu', northwind, 'billing_admin');
const acme = actor('user:alice', 'org:acme', 'billing_admin');

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await settlePeople(world);
  await world.governance.createOrganization(root(), { id: 'org:acme', name: 'Acme' });
});
afterAll(() => world?.drop());

describe('organisations', () => {
  test('only a platform admin makes one, each id once', async () => {
    const { governance } = world;
    await expect(governance.createOrganization(admin, { id: 'org:mine', name: 'Mine' })).rejects.toThrow('PLATFORM_ADMIN');
    await expect(governance.createOrganization(root(), { id: 'org:acme', name: 'Again' })).rejects.toMatchObject(
      code('ORGANIZATION_ID_TAKEN'),
    );
    expect(await governance.organization(acme, 'org:acme')).toEqual({ id: 'org:acme', name: 'Acme' });
  });

  test('its billing admin renames it, and another organisation answers as an absent one', async () => {
    const { governance } = world;
    await governance.updateOrganization(admin, 'Northwind Traders');
    expect(await governance.organization(admin, northwind)).toEqual({ id: northwind, name: 'Northwind Traders' });
    expect(await governance.organization(acme, northwind)).toBeUndefined();
    expect(await governance.organization(acme, 'org:nobody')).toBeUndefined();
  });

  test('platform admins named at start are there after each start, once', async () => {
    const deps = {
      store: createStore(world.databases.worker),
      now: () => new Date(),
      newId: (prefix: string) => `${prefix}_${Math.random()}`,
    };
    await ensurePlatformAdmins(deps, ['user:root', 'user:second']);
    await ensurePlatformAdmins(deps, ['user:root', 'user:second']);
    const admins = await world.governance.members(root(), all);
    expect(admins.map(({ principalId, roles }) => [principalId, roles])).toEqual([
      ['user:root', ['platform_admin']],
      ['user:second', ['platform_admin']],
    ]);
  });
});

describe('people', () => {
  test('are known to each organisation for itself: what another knows is nothing to it', async () => {
    const { governance } = world;
    await governance.createPerson(acme, { id: 'user:carol', displayName: 'Carol' });
    for (const id of ['user:carol', 'user:none']) {
      await expect(governance.addMember(admin, { principalId: id, roles: ['member'] })).rejects.toMatchObject(code('PERSON_NOT_FOUND'));
      await expect(governance.updatePerson(admin, { id, displayName: 'X' })).rejects.toMatchObject(code('PERSON_NOT_FOUND'));
    }
    await governance.createPerson(admin, { id: 'user:carol', displayName: 'Carol of sales' });
    await expect(governance.createPerson(admin, { id: 'user:carol', displayName: 'X' })).rejects.toMatchObject(code('PERSON_ID_TAKEN'));
    await governance.addMember(admin, { principalId: 'user:carol', roles: ['member'] });
    await governance.updatePerson(acme, { id: 'user:carol', displayName: 'Caroline' });
    expect(await governance.peopleByIds(admin, ['user:carol'])).toEqual([expect.objectContaining({ displayName: 'Carol of sales' })]);
    expect(await governance.peopleByIds(acme, ['user:carol'])).toEqual([expect.objectContaining({ displayName: 'Caroline' })]);
  });

  test('have ids as sign-in services give them', async () => {
    const id = 'user:auth0|64f-A_b.c:d@e';
    expect(await world.governance.createPerson(admin, { id, displayName: 'From elsewhere' })).toMatchObject({ id });
  });

  test('and teams, keys and organisations have names that can be kept', async () => {
    const { governance } = world;
    const name = 'half \ud800 a pair';
    for (const attempt of [
      governance.createPerson(admin, { id: 'user:half', displayName: name }),
      governance.updatePerson(admin, { id: 'user:priya', displayName: name }),
      governance.createTeam(admin, { id: 'team:half', name }),
      governance.updateTeam(admin, { id: 'team:kitchen', name }),
      governance.createApiKey(admin, { name, roles: ['member'] }),
      governance.updateOrganization(admin, name),
      governance.createOrganization(root(), { id: 'org:half', name }),
    ])
      await expect(attempt).rejects.toMatchObject(code('INVALID_INPUT'));
  });

  test('leave the teams with the organisation', async () => {
    const { governance } = world;
    await governance.createPerson(admin, { id: 'user:dan', displayName: 'Dan' });
    await governance.addMember(admin, { principalId: 'user:dan', roles: ['member'] });
    await governance.createTeam(admin, { id: 'team:kitchen', name: 'Kitchen' });
    await governance.addTeamMember(admin, { teamId: 'team:kitchen', principalId: 'user:dan' });
    await governance.addTeamMember(admin, { teamId: 'team:kitchen', principalId: 'user:dan' });
    expect((await governance.identify({ principal: 'user:dan' }))?.memberships).toEqual([
      { orgId: northwind, roles: ['member'], teams: ['team:kitchen'] },
    ]);
    await governance.removeMember(admin, 'user:dan');
    expect(await governance.teams(admin, all)).toMatchObject([{ id: 'team:kitchen' }]);
    expect(await governance.members(admin, all, 'team:kitchen')).toEqual([]);
    expect((await governance.identify({ principal: 'user:dan' }))?.memberships).toEqual([]);
    await expect(governance.addTeamMember(admin, { teamId: 'team:kitchen', principalId: 'user:dan' })).rejects.toMatchObject(
      code('MEMBER_NOT_FOUND'),
    );
    await expect(governance.addTeamMember(acme, { teamId: 'team:kitchen', principalId: 'user:dan' })).rejects.toMatchObject(
      code('TEAM_NOT_FOUND'),
    );
  });

  test('are in at most fifty teams, so that what they are in goes with every request of theirs', async () => {
    const { governance } = world;
    await governance.createOrganization(root(), { id: 'org:busy', name: 'Busy' });
    const boss = actor('user:boss', 'org:busy', 'billing_admin');
    await governance.createPerson(boss, { id: 'user:busy', displayName: 'Busy' });
    await governance.addMember(boss, { principalId: 'user:busy', roles: ['member'] });
    const inTeam = (i: number) => ({ teamId: `team:t-${i}`, principalId: 'user:busy' });
    for (let i = 1; i <= 52; i++) await governance.createTeam(boss, { id: inTeam(i).teamId, name: `Team ${i}` });
    for (let i = 1; i <= 49; i++) await governance.addTeamMember(boss, inTeam(i));
    const both = await Promise.allSettled([50, 51].map((i) => governance.addTeamMember(boss, inTeam(i))));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(governance.addTeamMember(boss, inTeam(52))).rejects.toMatchObject(code('TOO_MANY_TEAMS'));
    expect((await governance.addTeamMember(boss, inTeam(1))).id).toBe('team:t-1');
    expect((await governance.identify({ principal: 'user:busy' }))?.memberships[0]?.teams).toHaveLength(50);
    await governance.removeTeamMember(boss, inTeam(1));
    await governance.addTeamMember(boss, inTeam(52));
  });

  test('a billing admin of the platform’s organisation makes no platform admin, and unmakes none', async () => {
    const { governance } = world;
    const clerk = actor('user:clerk', 'org:guildhall', 'billing_admin');
    await expect(governance.changeRoles(clerk, { principalId: 'user:root', roles: ['member'] })).rejects.toThrow('platform admin');
    await expect(governance.removeMember(clerk, 'user:root')).rejects.toThrow('platform admin');
    await governance.createPerson(clerk, { id: 'user:olga', displayName: 'Olga' });
    await expect(governance.addMember(clerk, { principalId: 'user:olga', roles: ['auditor'] })).rejects.toMatchObject(
      code('INVALID_INPUT'),
    );
    await governance.addMember(root(), { principalId: 'user:olga', roles: ['auditor'] });
    expect((await governance.identify({ principal: 'user:olga' }))?.platformRoles).toEqual(['auditor']);
  });
});

describe('identity', () => {
  test('a key holds until it is revoked, and another secret never', async () => {
    const { governance } = world;
    const { key, secret } = await governance.createApiKey(admin, { name: 'ci', roles: ['publisher'] });
    const identity = {
      principal: `service:${key.id}`,
      kind: 'service',
      memberships: [{ orgId: northwind, roles: ['publisher'], teams: [] }],
      platformRoles: [],
    };
    expect(await governance.identify({ apiKey: secret })).toEqual(identity);
    expect(await governance.identify({ apiKey: `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}` })).toBeUndefined();
    await expect(governance.revokeApiKey(acme, key.id)).rejects.toMatchObject(code('API_KEY_NOT_FOUND'));
    await governance.revokeApiKey(admin, key.id);
    expect(await governance.identify({ apiKey: secret })).toBeUndefined();
    expect(JSON.stringify(await governance.apiKeys(admin, all))).not.toContain('hash');
  });

  test('a key manages neither people, teams nor keys whatever its roles, so none can hide who stands behind it', async () => {
    const { governance, database } = world;
    const { key } = await governance.createApiKey(admin, { name: 'robot', roles: ['billing_admin', 'publisher'] });
    const robot = { ...actor(`service:${key.id}`, northwind, 'billing_admin', 'publisher'), kind: 'service' } as const;
    await expect(governance.createApiKey(robot, { name: 'second', roles: ['publisher'] })).rejects.toThrow('people');
    await expect(governance.revokeApiKey(robot, key.id)).rejects.toThrow('people');
    await expect(governance.changeRoles(robot, { principalId: 'user:priya', roles: ['member'] })).rejects.toThrow('people');
    await expect(governance.createTeam(robot, { id: 'team:robots', name: 'Robots' })).rejects.toThrow('people');
    expect((await governance.apiKeys(robot, all)).map(({ id }) => id)).toContain(key.id);
    await expect(database.alter(`update governance.api_key set created_by = 'service:${key.id}'`)).rejects.toThrow('check constraint');
  });

  test('keys are read by administrators and auditors, and by nobody else', async () => {
    const { governance } = world;
    expect(await governance.apiKeys(actor('user:olga', northwind, 'auditor'), all)).toEqual(await governance.apiKeys(admin, all));
    await expect(governance.apiKeys(actor('user:priya', northwind, 'approver', 'publisher'), all)).rejects.toThrow('AUDITOR');
  });

  test('a platform admin’s choice of a foreign organisation is in its audit trail, and one that does not exist is nothing', async () => {
    const { governance } = world;
    const before = (await governance.auditEntries(acme, all)).length;
    expect(await governance.identify({ principal: 'user:root', organization: 'org:acme' })).toMatchObject({
      platformRoles: ['platform_admin'],
    });
    expect((await governance.auditEntries(acme, all))[0]).toMatchObject({
      action: 'organization.chosen',
      actor: 'user:root',
      target: 'org:acme',
    });
    expect(await governance.identify({ principal: 'user:root', organization: 'org:nobody' })).toBeUndefined();
    await governance.identify({ principal: 'user:beckayu', organization: 'org:acme' });
    await governance.identify({ principal: 'user:root', organization: 'org:guildhall' });
    expect(await governance.auditEntries(acme, all)).toHaveLength(before + 1);
  });
});

test('every change of an organisation, its people, teams and keys is in its audit trail, which its members alone do not read', async () => {
  const trail = (await world.governance.auditEntries(admin, all)).map(({ action }) => action);
  const actions = ['organization.renamed', 'person.created', 'member.added', 'member.removed', 'team.created', 'team.member_added'];
  expect(trail).toEqual(expect.arrayContaining([...actions, 'api_key.created', 'api_key.revoked']));
  await expect(world.governance.auditEntries(actor('user:priya', northwind, 'approver'), all)).rejects.toThrow('AUDITOR');
});
