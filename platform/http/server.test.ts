import { expect, test, vi } from 'vitest';
import { createLogger } from '../log.ts';
import { createServer } from './server.ts';

test('an address that cannot be read is a problem like any other', async () => {
  const app = createServer({ logger: createLogger('test', 'silent'), probes: [] });
  const answer = await app.inject('/%');
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8']);
  expect(answer.json()).toMatchObject({ type: 'urn:guildhall:problem:bad-request', status: 400 });
});

test('a stop answers the request under way and does not wait for the client to let its kept connection go', async () => {
  const app = createServer({ logger: createLogger('test', 'silent'), probes: [] });
  const arrived = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  app.get('/slow', async () => {
    arrived.resolve();
    await release.promise;
    return { done: true };
  });
  const answer = fetch(`${await app.listen({ port: 0, host: '127.0.0.1' })}/slow`);
  await arrived.promise;
  const stopped = app.close();
  await vi.waitUntil(() => !app.server.listening);
  release.resolve();
  expect(await (await answer).json()).toEqual({ done: true });
  await stopped;
}, 5_000);
