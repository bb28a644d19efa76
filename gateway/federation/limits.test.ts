import { readdirSync, readFileSync } from 'node:fs';
import { UserError } from '@guildhall/platform/errors.ts';
import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { checkLimits, LIMITS } from './limits.ts';

const nested = (levels: number, leaf = 'a'): string => (levels === 1 ? leaf : `a{${nested(levels - 1, leaf)}}`);
const many = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i)).join(' ');

function refusalOf(query: string, variables?: unknown): { code: string | undefined; message: string } {
  const startedAt = performance.now();
  try {
    checkLimits(query, variables);
  } catch (error) {
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    if (error instanceof UserError) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: undefined, message: '' };
}

describe('within the limits', () => {
  const folder = new URL('../../operations/', import.meta.url);
  const documents = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
  test.each(documents)('every operation of %s', (file) => {
    checkLimits(readFileSync(new URL(file, folder), 'utf8'));
  });

  test('the introspection of GraphiQL and of other tools', () => {
    checkLimits(
      getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true, directiveIsRepeatable: true }),
    );
  });

  test.each([
    ['depth', `{${nested(LIMITS.depth)}}`],
    ['aliases', `{a{${many(LIMITS.aliases, (i) => `x${i}: b`)}}}`],
    ['root fields', `{${many(LIMITS.rootFields, (i) => `f${i}`)}}`],
    ['mutations', `mutation{${many(LIMITS.mutations, (i) => `f${i}`)}}`],
    ['directives', `{a ${many(LIMITS.directives, () => '@d')}}`],
    ['tokens', `{a{${many(LIMITS.tokens - 5, () => 'b')}}}`],
  ])('the very last one: %s', (_, query) => {
    expect(refusalOf(query).code).toBeUndefined();
  });

  test('what does not parse is left to the server, which says where', () => {
    checkLimits('{ a(');
    checkLimits('');
    checkLimits('{ a "unterminated }');
  });
});

describe('beyond', () => {
  test.each([
    ['depth', `{${nested(LIMITS.depth + 1)}}`, 'QUERY_TOO_DEEP'],
    ['depth through fragments', `{...A} fragment A on Query{${nested(9, '...B')}} fragment B on X{${nested(8)}}`, 'QUERY_TOO_DEEP'],
    ['depth of introspection', `{__schema{${nested(LIMITS.introspectionDepth)}}}`, 'QUERY_TOO_DEEP'],
    ['aliases', `{a{${many(LIMITS.aliases + 1, (i) => `x${i}: b`)}}}`, 'QUERY_TOO_LARGE'],
    ['aliases through fragments', `{a{...A ...A ...A}} fragment A on X{${many(20, (i) => `x${i}: b`)}}`, 'QUERY_TOO_LARGE'],
    ['root fields', `{${many(LIMITS.rootFields + 1, (i) => `f${i}`)}}`, 'QUERY_TOO_LARGE'],
    [
      'root fields of a mutation in fragments',
      `mutation{...A ...{${many(LIMITS.mutations, (i) => `g${i}`)}}} fragment A on Mutation{f}`,
      'QUERY_TOO_LARGE',
    ],
    ['directives of a field', `{a ${many(LIMITS.directives + 1, () => '@d')}}`, 'QUERY_TOO_LARGE'],
    ['directives of an operation', `query ${many(LIMITS.directives + 1, () => '@d')} {a}`, 'QUERY_TOO_LARGE'],
    ['depth 5,000', `{${nested(5_000)}}`, 'QUERY_TOO_LARGE'],
    ['100,000 aliases', `{a{${many(100_000, (i) => `x${i}: b`)}}}`, 'QUERY_TOO_LARGE'],
    ['200,000 fields', `{a{${many(200_000, () => 'b')}}}`, 'QUERY_TOO_LARGE'],
    [
      'fragments that write out to 2^18 fields',
      `{a{...F0}} ${many(18, (i) => `fragment F${i} on X{...F${i + 1} ...{...F${i + 1}}}`)} fragment F18 on X{b}`,
      'QUERY_TOO_LARGE',
    ],
  ])('%s', (_, query, code) => {
    const refusal = refusalOf(query);
    expect(refusal.code).toBe(code);
    expect(refusal.message).toMatch(/send|ask for|use at most/);
  });

  test('fragments that spread themselves come to an end', () => {
    checkLimits('{a{...A}} fragment A on X{b ...B} fragment B on X{c ...A}');
  });
});

describe('pages within pages multiply', () => {
  /** Pages of the given sizes, each within the one before. */
  const pages = (...sizes: (number | string)[]): string =>
    sizes.reduceRight<string>((inner, size) => `{a(first:${size}){edges{node${inner}}}}`, '{id}');

  test.each([
    ['two of 100 and one beside', `{a(first:100){edges{node{b(last:100){edges{node{id}}}}}} c(first:100){edges{node{id}}}}`],
    ['three of 20', pages(20, 20, 20)],
    ['one of a size that is said in variables', `query($n:Int!)${pages(100, '$n')}`, { n: 100 }],
  ])('as much as is let through: %s', (_, query, variables?: unknown) => {
    expect(refusalOf(query, variables).code).toBeUndefined();
  });

  test.each([
    ['three of 100', pages(100, 100, 100), {}],
    ['by last', pages(100, 100, 100).replaceAll('first', 'last'), {}],
    ['sizes from variables', `query($n:Int!)${pages('$n', '$n', '$n')}`, { n: 50 }],
    ['a size from a default, which counts as the largest', `query($n:Int=100)${pages('$n', '$n', '$n')}`, {}],
    ['through fragments', `{a(first:100){...A}} fragment A on X{b(first:100){...B}} fragment B on Y{c(first:100){id}}`, {}],
    ['variables that are none', `query($n:Int!)${pages('$n', '$n', '$n')}`, 'n'],
    ['a size out of range, which is refused later', pages(100, 100, 1_000_000), {}],
  ])('%s', (_, query, variables) => {
    const { code, message } = refusalOf(query, variables);
    expect(code).toBe('QUERY_TOO_LARGE');
    expect(message).toContain('smaller first or last');
  });
});
