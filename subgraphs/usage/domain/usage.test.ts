import { ForbiddenError } from '@guildhall/platform/errors.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { describe, expect, test } from 'vitest';
import { authorize, readRange } from './usage.ts';

describe('readRange', () => {
  test('takes 1 to 92 days', () => {
    expect(readRange({ from: '2026-11-24', to: '2026-11-25' })).toEqual({ from: '2026-11-24', to: '2026-11-25' });
    expect(readRange({ from: '2026-10-01', to: '2027-01-01' })).toBeDefined();
  });

  test.each([
    ['2026-11-24', '2026-11-24'],
    ['2026-11-25', '2026-11-24'],
    ['2026-10-01', '2027-01-02'],
    ['2026-02-30', '2026-03-02'],
    ['2026-11-24', 'tomorrow'],
  ])('refuses %s to %s', (from, to) => {
    expect(() => readRange({ from, to })).toThrow(expect.objectContaining({ code: 'INVALID_PERIOD' }));
  });
});

test('making and revoking keys is the publishers’', () => {
  const member = { ...systemActor('org:acme'), roles: ['member', 'billing_admin', 'approver', 'auditor'] as const };
  expect(() => authorize(member, 'signing-key.create')).toThrow(ForbiddenError);
  expect(() => authorize(member, 'signing-key.revoke')).toThrow(ForbiddenError);
  expect(() => authorize(member, 'signing-key.read')).not.toThrow();
});
