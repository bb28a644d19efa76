import { createServer, type ServerOptions } from '@guildhall/platform/http/server.ts';
import type { FastifyInstance } from 'fastify';
import { Counter, Registry } from 'prom-client';
import type { Ingest } from '../index.ts';

const BODY_BYTES = 5_000_000;

/**
 * The server of `POST /v1/events`: one event or an array. 200 with a receipt an event in order; a single event that is refused answers
 * 422 as problem+json, or 503 when it is refused for now, with its receipt in it too.
 */
export function createIngestServer({ ingest, ...options }: Pick<ServerOptions, 'logger' | 'probes'> & { ingest: Ingest }): FastifyInstance {
  const registry = new Registry();
  const receipts = new Counter({
    name: 'guildhall_ingest_receipts_total',
    help: 'Usage events by what became of them',
    labelNames: ['status'],
    registers: [registry],
  });
  const app = createServer({ ...options, bodyLimit: BODY_BYTES, registry });
  app.post('/v1/events', async (request, reply) => {
    const answers = await ingest.receiveEvents(request.body);
    for (const { status } of answers) receipts.inc({ status });
    const [only] = answers;
    if (Array.isArray(request.body) || only?.status !== 'rejected') return { receipts: answers };
    const { message: title, errors, retry_after: seconds } = only;
    const [status, kind] = seconds === undefined ? ([422, 'invalid-input'] as const) : ([503, 'unavailable'] as const);
    if (seconds !== undefined) void reply.header('retry-after', String(seconds));
    return reply
      .code(status)
      .type('application/problem+json')
      .send({ type: `urn:guildhall:problem:${kind}`, title, status, errors, receipts: answers });
  });
  return app;
}
