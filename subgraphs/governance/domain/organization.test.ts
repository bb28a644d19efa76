import { ForbiddenError } from '@guildhall/platform/errors.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import { ROLES } from '@guildhall/platform/identity/actor.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authorize, idFaults, nameFaults, PLATFORM_ORGANIZATION, refuseAny, roleFaults } from './organization.ts';

const actor = (orgId: string, roles: Role[]): Actor => ({ principal: 'user:a', kind: 'user', orgId, roles, teams: [] });

describe('roles', () => {
  test('property: nobody gives a role of the platform but a platform admin, in the platform’s own organisation', () => {
    const roles = fc.subarray([...ROLES], { minLength: 1 });
    const orgs = fc.constantFrom('org:acme', PLATFORM_ORGANIZATION);
    fc.assert(
      fc.property(orgs, fc.subarray([...ROLES]), roles, (orgId, held, given) => {
        const platform = given.includes('platform_admin') || given.includes('auditor');
        const allowed = !platform || (orgId === PLATFORM_ORGANIZATION && held.includes('platform_admin'));
        expect(roleFaults(actor(orgId, held), given).length === 0).toBe(allowed);
      }),
    );
  });

  test('a member has at least one', () => {
    expect(roleFaults(actor('org:acme', ['billing_admin']), [])).toMatchObject([{ code: 'INVALID_INPUT', field: ['roles'] }]);
  });

  test('an auditor reads what administrators read and changes nothing', () => {
    const auditor = actor('org:acme', ['auditor']);
    expect(() => authorize(auditor, 'organization.inspect')).not.toThrow();
    for (const action of ['organization.create', 'organization.manage', 'publish.request', 'publish.withdraw', 'publish.decide'] as const)
      expect(() => authorize(auditor, action)).toThrow(/Requires the .* role/);
  });
});

test('property: no service manages or decides, whatever roles it holds', () => {
  const kinds = ['organization.create', 'organization.manage', 'publish.decide'] as const;
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.subarray([...ROLES]), (action, roles) => {
      const service: Actor = { ...actor('org:acme', roles), principal: 'service:key_1', kind: 'service' };
      expect(() => authorize(service, action)).toThrow(ForbiddenError);
    }),
  );
});

describe('ids and names', () => {
  test.each([
    ['organization', 'org:acme', true],
    ['organization', 'acme', false],
    ['organization', 'org:Acme', false],
    ['organization', `org:${'a'.repeat(64)}`, false],
    ['person', 'user:alice', true],
    ['person', 'user:auth0|64f:a@b.c-d_e', true],
    ['person', 'user:a b', false],
    ['person', 'service:gateway', false],
    ['team', 'team:kitchen', true],
    ['team', 'team:', false],
  ] as const)('%s %s: %s', (kind, id, good) => {
    expect(idFaults(kind, id).length === 0).toBe(good);
  });

  test('every fault is named at once', () => {
    expect(() => refuseAny(idFaults('team', 'x'), nameFaults(' '))).toThrow(/id must be a team.*name must have/);
  });
});
