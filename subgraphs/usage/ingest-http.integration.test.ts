import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@guildhall/platform/log.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createIngest, openKeyLookup, openRecorder } from './index.ts';
import { createIngestServer } from './resolvers/events.ts';
import { createWorld, NOW, signed, usageEvent, type SigningKeyInHand, type World } from './testing/world.ts';

const APP = 'where2eat-742';
const logger = createLogger('ingest', 'error');
let world: World;
let key: SigningKeyInHand;
let server: ReturnType<typeof createIngestServer>;
let url: string;
beforeAll(async () => {
  world = await createWorld();
  key = await world.publish(APP);
  await world.install(APP);
  server = createIngestServer({ ingest: world.ingest, probes: [{ name: 'postgres', check: world.recorder.ping }], logger });
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});
beforeEach(() => world.sql('truncate usage.usage_event, usage.usage_hour'));

type Answer = { status: number; type: string | null; body: Record<string, unknown>; headers: Headers };
async function post(body: string | undefined, headers: Record<string, string> = { 'content-type': 'application/json' }): Promise<Answer> {
  const response = await fetch(`${url}/v1/events`, { method: 'POST', headers, ...(body === undefined ? {} : { body }) });
  // Every answer of ingest is a JSON object.
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, type: response.headers.get('content-type'), body: answer, headers: response.headers };
}
const postJson = (value: unknown) => post(JSON.stringify(value));
const written = async () => (await world.sql('select from usage.usage_event')).length;

describe('POST /v1/events', () => {
  test('answers a receipt an event, in order', async () => {
    const event = signed(usageEvent(APP, { event_id: 'e-1' }), key);
    expect(await postJson([event, { nonsense: 1 }, event])).toMatchObject({
      status: 200,
      body: {
        receipts: [
          { index: 0, event_id: 'e-1', status: 'new' },
          { index: 1, event_id: null, status: 'rejected', code: 'INVALID_INPUT' },
          { index: 2, event_id: 'e-1', status: 'duplicate' },
        ],
      },
    });
    expect(await written()).toBe(1);
  });

  test('takes one event alone', async () => {
    const event = signed(usageEvent(APP, { event_id: 'e-1' }), key);
    expect(await postJson(event)).toMatchObject({ status: 200, body: { receipts: [{ status: 'new' }] } });
    expect(await postJson(event)).toMatchObject({ status: 200, body: { receipts: [{ status: 'duplicate' }] } });
  });

  test('one event alone that is refused answers 422 as a problem, with every fault', async () => {
    const answer = await postJson({ ...usageEvent(APP), action: 7, extra: true });
    expect(answer).toMatchObject({
      status: 422,
      body: { type: 'urn:guildhall:problem:invalid-input', receipts: [{ status: 'rejected' }] },
    });
    expect(answer.type).toContain('application/problem+json');
    expect((answer.body.errors as { field: string[] }[]).map(({ field }) => field.join('.'))).toEqual(['action', 'signature', 'extra']);
  });

  test('counts receipts by status in /metrics', async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/guildhall_ingest_receipts_total\{status="new"\} [1-9]/);
  });
});

describe('bad input', () => {
  test.each([
    ['nothing', '', 400],
    ['no JSON', 'hello', 400],
    ['half a value', '[{"event_id":"a', 400],
    ['NaN', '{"payload":{"tokens":NaN}}', 400],
    ['Infinity', '{"payload":{"tokens":Infinity}}', 400],
    ['a text', '"text"', 422],
    ['a number', '7', 422],
    ['null', 'null', 422],
    ['no event', '[]', 422],
    ['1,001 events', JSON.stringify(Array.from({ length: 1_001 }, () => ({}))), 422],
    ['100,000 levels', '['.repeat(100_000) + ']'.repeat(100_000), 400],
    ['65 levels in a payload', `{"payload":${'['.repeat(64)}${']'.repeat(64)}}`, 400],
    ['20 MB', `["${'x'.repeat(20_000_000)}"]`, 413],
    ['an empty object', '{}', 422],
    ['a prototype', '{"__proto__":{"event_id":"x"}}', 422],
  ])('%s is refused with what to do, and nothing is written', async (_, body, status) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, title: expect.any(String), type: expect.stringMatching(/^urn:guildhall:problem:/) });
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|127\.0\.0\.1|postgres/);
    expect(await written()).toBe(0);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', ''])(
    'the content type "%s" is refused',
    async (type) => {
      const body = new Blob([JSON.stringify(signed(usageEvent(APP), key))]);
      const response = await fetch(`${url}/v1/events`, { method: 'POST', body, headers: type === '' ? {} : { 'content-type': type } });
      expect(response.status).toBe(415);
      expect(await written()).toBe(0);
    },
  );

  test.each([null, 'x', [], {}, -1, '-1', 'NaN', 1e30, true])('tokens: %j does not count', async (tokens) => {
    const event = signed(usageEvent(APP, { payload: { tokens } }), key);
    expect(await postJson(event)).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'INVALID_INPUT', field: ['payload', 'tokens'] }] },
    });
    expect(await written()).toBe(0);
  });

  test('an event for an organisation that did not install the app is refused by name', async () => {
    const event = signed(usageEvent(APP, { org_id: 'org:stark' }), key);
    expect(await postJson(event)).toMatchObject({ status: 422, body: { errors: [{ code: 'NOT_INSTALLED' }] } });
  });

  test('while the catalog’s news is late it answers 503 with when to try again, and a batch says so in the receipt', async () => {
    const event = signed(usageEvent(APP, { org_id: 'org:late' }), key);
    world.stream.caughtUp = false;
    await world.markAt('2026-11-23T15:00:00Z');
    try {
      const answer = await postJson(event);
      expect(answer).toMatchObject({
        status: 503,
        type: expect.stringContaining('application/problem+json'),
        body: {
          type: 'urn:guildhall:problem:unavailable',
          status: 503,
          errors: [{ code: 'INSTALL_NOT_KNOWN_YET', field: ['org_id'] }],
          receipts: [{ status: 'rejected', retry_after: 2 }],
        },
      });
      expect(answer.headers.get('retry-after')).toBe('2');
      expect(await postJson([event])).toMatchObject({
        status: 200,
        body: { receipts: [{ status: 'rejected', code: 'INSTALL_NOT_KNOWN_YET', retry_after: 2 }] },
      });
      expect(await written()).toBe(0);
    } finally {
      world.stream.caughtUp = true;
      await world.lag(0);
    }
    await world.install(APP, 'org:late');
    expect(await postJson(event)).toMatchObject({ status: 200, body: { receipts: [{ status: 'new' }] } });
  });

  test('half a body counts nothing and ends the connection only', async () => {
    const body = JSON.stringify(signed(usageEvent(APP), key));
    const { port } = server.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 80)}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    expect(await postJson(signed(usageEvent(APP), key))).toMatchObject({ status: 200 });
    expect(await written()).toBe(1);
  });

  test('another address or method answers 404', async () => {
    expect((await fetch(`${url}/v1/event`)).status).toBe(404);
    expect((await fetch(`${url}/v1/events`)).status).toBe(404);
  });
});

test('while the database is away the answer is 503 with when to try again', async () => {
  const none = 'postgres://nobody:pw@127.0.0.1:1/none';
  const [recorder, keys] = [openRecorder({ url: none }), openKeyLookup({ url: none, masterKey: world.masterKey })];
  const away = createIngestServer({
    ingest: createIngest({ recorder, keys, now: () => NOW, pause: async () => undefined }),
    probes: [{ name: 'postgres', check: recorder.ping }],
    logger,
  });
  const answer = await away.inject({ method: 'POST', url: '/v1/events', payload: signed(usageEvent(APP), key) });
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('2');
  expect((await away.inject('/readyz')).statusCode).toBe(503);
  await Promise.all([away.close(), recorder.close(), keys.close()]);
});
