import { composeSupergraph } from '@guildhall/local/supergraph.ts';
import { dayOf, periodOf } from '@guildhall/platform/period.ts';
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

/** What the arguments of a document are: what it names, and the past that it asks about. */
export type Filling = {
  /** Answers what to put where the schema takes an id or a text that finds something, by `Parent.argument` such as `Query.app.id` or `InstallAppInput.appId`. */
  readonly nameAt: (coordinate: string) => string;
  readonly month: string;
  readonly week: string;
};

const MAX_DEPTH = 3;
/** What only wraps a thing is no level of its own: a list in a list is read to its rows. */
const WRAPPING = /(Connection|Edge|Payload)$/;

/** One document that asks for everything a field can answer, with every argument given. */
export function documentFor({ kind, name, field }: RootField, filling: Filling): string {
  const root = kind === 'query' ? 'Query' : 'Mutation';
  return `${kind} { ${name}${argumentsOf(`${root}.${name}`, field.args, filling)} ${selectionOf(field.type, filling, 0)} }`;
}

export function argumentsOf(owner: string, args: readonly GraphQLArgument[], filling: Filling): string {
  const given = args.flatMap((arg) => literal(`${owner}.${arg.name}`, arg, filling) ?? []);
  return given.length > 0 ? `(${given.join(', ')})` : '';
}

/** Everything below a field, as deep as the depth goes; the deepest document is within what the gateway takes. */
export function selectionOf(type: GraphQLOutputType, filling: Filling, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const below = WRAPPING.test(named.name) ? depth : depth + 1;
  const inner = Object.values(named.getFields()).flatMap((field) => {
    if (isObjectType(getNamedType(field.type)) && depth >= MAX_DEPTH) return [];
    return [`${field.name}${argumentsOf(`${named.name}.${field.name}`, field.args, filling)} ${selectionOf(field.type, filling, below)}`];
  });
  return `{ __typename ${inner.join(' ')} }`;
}

function literal(coordinate: string, input: GraphQLArgument | GraphQLInputField, filling: Filling): string | undefined {
  const { name } = input;
  if (['after', 'before', 'last'].includes(name)) return undefined;
  // What is held lies in an open month, and every month is asked for.
  if (coordinate === 'Query.heldLines.month') return undefined;
  const value = valueOf(coordinate, name, input.type, filling);
  return value === undefined ? undefined : `${name}: ${value}`;
}

const DECIMALS = new Set(['pricePerUnit', 'quantity', 'monthlyFee']);
/** Texts that find something, as ids do. */
const NAMING = new Set(['eventId', 'query']);
const PERIODS: Readonly<Record<string, 'month' | 'week'>> = { month: 'month', week: 'week', from: 'month', to: 'month' };
const TEXTS: Readonly<Record<string, string>> = { handler: '/invoke' };

function valueOf(coordinate: string, name: string, type: GraphQLInputType, filling: Filling): string | undefined {
  if (isNonNullType(type)) return valueOf(coordinate, name, type.ofType, filling);
  if (isListType(type)) return `[${valueOf(coordinate, name, type.ofType, filling)}]`;
  const named = getNamedType(type);
  if (isEnumType(named))
    return name === 'type' ? 'SERVERLESS' : name === 'model' ? 'FREE' : name === 'status' ? undefined : named.getValues()[0]?.name;
  if (isInputObjectType(named)) {
    // Fields of a free serverless app that do not go with the model or type are left out.
    const fields = Object.values(named.getFields()).filter(
      (field) =>
        !['module', 'url', 'prices', 'monthlyFee', 'included', 'currency'].includes(field.name) ||
        ['OpenAccountInput', 'ChangeAccountCurrencyInput'].includes(named.name),
    );
    return `{ ${fields.flatMap((field) => literal(`${named.name}.${field.name}`, field, filling) ?? []).join(', ')} }`;
  }
  if (named.name === 'ID' || NAMING.has(name)) return JSON.stringify(filling.nameAt(coordinate));
  if (named.name === 'Int') return name !== 'first' ? '1' : coordinate.startsWith('Query.') ? '50' : '4';
  if (named.name === 'Boolean') return 'true';
  if (named.name === 'Date') return JSON.stringify(dayOf(periodOf(filling.month)[name === 'from' ? 'start' : 'end']));
  if (named.name === 'CurrencyCode') return '"USD"';
  if (DECIMALS.has(name)) return '"1"';
  const period = PERIODS[name];
  return JSON.stringify(period ? filling[period] : (TEXTS[name] ?? `try ${coordinate}`));
}
