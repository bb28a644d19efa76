import { ForbiddenError } from '@guildhall/platform/errors.ts';
import { describe, expect, test } from 'vitest';
import type { Identity, Membership } from './directory.ts';
import { chooseOrganization, refuseAuditor } from './organization.ts';

const acme: Membership = { orgId: 'org:acme', roles: ['member', 'billing_admin'], teams: ['team:food'] };
const northwind: Membership = { orgId: 'org:northwind', roles: ['publisher'], teams: [] };
const identity = (memberships: Membership[], platformRoles: Identity['platformRoles'] = []): Identity => ({
  principal: 'user:alice',
  kind: 'user',
  memberships,
  platformRoles,
});

describe('a member', () => {
  test('of one organisation acts for it, with and without the header', () => {
    const choice = { actor: { principal: 'user:alice', kind: 'user', ...acme }, foreign: false };
    expect(chooseOrganization(identity([acme]), undefined)).toEqual(choice);
    expect(chooseOrganization(identity([acme]), 'org:acme')).toEqual(choice);
  });

  test('of several must choose, and is told from what', () => {
    expect(() => chooseOrganization(identity([acme, northwind]), undefined)).toThrow(/org:acme, org:northwind/);
    expect(chooseOrganization(identity([acme, northwind]), 'org:northwind').actor).toMatchObject({
      orgId: 'org:northwind',
      roles: ['publisher'],
      teams: [],
    });
  });

  test('hears the same of a foreign, an absent and a malformed organisation', () => {
    const answers = ['org:evilcorp', 'org:none', '', 'org:acme, org:northwind'].map((wanted) => {
      try {
        return chooseOrganization(identity([acme]), wanted);
      } catch (error) {
        return error;
      }
    });
    expect(answers.every((answer) => answer instanceof ForbiddenError)).toBe(true);
    expect(new Set(answers.map(String)).size).toBe(1);
  });

  test('of none is refused', () => {
    expect(() => chooseOrganization(identity([]), undefined)).toThrow(ForbiddenError);
  });
});

describe('a platform role', () => {
  test('opens any organisation, which is then foreign', () => {
    const { actor, foreign } = chooseOrganization(identity([acme], ['platform_admin']), 'org:northwind');
    expect(actor).toMatchObject({ orgId: 'org:northwind', roles: ['platform_admin'], teams: [] });
    expect(foreign).toBe(true);
  });

  test('joins the own roles in the own organisation, which is not', () => {
    const { actor, foreign } = chooseOrganization(identity([acme], ['auditor']), 'org:acme');
    expect(actor).toMatchObject({ roles: ['auditor', 'member', 'billing_admin'], teams: ['team:food'] });
    expect(foreign).toBe(false);
  });

  test('without organisation and header acts for the platform itself', () => {
    expect(chooseOrganization(identity([], ['platform_admin']), undefined)).toMatchObject({
      actor: { orgId: 'org:guildhall', roles: ['platform_admin'] },
      foreign: false,
    });
  });

  test('does not open what is no organisation', () => {
    expect(() => chooseOrganization(identity([], ['platform_admin']), 'team:food')).toThrow(ForbiddenError);
  });
});

test('an auditor never writes, whatever else the auditor is', () => {
  const { actor } = chooseOrganization(identity([northwind], ['auditor', 'platform_admin']), undefined);
  expect(() => refuseAuditor(actor)).toThrow(ForbiddenError);
  expect(() => refuseAuditor({ ...actor, roles: ['publisher', 'platform_admin'] })).not.toThrow();
});
