import { readFileSync } from 'node:fs';
import { ForbiddenError } from '@guildhall/platform/errors.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { buildSchema, isEnumType, parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { appNotFound, authorize, keyNotFound, readRange } from './usage.ts';

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

test('the codes of mutations are those of the schema', () => {
  const declared = parse(readFileSync(new URL('../../../schema/usage.graphql', import.meta.url), 'utf8')).definitions.filter(
    (definition) => definition.kind === 'EnumTypeDefinition',
  );
  const codes = buildSchema(declared.map(print).join('\n')).getType('UsageErrorCode');
  expect(isEnumType(codes) && codes.getValues().map(({ name }) => name)).toEqual([appNotFound('a').code, keyNotFound('k').code]);
  // Nothing that a mutation enters refuses on its own.
  expect(readFileSync(new URL('../operations/signing-keys.ts', import.meta.url), 'utf8')).not.toContain('refusal(');
});
