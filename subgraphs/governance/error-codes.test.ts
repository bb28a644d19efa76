import { globSync, readFileSync } from 'node:fs';
import { buildASTSchema, isEnumType, parse } from 'graphql';
import { expect, test } from 'vitest';

const here = new URL('.', import.meta.url);

test('the codes that operations refuse with are those of the schema', () => {
  const files = globSync('{domain,store,operations}/*.ts', { cwd: here.pathname }).filter((file) => !file.endsWith('.test.ts'));
  const source = files.map((file) => readFileSync(new URL(file, here), 'utf8')).join('\n');
  const used = [...source.matchAll(/(?:refusal\(\s*|code: )'([A-Z_]+)'/g)].map(([, code]) => code ?? '');
  const schema = buildASTSchema(parse(readFileSync(new URL('../../schema/governance.graphql', here), 'utf8')), { assumeValidSDL: true });
  const codes = schema.getType('GovernanceErrorCode');
  if (!isEnumType(codes)) throw new Error('GovernanceErrorCode is no enum');
  // The codes that the platform's own parts refuse with.
  expect([...new Set([...used, 'IDEMPOTENCY_KEY_REUSED', 'DEAD_LETTER_NOT_FOUND'])].sort()).toEqual(
    codes
      .getValues()
      .map(({ name }) => name)
      .sort(),
  );
});
