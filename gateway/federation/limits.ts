import { refusal } from '@guildhall/platform/errors.ts';
import {
  Kind,
  Lexer,
  OperationTypeNode,
  parse,
  Source,
  TokenKind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

/** What one document may ask at most; counted before anything is validated, planned or executed. */
export const LIMITS = {
  tokens: 2_000,
  depth: 15,
  /** A whole introspection is 15 deep and tools add a few levels; the schema has an end, unlike the data. */
  introspectionDepth: 20,
  aliases: 50,
  rootFields: 20,
  /** They run one after the other, and some wait 3 s for an outcome: more would outlast the gateway's own patience, and lose their answers. */
  mutations: 3,
  directives: 5,
  /** Fields once every fragment is written out: 18 fragments that spread each other twice make 2^18 of a few tokens. */
  fields: 2_000,
  /** Rows that pages within pages multiply to: three levels of 100 would be a million, each level a query for every row above it. */
  rows: 20_000,
} as const;

/**
 * Refuses a document that asks too much: QUERY_TOO_LARGE or QUERY_TOO_DEEP, each saying what to do.
 * A document that does not parse is left to the server, which names the place. `variables` are as sent, of whatever shape.
 */
export function checkLimits(query: string, variables?: unknown): void {
  if (tokens(query) > LIMITS.tokens) throw tooLarge(`The document has more than ${LIMITS.tokens} tokens; send several smaller requests.`);
  const document = parsed(query);
  if (document) measure(document, typeof variables === 'object' && variables !== null ? variables : {});
}

/** The largest page of every list. */
const MOST_ROWS = 100;

const tooLarge = (message: string) => refusal('QUERY_TOO_LARGE', message, ['query']);
const tooDeep = (message: string) => refusal('QUERY_TOO_DEEP', message, ['query']);

/** Counts no further than the limit, so that a megabyte of braces costs as little as a few. */
function tokens(query: string): number {
  const lexer = new Lexer(new Source(query));
  let count = 0;
  try {
    while (count <= LIMITS.tokens && lexer.advance().kind !== TokenKind.EOF) count++;
  } catch {
    // not GraphQL from here on; the parser says where
  }
  return count;
}

function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query, { noLocation: true, maxTokens: LIMITS.tokens + 1 });
  } catch {
    return undefined;
  }
}

/** Of one selection with its fragments written out. */
type Size = {
  readonly depth: number;
  readonly introspectionDepth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly rows: number;
};

const NOTHING: Size = { depth: 0, introspectionDepth: 0, fields: 0, aliases: 0, rows: 0 };

function measure(document: DocumentNode, variables: object): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, Size>();

  const spread = (name: string): Size => {
    const before = known.get(name);
    if (before) return before;
    // Holds the place, so that a cycle, which validation refuses, ends here.
    known.set(name, NOTHING);
    const fragment = fragments.get(name);
    const size = fragment ? all(fragment.selectionSet.selections) : NOTHING;
    known.set(name, size);
    return size;
  };

  const sizeOf = (node: SelectionNode): Size => {
    if ((node.directives?.length ?? 0) > LIMITS.directives)
      throw tooLarge(`A field or fragment carries more than ${LIMITS.directives} directives; send each directive once.`);
    if (node.kind === Kind.FRAGMENT_SPREAD) return spread(node.name.value);
    const inner = node.selectionSet ? all(node.selectionSet.selections) : NOTHING;
    if (node.kind === Kind.INLINE_FRAGMENT) return inner;
    const introspects = node.name.value === '__schema' || node.name.value === '__type';
    const below = inner.depth + 1;
    const page = pageSize(node, variables);
    return {
      depth: introspects ? 0 : below,
      introspectionDepth: introspects ? below : inner.introspectionDepth,
      fields: inner.fields + 1,
      aliases: inner.aliases + (node.alias ? 1 : 0),
      rows: page === undefined ? inner.rows : page * (1 + inner.rows),
    };
  };

  const all = (selections: readonly SelectionNode[]): Size =>
    selections.map(sizeOf).reduce(
      (sum, size) => ({
        depth: Math.max(sum.depth, size.depth),
        introspectionDepth: Math.max(sum.introspectionDepth, size.introspectionDepth),
        fields: sum.fields + size.fields,
        aliases: sum.aliases + size.aliases,
        rows: sum.rows + size.rows,
      }),
      NOTHING,
    );

  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    checkRoots(definition, fragments);
    check(all(definition.selectionSet.selections));
  }
}

/** How many rows a field asks for; undefined when it is no page. What is not known here is the most that a subgraph answers. */
function pageSize({ arguments: given }: FieldNode, variables: object): number | undefined {
  const argument = given?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
  if (!argument) return undefined;
  const asked =
    argument.kind === Kind.VARIABLE
      ? new Map<string, unknown>(Object.entries(variables)).get(argument.name.value)
      : 'value' in argument && argument.value;
  const size = Number(asked);
  return Number.isInteger(size) && size >= 1 && size <= MOST_ROWS ? size : MOST_ROWS;
}

function check({ depth, introspectionDepth, fields, aliases, rows }: Size): void {
  if (depth > LIMITS.depth) throw tooDeep(`The query is ${depth} levels deep; ask for at most ${LIMITS.depth}, and for the rest by id.`);
  if (introspectionDepth > LIMITS.introspectionDepth)
    throw tooDeep(`The introspection is ${introspectionDepth} levels deep; ask for at most ${LIMITS.introspectionDepth}.`);
  if (aliases > LIMITS.aliases)
    throw tooLarge(`The query has ${aliases} aliases; use at most ${LIMITS.aliases} and send several requests.`);
  if (fields > LIMITS.fields)
    throw tooLarge(`The query asks for ${fields} fields once its fragments are written out; ask for at most ${LIMITS.fields}.`);
  if (rows > LIMITS.rows)
    throw tooLarge(`Its pages within pages ask for up to ${rows} rows; ask for at most ${LIMITS.rows}, by smaller first or last.`);
}

function checkRoots(
  { operation, directives, selectionSet }: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): void {
  if ((directives?.length ?? 0) > LIMITS.directives)
    throw tooLarge(`The operation carries more than ${LIMITS.directives} directives; send each directive once.`);
  const seen = new Set<string>();
  const count = (selections: readonly SelectionNode[]): number =>
    selections.reduce((sum, node) => {
      if (node.kind === Kind.FIELD) return sum + 1;
      if (node.kind === Kind.INLINE_FRAGMENT) return sum + count(node.selectionSet.selections);
      if (seen.has(node.name.value)) return sum;
      seen.add(node.name.value);
      return sum + count(fragments.get(node.name.value)?.selectionSet.selections ?? []);
    }, 0);
  const roots = count(selectionSet.selections);
  if (operation === OperationTypeNode.MUTATION && roots > LIMITS.mutations)
    throw tooLarge(`The document has ${roots} mutations; send at most ${LIMITS.mutations} at once, and the others in further requests.`);
  if (roots > LIMITS.rootFields)
    throw tooLarge(`The operation asks for ${roots} root fields; ask for at most ${LIMITS.rootFields} and send several requests.`);
}
