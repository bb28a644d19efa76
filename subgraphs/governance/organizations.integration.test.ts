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
    await expect(governance.createOrganization(admin, { id: 'org:mine', name: 'Mine' })).rejects.toThrow('platform_admin');
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
  test('are added by the organisation that made them known; any other sees nobody of that name', async () => {
    const { governance } = world;
    await governance.createPerson(acme, { id: 'user:carol', displayName: 'Carol' });
    await expect(governance.addMember(admin, { principalId: 'user:carol', roles: ['member'] })).rejects.toMatchObject(
      code('PERSON_NOT_FOUND'),
    );
    await expect(governance.addMember(admin, { principalId: 'user:none', roles: ['member'] })).rejects.toMatchObject(
      code('PERSON_NOT_FOUND'),
    );
    await expect(governance.updatePerson(admin, { id: 'user:carol', displayName: 'X' })).rejects.toMatchObject(code('PERSON_NOT_FOUND'));
    await expect(governance.createPerson(admin, { id: 'user:carol', displayName: 'X' })).rejects.toMatchObject(code('PERSON_ID_TAKEN'));
    const member = await governance.addMember(root(northwind), { principalId: 'user:carol', roles: ['member'] });
    expect(member.displayName).toBe('Carol');
    await governance.updatePerson(acme, { id: 'user:carol', displayName: 'Caroline' });
    expect((await governance.membersByIds(admin, ['user:carol']))[0]?.displayName).toBe('Caroline');
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
    expect(await governance.teams(admin)).toMatchObject([{ id: 'team:kitchen', members: [] }]);
    expect((await governance.identify({ principal: 'user:dan' }))?.memberships).toEqual([]);
    await expect(governance.addTeamMember(admin, { teamId: 'team:kitchen', principalId: 'user:dan' })).rejects.toMatchObject(
      code('MEMBER_NOT_FOUND'),
    );
    await expect(governance.addTeamMember(acme, { teamId: 'team:kitchen', principalId: 'user:dan' })).rejects.toMatchObject(
      code('TEAM_NOT_FOUND'),
    );
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
    await expect(database.alter(`update governance.api_key set created_by = 'service:${key.id}'`)).rejects.toThrow('check constraint');
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
  await expect(world.governance.auditEntries(actor('user:priya', northwind, 'approver'), all)).rejects.toThrow('auditor');
});
