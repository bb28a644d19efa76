import { randomBytes } from 'node:crypto';
import { NORTHWIND } from '@guildhall/local/story/publish.ts';
import { done } from '@guildhall/local/story/world.ts';
import { AddMemberDocument, CreatePersonDocument } from '@guildhall/operations/generated/operations.ts';
import { getNamedType, isObjectType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { beforeAll, expect, test } from 'vitest';
import { INSIDE, openDoors } from './doors.ts';
import { sql } from './database.ts';
import { api, argumentsOf } from './every-operation.ts';
import { sharedSystem } from './shared-world.ts';
import { makeVictim, type Victim } from './victim.ts';

type Step = { readonly owner: GraphQLObjectType; readonly field: GraphQLField<unknown, unknown> };
/** A list of the schema, and the fields that lead to it from the root, its own last. */
type List = { readonly name: string; readonly path: readonly Step[] };

const isList = ({ args }: Pick<GraphQLField<unknown, unknown>, 'args'>) => args.some(({ name }) => name === 'after');

/** Every list of the schema by the shortest way to it. */
function findLists(): readonly List[] {
  const lists: List[] = [];
  const seen = new Set<unknown>();
  const walk = (paths: readonly (readonly Step[])[]): void => {
    const longer = paths.flatMap((path) => {
      const last = path.at(-1);
      const owner = last ? getNamedType(last.field.type) : api.getQueryType();
      if (!isObjectType(owner) || seen.has(owner)) return [];
      seen.add(owner);
      return Object.values(owner.getFields()).map((field) => [...path, { owner, field }]);
    });
    for (const path of longer) {
      const { owner, field } = path.at(-1) ?? {};
      if (owner && field && isList(field)) lists.push({ name: `${owner.name}.${field.name}`, path });
    }
    if (longer.length > 0) walk(longer);
  };
  walk([[]]);
  return lists;
}
const lists = findLists();

let victim: Victim;
let send: (query: string) => Promise<{ status: number; text: string; body: Answered }>;
/** What the own cursor of each list is, by its name. */
const cursors = new Map<string, string>();
type Answered = { data?: Readonly<Record<string, unknown>> | null; errors?: readonly Refusal[] };
type Refusal = { message: string; path?: readonly unknown[]; extensions: { code: string } };

beforeAll(async () => {
  const system = sharedSystem();
  victim = await makeVictim(system, randomBytes(4).toString('hex'));
  // Whoever reads the list of those who invite them is invited.
  const admin = victim.world.as('user:root', NORTHWIND.org);
  done((await admin.send(CreatePersonDocument, { input: { id: victim.owner, displayName: 'Guest' } })).createPerson);
  done((await admin.send(AddMemberDocument, { input: { principalId: victim.owner, roles: ['MEMBER'] } })).addMember);
  // Dead letters are the platform's to read; one of an event that holds nobody up is in each receiver.
  for (const subgraph of ['catalog', 'usage', 'billing', 'governance'])
    await sql(
      system.databaseAdminUrl,
      `insert into ${subgraph}.dead_letter (consumer, event_id, xid, position, org_id, type, entity_id, entity, payload, occurred_at, tries, error, died_at)
       values ('of-a-test', $1, '3', 1, $2, 'catalog.stream.marked', 'x', $2 || ' x', '{}', now(), 5, 'Error: none', now())`,
      [`evt_${victim.tag}`, victim.org],
    );
  const { urls, tokens } = victim.world.doors;
  const doorsOf = (subject: string) =>
    openDoors(urls, { authorization: `Bearer ${tokens[subject]}`, 'guildhall-organization': victim.org });
  const [owner, root] = [doorsOf(victim.owner), doorsOf('user:root')];
  send = async (query) => {
    const { status, text } = await (query.includes('deadLetters') ? root : owner).send('graphql', JSON.stringify({ query }));
    // GraphQL answers these two, whatever the operation.
    return { status, text, body: JSON.parse(text) as Answered };
  };
});

/** A document's root field that reads one page of a list; pages on the way to it are read of their first row. */
function reading({ path }: List, page: string): string {
  const { org, appId, publishRequestId, word, month, week } = victim;
  const names: Readonly<Record<string, string>> = {
    'Query.organization.id': org,
    'Query.publishRequest.id': publishRequestId,
    'Query.searchApps.query': word,
  };
  // What else is named on the way to a list is an app.
  const app = path.at(-1)?.field.name === 'consumers' ? victim.shop.appId : appId;
  const filling = { nameAt: (coordinate: string) => names[coordinate] ?? app, month, week };
  return path.reduceRight((inner, { owner, field }, i) => {
    const args = argumentsOf(`${owner.name}.${field.name}`, field.args, filling);
    return `${field.name}${args.replace(/first: \d+/, i === path.length - 1 ? page : 'first: 1')} { ${inner} }`;
  }, 'pageInfo { startCursor }');
}

/** The refusal of each of some pages of a list, in one document. */
async function refusalsOf(list: List, pages: readonly string[]): Promise<(Refusal | undefined)[]> {
  const refusals: (Refusal | undefined)[] = [];
  for (let from = 0; from < pages.length; from += 20) {
    const some = pages.slice(from, from + 20);
    const { status, text, body } = await send(`{ ${some.map((page, i) => `page${i}: ${reading(list, page)}`).join(' ')} }`);
    expect(status).toBe(200);
    expect(text).not.toMatch(INSIDE);
    refusals.push(...some.map((_, i) => body.errors?.find(({ path }) => path?.[0] === `page${i}`)));
  }
  return refusals;
}

test('every list of the schema is reached', () => {
  const all = Object.values(api.getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields())
          .filter(isList)
          .map(({ name }) => `${type.name}.${name}`)
      : [],
  );
  expect(lists.map(({ name }) => name).sort()).toEqual(all.sort());
});

test.each(lists.map((list) => [list.name, list] as const))('%s has a row, and so a cursor', async (name, list) => {
  const { text, body } = await send(`{ ${reading(list, 'first: 1')} }`);
  const [, cursor] = /"startCursor":"([^"]+)"/.exec(text) ?? [];
  expect([body.errors, cursor]).toEqual([undefined, expect.any(String)]);
  cursors.set(name, cursor ?? '');
});

test.each(lists.map((list) => [list.name, list] as const))('%s refuses a page that is none', async (name, list) => {
  const own = JSON.stringify(cursors.get(name));
  const pages = [
    'first: null',
    'first: 1, last: 1',
    'first: 0',
    'first: -1',
    'first: 101',
    'last: 0',
    'last: 101',
    `first: 1, before: ${own}`,
    `last: 1, after: ${own}`,
    `first: 1, after: ${own}, before: ${own}`,
  ];
  const refusals = await refusalsOf(list, pages);
  expect(pages.map((page, i) => [page, refusals[i]?.extensions.code])).toEqual(pages.map((page) => [page, 'INVALID_PAGE']));
  for (const refusal of refusals) expect(refusal?.message).toMatch(/^Give exactly one|must lie between|give (after|before), or none/);
  expect(await refusalsOf(list, [`first: 1, after: ${own}`, `last: 1, before: ${own}`])).toEqual([undefined, undefined]);
});

const cursorOf = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
const keyOf = (cursor: string): readonly string[] => JSON.parse(Buffer.from(cursor, 'base64url').toString());
const isNumber = (text: string) => /^\d+$/.test(text);
/** Whether a cursor could be one of the list by its form; then it only names another place. */
const fits = (key: readonly string[], own: readonly string[]) =>
  key.length === own.length && own.every((part, i) => !isNumber(part) || isNumber(key[i] ?? ''));

test.each(lists.map((list) => [list.name, list] as const))('%s refuses what is no cursor of it', async (name, list) => {
  const own = keyOf(cursors.get(name) ?? '');
  const none = ['', 'x', '%', ...[null, 7, {}, [], [1], [null], [''].concat(own), own.map(() => '\u0000')].map(cursorOf)];
  const others = [...new Set(cursors.values())].filter((cursor) => !fits(keyOf(cursor), own));
  const refused = [...none, ...others];
  for (const [count, place] of [
    ['first', 'after'],
    ['last', 'before'],
  ]) {
    const refusals = await refusalsOf(
      list,
      refused.map((cursor) => `${count}: 1, ${place}: ${JSON.stringify(cursor)}`),
    );
    expect(refused.map((cursor, i) => [cursor, refusals[i]?.extensions.code])).toEqual(refused.map((cursor) => [cursor, 'INVALID_CURSOR']));
    for (const refusal of refusals) expect(refusal?.message).toMatch(/take it from pageInfo or an edge/);
  }
});

test.each(lists.map((list) => [list.name, list] as const))('%s takes any key of its form, or refuses it by name', async (name, list) => {
  const own = keyOf(cursors.get(name) ?? '');
  const parts = [
    '0',
    '-1',
    '1.5',
    '1e3',
    '999999999',
    '99999999999999999999',
    '2026-02-30',
    '9999-12-31',
    '\ud800',
    "'",
    'x'.repeat(5_000),
  ];
  const likely = [...cursors.values(), ...parts.map((part) => cursorOf(own.map(() => part)))];
  const refusals = await refusalsOf(
    list,
    likely.map((cursor) => `first: 1, after: ${JSON.stringify(cursor)}`),
  );
  expect(refusals.flatMap((refusal) => refusal?.extensions.code ?? []).filter((code) => code !== 'INVALID_CURSOR')).toEqual([]);
});
