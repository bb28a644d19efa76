import { composeSupergraph } from '@guildhall/local/supergraph.ts';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
} from 'graphql';

export const api = buildSchema(composeSupergraph().api);

export type RootField = { readonly kind: 'query' | 'mutation'; readonly name: string; readonly field: GraphQLField<unknown, unknown> };

/** Every root field that the gateway offers, read from the composed schema. */
export const rootFields: readonly RootField[] = [
  ...Object.values(api.getQueryType()?.getFields() ?? {}).map((field) => ({ kind: 'query' as const, name: field.name, field })),
  ...Object.values(api.getMutationType()?.getFields() ?? {}).map((field) => ({ kind: 'mutation' as const, name: field.name, field })),
];

/** Answers the id to put where the schema takes one, by `Parent.argument` such as `Query.app.id` or `InstallAppInput.appId`. */
export type IdOf = (coordinate: string) => string;

const MAX_DEPTH = 4;

/** One document that asks for everything a field can answer, with every argument given. */
export function documentFor({ kind, name, field }: RootField, idOf: IdOf): string {
  const root = kind === 'query' ? 'Query' : 'Mutation';
  return `${kind} { ${name}${argumentsOf(`${root}.${name}`, field.args, idOf)} ${selectionOf(field.type, idOf, 0)} }`;
}

function argumentsOf(owner: string, args: readonly GraphQLArgument[], idOf: IdOf): string {
  const given = args.flatMap((arg) => literal(`${owner}.${arg.name}`, arg, idOf) ?? []);
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

/** Everything below a field, as deep as the depth goes. */
export function selectionOf(type: GraphQLOutputType, idOf: IdOf, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const inner = Object.values(named.getFields()).flatMap((field) => {
    if (isObjectType(getNamedType(field.type)) && depth >= MAX_DEPTH) return [];
    return [`${field.name}${argumentsOf(`${named.name}.${field.name}`, field.args, idOf)} ${selectionOf(field.type, idOf, depth + 1)}`];
  });
  return `{ __typename ${inner.join(' ')} }`;
}

function literal(coordinate: string, input: GraphQLArgument | GraphQLInputField, idOf: IdOf): string | undefined {
  const { name } = input;
  if (['after', 'before', 'last'].includes(name)) return undefined;
  const value = valueOf(coordinate, name, input.type, idOf);
  return value === undefined ? undefined : `${name}: ${value}`;
}

const DECIMALS = new Set(['pricePerUnit', 'quantity', 'monthlyFee']);
const TEXTS: Readonly<Record<string, string>> = {
  month: '2026-10',
  week: '2026-W43',
  query: 'private',
  from: '2026-10',
  to: '2026-11',
  handler: '/invoke',
  eventId: 'private-1',
};

function valueOf(coordinate: string, name: string, type: GraphQLInputType, idOf: IdOf): string | undefined {
  if (isNonNullType(type)) return valueOf(coordinate, name, type.ofType, idOf);
  if (isListType(type)) return `[${valueOf(coordinate, name, type.ofType, idOf)}]`;
  const named = getNamedType(type);
  if (isEnumType(named))
    return name === 'type' ? 'SERVERLESS' : name === 'model' ? 'FREE' : name === 'status' ? undefined : named.getValues()[0]?.name;
  if (isInputObjectType(named)) {
    // Fields of a free serverless app that do not go with the model or type are left out.
    const fields = Object.values(named.getFields()).filter(
      (field) =>
        !['module', 'url', 'prices', 'monthlyFee', 'included', 'currency'].includes(field.name) || named.name === 'OpenAccountInput',
    );
    return `{ ${fields.flatMap((field) => literal(`${named.name}.${field.name}`, field, idOf) ?? []).join(', ')} }`;
  }
  if (named.name === 'ID') return JSON.stringify(idOf(coordinate));
  if (named.name === 'Int') return name === 'first' ? '5' : '1';
  if (named.name === 'Boolean') return 'true';
  if (named.name === 'Date') return name === 'from' ? '"2026-10-01"' : '"2026-10-31"';
  if (named.name === 'CurrencyCode') return '"USD"';
  if (DECIMALS.has(name)) return '"1"';
  return JSON.stringify(TEXTS[name] ?? `try ${coordinate}`);
}
