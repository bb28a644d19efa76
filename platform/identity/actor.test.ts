import { expect, it } from 'vitest';
import { ForbiddenError } from '../errors.ts';
import { rights, type Actor, type Role } from './actor.ts';

const actor = (...roles: Role[]): Actor => ({ principal: 'user:alice', kind: 'user', orgId: 'org:acme', roles, teams: [] });
const authorize = rights({ install: ['billing_admin'], review: ['publisher', 'approver', 'auditor'] });

it('any one of the roles is enough', () => {
  expect(() => authorize(actor('billing_admin'), 'install')).not.toThrow();
  expect(() => authorize(actor('member', 'approver'), 'review')).not.toThrow();
});

it('without any of them the error names the roles and where they are required', () => {
  expect(() => authorize(actor('member', 'publisher'), 'install')).toThrow(
    new ForbiddenError('Requires the BILLING_ADMIN role in org:acme. Ask an administrator of the organisation for it.'),
  );
  expect(() => authorize(actor(), 'review')).toThrow(/Requires the PUBLISHER, APPROVER, or AUDITOR role in org:acme/);
});
