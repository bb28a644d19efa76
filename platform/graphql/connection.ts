import { refusal } from '../errors.ts';

/** Relay arguments; exactly one of `first` and `last` is required, 1 to 100. */
export type PageArgs = {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
};

/** What a store is asked for: up to `limit` rows beyond `after`, towards the end or, backwards, towards the start of the order. */
export type PageRequest = { readonly limit: number; readonly after: readonly string[] | undefined; readonly backward: boolean };

export type Connection<Row> = {
  edges: { cursor: string; node: Row }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
};

/** Says whether a text of a cursor can be that part of a key; whoever sends one may have made it up. */
type KeyPart = (text: string) => boolean;
export const TEXT: KeyPart = (text) => !text.includes('\u0000');
/** A part that the store compares as an integer: within 31 bits. */
export const POSITION: KeyPart = (text) => /^\d{1,9}$/.test(text);

const encode = (key: readonly string[]) => Buffer.from(JSON.stringify(key)).toString('base64url');

function decode(cursor: string, field: string, parts: readonly KeyPart[]): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === parts.length && key.every((text, i) => typeof text === 'string' && parts[i]?.(text)))
      return key;
  } catch {
    // the one refusal below says what to do
  }
  throw refusal('INVALID_CURSOR', `${field} is not a cursor of this list; take it from pageInfo or an edge.`, [field]);
}

/**
 * A page of a list. `load` answers up to `limit` rows after a key in the list's stable total order (reversed when `backward`);
 * `keyOf` is that order's key, of which `parts` says what each may be. Throws `INVALID_PAGE` and `INVALID_CURSOR`.
 */
export async function connection<Row>(
  args: PageArgs,
  load: (page: PageRequest) => Promise<readonly Row[]>,
  keyOf: (row: Row) => readonly string[],
  parts: readonly KeyPart[] = [TEXT],
): Promise<Connection<Row>> {
  const backward = args.last != null;
  const count = args.first ?? args.last;
  if (count == null || (args.first != null && args.last != null))
    throw refusal('INVALID_PAGE', 'Give exactly one of first and last.', ['first']);
  if (count < 1 || count > 100) throw refusal('INVALID_PAGE', 'first and last must lie between 1 and 100.', [backward ? 'last' : 'first']);
  const [cursor, field, other, otherField] = backward
    ? [args.before, 'before', args.after, 'after']
    : [args.after, 'after', args.before, 'before'];
  if (other != null)
    throw refusal('INVALID_PAGE', `${otherField} does not go with ${backward ? 'last' : 'first'}; give ${field}, or none.`, [otherField]);
  const rows = await load({
    limit: count + 1,
    after: cursor == null ? undefined : decode(cursor, field, parts),
    backward,
  });
  const more = rows.length > count;
  const shown = rows.slice(0, count);
  if (backward) shown.reverse();
  const edges = shown.map((node) => ({ cursor: encode(keyOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: backward ? cursor != null : more,
      hasPreviousPage: backward ? more : cursor != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
