import { expect, test, vi } from 'vitest';
import { createLogger } from '../log.ts';
import { createServer } from './server.ts';

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
