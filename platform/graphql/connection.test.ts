import { describe, expect, test } from 'vitest';
import { connection, POSITION, type PageArgs } from './connection.ts';

const rows = ['1', '2', '3', '4', '5'];
/** A list of five, by number. */
const page = (args: PageArgs) =>
  connection(
    args,
    async ({ limit, after, backward }) => {
      const order = backward ? rows.toReversed() : rows;
      return order.slice(after?.[0] === undefined ? 0 : order.indexOf(after[0]) + 1).slice(0, limit);
    },
    (row) => [row],
    [POSITION],
  );
const shown = async (args: PageArgs) => (await page(args)).edges.map(({ node }) => node);
const cursorOf = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url');

test('pages follow one another in both directions, and say whether more is there', async () => {
  const first = await page({ first: 2 });
  expect(first.edges.map(({ node }) => node)).toEqual(['1', '2']);
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  expect(await shown({ first: 100, after: first.pageInfo.endCursor })).toEqual(['3', '4', '5']);
  const last = await page({ last: 2 });
  expect(last.edges.map(({ node }) => node)).toEqual(['4', '5']);
  expect(last.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  expect(await shown({ last: 100, before: last.pageInfo.startCursor })).toEqual(['1', '2', '3']);
});

test.each<[string, PageArgs]>([
  ['neither', {}],
  ['both', { first: 1, last: 1 }],
  ['none of a list', { first: 0 }],
  ['more than 100', { last: 101 }],
  ['first with before', { first: 1, before: cursorOf('3') }],
  ['last with after', { last: 1, after: cursorOf('3') }],
])('%s is no page', async (_, args) => {
  await expect(page(args)).rejects.toMatchObject({ faults: [{ code: 'INVALID_PAGE' }] });
});

describe('a cursor of another list, or made up, is refused', () => {
  test.each([
    ['no base64 of JSON', 'abc'],
    ['no list', Buffer.from('7').toString('base64url')],
    ['too short', cursorOf()],
    ['too long', cursorOf('1', '2')],
    ['a number', cursorOf(3)],
    ['an id', cursorOf('where2eat')],
    ['beyond 31 bits', cursorOf('9999999999')],
    ['negative', cursorOf('-1')],
    ['U+0000', cursorOf('\u0000')],
  ])('%s', async (_, cursor) => {
    await expect(page({ first: 1, after: cursor })).rejects.toMatchObject({ faults: [{ code: 'INVALID_CURSOR', field: ['after'] }] });
    await expect(page({ last: 1, before: cursor })).rejects.toMatchObject({ faults: [{ code: 'INVALID_CURSOR', field: ['before'] }] });
  });
});
