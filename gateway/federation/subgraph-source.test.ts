import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { createLogger } from '@guildhall/platform/log.ts';
import { expect, test } from 'vitest';
import type { IncomingAnswer, OutgoingRequest } from '../outgoing.ts';
import { subgraphSource, type Context } from './subgraph-source.ts';

/** What the source makes of an answer, and what it sent. */
async function ask(answer: Partial<IncomingAnswer> | Error) {
  const sent: OutgoingRequest[] = [];
  const source = subgraphSource({
    name: 'billing',
    url: 'http://10.0.0.7:4003',
    send: async (request) => {
      sent.push(request);
      if (answer instanceof Error) throw answer;
      return { status: 200, headers: {}, body: Buffer.alloc(0), ...answer };
    },
    logger: createLogger('test', 'fatal'),
  });
  const context: Context = {
    actor: { principal: 'user:alice', kind: 'user', orgId: 'org:acme', roles: [], teams: [] },
    identityFor: async (subgraph) => `signed for ${subgraph}`,
  };
  // Of the many things that federation passes the source reads these two.
  const options = {
    request: { query: '{ account { id } }', variables: { a: 1 } },
    context,
  } as unknown as GraphQLDataSourceProcessOptions<Context>;
  const { data, errors } = await source.process(options);
  return { data, errors, sent };
}
const body = (value: unknown) => ({ body: Buffer.from(JSON.stringify(value)) });
const failed = (...errors: unknown[]) => body({ data: null, errors });

test('one call, signed for this subgraph, with a deadline', async () => {
  const { data, sent } = await ask(body({ data: { account: { id: 'acc_1' } } }));
  expect(data).toEqual({ account: { id: 'acc_1' } });
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({ headers: { 'guildhall-identity': 'signed for billing' }, deadlineMs: 10_000 });
  expect(sent[0]?.url.href).toBe('http://10.0.0.7:4003/graphql');
  expect(JSON.parse(String(sent[0]?.body))).toEqual({ query: '{ account { id } }', variables: { a: 1 } });
});

test.each([
  ['does not answer', new Error('connect ECONNREFUSED 10.0.0.7:4003')],
  ['breaks', { status: 502, body: Buffer.from('<html>upstream 10.0.0.7</html>') }],
])('a subgraph that %s is unavailable, once and for all of its fields', async (_, answer) => {
  const { data, errors, sent } = await ask(answer);
  expect([data, errors?.map(({ extensions }) => extensions?.['code']), sent.length]).toEqual([undefined, ['UNAVAILABLE'], 1]);
  expect(JSON.stringify(errors)).not.toMatch(/10\.0|ECONN|html/);
});

test.each([
  ['refuses our identity', { status: 401, ...body({ type: 'urn:guildhall:problem:unauthenticated' }) }],
  ['talks of something else', { status: 200, ...body(['hello']) }],
  ['has another schema', failed({ message: 'Cannot query field "x" on type "Y"', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })],
  ['names no code', failed({ message: 'at /srv/billing.ts:7', stack: 'x' })],
  ['names an odd code', failed({ message: 'secret', extensions: { code: { url: 'http://10.0.0.7' } } })],
])('a subgraph that %s is a failure of ours, and masked', async (_, answer) => {
  const { errors } = await ask(answer);
  expect(errors).toEqual([{ message: 'Something failed in billing; it is logged. Try again.', extensions: { code: 'INTERNAL' } }]);
});

test('what a subgraph says to the caller arrives, and nothing beside it', async () => {
  const faults = [{ code: 'INVALID_PAGE', message: 'Give first.', field: ['first'] }];
  const { errors } = await ask(
    failed(
      {
        message: 'Give first.',
        path: ['invoices'],
        locations: [{ line: 1, column: 2 }],
        extensions: { code: 'INVALID_PAGE', faults, stacktrace: ['at x'], response: { url: 'http://10.0.0.7' } },
      },
      { message: 'Not yours.', path: ['_entities', 3, 'revenue'], extensions: { code: 'FORBIDDEN' } },
      { message: 'Not now.', path: ['_entities'], extensions: { code: 'UNAVAILABLE' } },
    ),
  );
  expect(errors).toEqual([
    { message: 'Give first.', path: ['invoices'], extensions: { code: 'INVALID_PAGE', faults } },
    { message: 'Not yours.', path: ['_entities', 3, 'revenue'], extensions: { code: 'FORBIDDEN' } },
    { message: 'Not now.', extensions: { code: 'UNAVAILABLE' } },
  ]);
});
