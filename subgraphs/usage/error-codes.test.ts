import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType, parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { appNotFound, keyNotFound } from './domain/usage.ts';

test('the codes of mutations are those of the schema', () => {
  const declared = parse(readFileSync(new URL('../../schema/usage.graphql', import.meta.url), 'utf8')).definitions.filter(
    (definition) => definition.kind === 'EnumTypeDefinition',
  );
  const codes = buildSchema(declared.map(print).join('\n')).getType('UsageErrorCode');
  expect(isEnumType(codes) && codes.getValues().map(({ name }) => name)).toEqual([
    // Refused by the platform's own part.
    'DEAD_LETTER_NOT_FOUND',
    appNotFound('a').code,
    keyNotFound('k').code,
  ]);
  // Nothing that a mutation enters refuses on its own.
  expect(readFileSync(new URL('./operations/signing-keys.ts', import.meta.url), 'utf8')).not.toContain('refusal(');
});
