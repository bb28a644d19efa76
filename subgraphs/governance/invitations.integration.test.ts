import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDoor, type Door } from './testing/door.ts';
import { actor, completeManifest, createWorld, northwind, publisher, root, settlePeople, type World } from './testing/world.ts';

const all = { limit: 100, after: undefined, backward: false };
const code = (of: string) => ({ faults: [{ code: of }] });
const acme = 'org:acme';
const inviter = actor('user:beckayu', northwind, 'billing_admin');
const employer = actor('user:alice', acme, 'billing_admin');

let world: World;
let door: Door;
beforeAll(async () => {
  world = await createWorld();
  await settlePeople(world);
  await world.governance.createOrganization(root(), { id: acme, name: 'Acme' });
  door = await openDoor(world);
});
afterAll(async () => {
  await door?.close();
  await world?.drop();
});

const belongsTo = async (principal: string) =>
  (await world.governance.identify({ principal }))?.memberships.map(({ orgId, roles }) => [orgId, roles]);
const take = async (admin: Actor, principalId: string, displayName: string, roles: readonly Role[] = ['member']) => {
  await world.governance.createPerson(admin, { id: principalId, displayName });
  return world.governance.addMember(admin, { principalId, roles });
};

let number = 0;
/** Somebody of Acme whom Northwind has invited. */
let carol: Actor;
beforeEach(async () => {
  carol = actor(`user:carol-${++number}`, acme, 'member');
  expect(await take(employer, carol.principal, 'Carol of Acme')).toMatchObject({ member: { orgId: acme } });
  expect(await take(inviter, carol.principal, 'C.', ['approver', 'publisher'])).toEqual({
    invitation: expect.objectContaining({ orgId: northwind, principalId: carol.principal, roles: ['approver', 'publisher'] }),
  });
});

describe('somebody who belongs to another organisation', () => {
  test('is invited and nothing more: no identity, no member, no team, no role, no owner of an app', async () => {
    const { governance, publishing } = world;
    expect(await belongsTo(carol.principal)).toEqual([[acme, ['member']]]);
    expect((await governance.members(inviter, all)).map(({ principalId }) => principalId)).not.toContain(carol.principal);
    await governance.createTeam(inviter, { id: `team:t-${number}`, name: 'T' });
    const inTeam = { teamId: `team:t-${number}`, principalId: carol.principal };
    await expect(governance.addTeamMember(inviter, inTeam)).rejects.toMatchObject(code('MEMBER_NOT_FOUND'));
    const roles = { principalId: carol.principal, roles: ['member'] } as const;
    await expect(governance.changeRoles(inviter, roles)).rejects.toMatchObject(code('MEMBER_NOT_FOUND'));
    const appId = `owned-${number}`;
    const digest = await world.version(appId);
    const input = { appId, version: 1, audience: 'public', team: null, idempotencyKey: carol.principal } as const;
    const { id } = await governance.requestPublish(publisher, input);
    const manifest = { ...completeManifest, owner_id: carol.principal };
    expect(await publishing.runChecks({ orgId: northwind, publishRequestId: id }, { digest, manifest })).toMatchObject({ passed: false });
  });

  test('is invited by a platform admin too, and again with other roles', async () => {
    const again = { principalId: carol.principal, roles: ['publisher'] } as const;
    expect(await world.governance.addMember(root(northwind), again)).toMatchObject({ invitation: { roles: ['publisher'] } });
    expect(await belongsTo(carol.principal)).toEqual([[acme, ['member']]]);
    await world.governance.joinOrganization(carol, northwind);
    expect(await belongsTo(carol.principal)).toEqual([
      [acme, ['member']],
      [northwind, ['publisher']],
    ]);
    await expect(world.governance.addMember(inviter, again)).rejects.toMatchObject(code('ALREADY_MEMBER'));
  });

  test('is a member at once when they belong nowhere any more, and the invitation is used up', async () => {
    const { governance } = world;
    await governance.removeMember(employer, carol.principal);
    const again = { principalId: carol.principal, roles: ['member'] } as const;
    expect(await governance.addMember(inviter, again)).toMatchObject({ member: { roles: ['member'] } });
    expect((await governance.ownInvitations(carol, all)).map(({ orgId }) => orgId)).toEqual([]);
  });

  test('keeps in every organisation the name that it gave', async () => {
    const { governance } = world;
    const name = `{ me { principal { displayName } } }`;
    const seen = async (orgId: string) => door.ask(name, { ...carol, orgId });
    const called = (displayName: string) => ({ data: { me: { principal: { displayName } } } });
    await governance.updatePerson(inviter, { id: carol.principal, displayName: 'Caroline' });
    expect(await seen(acme)).toEqual(called('Carol of Acme'));
    await governance.joinOrganization(carol, northwind);
    await governance.updatePerson(employer, { id: carol.principal, displayName: 'Carol Smith' });
    expect(await seen(northwind)).toEqual(called('Caroline'));
    expect(await seen(acme)).toEqual(called('Carol Smith'));
  });
});

describe('an invitation', () => {
  test('is seen by the administrators and auditors of the organisation, by the name that it gave', async () => {
    const ask = (as: Actor) =>
      door.ask(
        `{ organization(id: "${as.orgId}") { invitations(last: 1) { edges { node { organization { name } principal { id displayName } roles } } } } }`,
        as,
      );
    const shown = {
      organization: { name: 'Northwind' },
      principal: { id: carol.principal, displayName: 'C.' },
      roles: ['APPROVER', 'PUBLISHER'],
    };
    expect(await ask(inviter)).toEqual({ data: { organization: { invitations: { edges: [{ node: shown }] } } } });
    expect(await ask(actor('user:olga', northwind, 'auditor'))).toMatchObject({ data: { organization: { invitations: { edges: [{}] } } } });
    expect(await ask(actor('user:priya', northwind, 'approver'))).toMatchObject({
      data: { organization: { invitations: null } },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await ask(employer)).toEqual({ data: { organization: { invitations: { edges: [] } } } });
  });

  test('is seen by whoever is invited, page by page, and accepted by them, once or again', async () => {
    for (const id of ['org:b', 'org:c']) {
      await world.governance.createOrganization(root(), { id: `${id}-${number}`, name: id });
      await take(root(`${id}-${number}`), carol.principal, 'C');
    }
    const page = async (args: string) =>
      door.ask(`{ me { invitations(${args}) { edges { node { organization { id name } roles } } pageInfo { endCursor } } } }`, carol);
    const first = await page('first: 1');
    expect(first).toMatchObject({
      data: { me: { invitations: { edges: [{ node: { organization: { id: `org:b-${number}`, name: 'org:b' }, roles: ['MEMBER'] } }] } } },
    });
    const { endCursor } = (first as { data: { me: { invitations: { pageInfo: { endCursor: string } } } } }).data.me.invitations.pageInfo;
    const rest = [{ node: { organization: { id: `org:c-${number}` } } }, { node: { organization: { id: northwind, name: 'Northwind' } } }];
    expect(await page(`first: 5, after: "${endCursor}"`)).toMatchObject({ data: { me: { invitations: { edges: rest } } } });
    expect(await page('last: 2')).toMatchObject({ data: { me: { invitations: { edges: rest } } } });

    const join = `mutation { joinOrganization(input: { organizationId: "${northwind}" }) { organization { id name } userErrors { code } } }`;
    const joined = { data: { joinOrganization: { organization: { id: northwind, name: 'Northwind' }, userErrors: [] } } };
    expect(await Promise.all([door.ask(join, carol), door.ask(join, carol)])).toEqual([joined, joined]);
    expect(await door.ask(join, carol)).toEqual(joined);
    expect(await belongsTo(carol.principal)).toEqual([
      [acme, ['member']],
      [northwind, ['approver', 'publisher']],
    ]);
    expect(await page('first: 5')).toMatchObject({ data: { me: { invitations: { edges: [{}, {}] } } } });
    const [entry] = await world.governance.auditEntries(inviter, { ...all, limit: 1 });
    expect(entry).toMatchObject({ action: 'member.joined', actor: carol.principal, target: carol.principal });
  });

  test('of one person is nothing to another, and an organisation that did not invite is like one that does not exist', async () => {
    const { governance } = world;
    const refusals = await Promise.all(
      ['org:guildhall', 'org:nobody'].flatMap((id) =>
        [governance.joinOrganization(carol, id), governance.leaveOrganization(carol, id)].map((asked) =>
          asked.catch((error: Error & { faults: unknown }) => JSON.stringify(error.faults).replaceAll(id, '<id>')),
        ),
      ),
    );
    expect(refusals.slice(0, 2)).toEqual(refusals.slice(2));
    expect(refusals[0]).toContain('ORGANIZATION_NOT_FOUND');
    await expect(governance.joinOrganization(employer, northwind)).rejects.toMatchObject(code('ORGANIZATION_NOT_FOUND'));
    const robot: Actor = { ...carol, kind: 'service' };
    await expect(governance.joinOrganization(robot, northwind)).rejects.toThrow('people');
    await expect(governance.leaveOrganization(robot, acme)).rejects.toThrow('people');
    await expect(governance.joinOrganization(carol, `org:"'`)).rejects.toMatchObject(code('INVALID_INPUT'));
    expect(await belongsTo(carol.principal)).toEqual([[acme, ['member']]]);
  });

  test('is taken back by the organisation, or declined', async () => {
    const { governance } = world;
    await governance.removeMember(inviter, carol.principal);
    await expect(governance.joinOrganization(carol, northwind)).rejects.toMatchObject(code('ORGANIZATION_NOT_FOUND'));
    await expect(governance.removeMember(inviter, carol.principal)).rejects.toMatchObject(code('MEMBER_NOT_FOUND'));
    await governance.addMember(inviter, { principalId: carol.principal, roles: ['member'] });
    expect(await governance.leaveOrganization(carol, northwind)).toBe(northwind);
    await expect(governance.joinOrganization(carol, northwind)).rejects.toMatchObject(code('ORGANIZATION_NOT_FOUND'));
    const trail = (await governance.auditEntries(inviter, all)).filter(({ target }) => target === carol.principal);
    expect(trail.map(({ action }) => action)).toEqual([
      'invitation.declined',
      'member.invited',
      'invitation.withdrawn',
      'member.invited',
      'person.created',
    ]);
  });
});

describe('leaving', () => {
  test('takes whoever was added before their own organisation came out of it and its teams', async () => {
    const { governance } = world;
    await governance.joinOrganization(carol, northwind);
    await governance.createTeam(employer, { id: `team:left-${number}`, name: 'Left' });
    await governance.addTeamMember(employer, { teamId: `team:left-${number}`, principalId: carol.principal });
    const leave = `mutation { leaveOrganization(input: { organizationId: "${acme}" }) { organizationId userErrors { code } } }`;
    expect(await door.ask(leave, carol)).toEqual({ data: { leaveOrganization: { organizationId: acme, userErrors: [] } } });
    expect(await belongsTo(carol.principal)).toEqual([[northwind, ['approver', 'publisher']]]);
    expect(await governance.members(employer, all, `team:left-${number}`)).toEqual([]);
    const [entry] = await governance.auditEntries(employer, { ...all, limit: 1 });
    expect(entry).toMatchObject({ action: 'member.left', actor: carol.principal });
    expect(await governance.addMember(employer, { principalId: carol.principal, roles: ['member'] })).toMatchObject({ invitation: {} });
  });

  test('is not for an auditor alone, as removing one is not', async () => {
    const auditor = `user:auditor-${number}`;
    await take(root(), auditor, 'Auditor', ['auditor']);
    await expect(world.governance.leaveOrganization(actor(auditor, 'org:guildhall', 'auditor'), 'org:guildhall')).rejects.toThrow(
      'platform admin',
    );
  });
});
