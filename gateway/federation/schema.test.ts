import { readFileSync } from 'node:fs';
import { Kind, parse, type ObjectTypeDefinitionNode } from 'graphql';
import { expect, test } from 'vitest';

/** The subgraph that owns an entity; every other one adds to it. */
const OWNERS: Readonly<Record<string, string>> = { App: 'catalog', AppVersion: 'catalog', Organization: 'governance' };

const isEntity = (node: ObjectTypeDefinitionNode) => node.directives?.some(({ name }) => name.value === 'key');

test.each(['catalog', 'usage', 'billing', 'governance'])(
  'what %s adds to the entities of others is nullable, so that they stand without it',
  (name) => {
    const { definitions } = parse(readFileSync(new URL(`../../schema/${name}.graphql`, import.meta.url), 'utf8'));
    const entities = definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION).filter(isEntity);
    const required = entities
      .filter((type) => (OWNERS[type.name.value] ?? name) !== name)
      .flatMap((type) => (type.fields ?? []).map((field) => ({ at: `${type.name.value}.${field.name.value}`, field })))
      .filter(({ at, field }) => !at.endsWith('.id') && field.type.kind === Kind.NON_NULL_TYPE);
    expect(required.map(({ at }) => at)).toEqual([]);
  },
);

test.each(['catalog', 'usage', 'billing', 'governance'])('everything that %s names is described', (name) => {
  const { definitions } = parse(readFileSync(new URL(`../../schema/${name}.graphql`, import.meta.url), 'utf8'));
  const bare = definitions.flatMap((node) => {
    if (!('description' in node && 'name' in node && node.name)) return [];
    const members = [...('fields' in node ? (node.fields ?? []) : []), ...('values' in node ? (node.values ?? []) : [])];
    return [node, ...members].filter(({ description }) => !description?.value).map((part) => `${node.name?.value}.${part.name?.value}`);
  });
  expect(bare).toEqual([]);
});
