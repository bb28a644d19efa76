import Fastify, { type FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { parseJson } from '../json.ts';
import type { Logger } from '../log.ts';
import { noteOf, type ConsumerStatus } from '../stream/status.ts';
import { answerBroken, answerProblem } from './problem.ts';

/** Names what a process needs and asks whether it answers now; throws or rejects when it does not. */
export type Probe = { readonly name: string; readonly check: () => Promise<unknown> };

export type ServerOptions = {
  readonly logger: Logger;
  readonly probes: readonly Probe[];
  /** In bytes; 1 MB when absent. */
  readonly bodyLimit?: number;
  /** The consumers of streams that the process runs: `/metrics` shows how far behind they are, and `/readyz` names what is wrong with one. */
  readonly consumers?: readonly { readonly name: string; status(): Promise<ConsumerStatus> }[];
  /** Holds the process's own metrics, which `/metrics` shows beside Node's. */
  readonly registry?: Registry;
};

const PROBE_MS = 2_000;

/** An HTTP server with `/livez`, `/readyz` and `/metrics`; faults answer RFC 9457 problem+json. */
export function createServer({
  logger,
  probes,
  bodyLimit = 1_048_576,
  registry = new Registry(),
  consumers = [],
}: ServerOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerBroken,
    // An address that cannot be read reaches no handler, and so no error handler either.
    frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply, logger),
  });
  collectDefaultMetrics({ register: registry });
  if (consumers.length > 0) addConsumerMetrics(registry, consumers);

  // JSON and nothing else: Fastify's own parser of text would hand a handler a string.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : parseJson(body.toString(), 64));
    } catch (fault) {
      done(fault instanceof Error ? fault : new Error(String(fault)));
    }
  });
  // Fastify closes under a sender whose body it refuses, who then never reads why. Left open, Node reads the rest away, as long as a request may take.
  app.addHook('onSend', async (request, reply) => {
    if (!request.raw.complete) void reply.removeHeader('connection');
  });
  // A connection that its client keeps would hold up a stop until it is let go; so while stopping each answer is its connection's last.
  let stopping = false;
  app.addHook('preClose', async () => void (stopping = true));
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) void reply.header('connection', 'close');
  });
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, logger));
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type('application/problem+json')
      .send({ type: 'urn:guildhall:problem:not-found', title: 'There is nothing at this address.', status: 404 }),
  );

  app.get('/livez', async () => ({ status: 'live' }));
  app.get('/readyz', async (_request, reply) => {
    const results = await Promise.all(probes.map(async ({ name, check }) => [name, await answers(check)] as const));
    const ready = results.every(([, ok]) => ok);
    const checks = Object.fromEntries(results.map(([name, ok]) => [name, ok ? 'ok' : 'down']));
    // What waits or is dead takes no process out of service: all the rest works.
    const notes = ready
      ? (await statuses(consumers)).flatMap((status) => (typeof status === 'string' ? `${status}: ${SILENT}` : (noteOf(status) ?? [])))
      : [];
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks, ...(notes.length > 0 ? { notes } : {}) });
  });
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  return app;
}

const SILENT = 'its source or database does not answer; its lag is unknown';

/** Where the consumers stand; of one that cannot say so in time, its name. */
function statuses(consumers: NonNullable<ServerOptions['consumers']>): Promise<(ConsumerStatus | string)[]> {
  return Promise.all(
    consumers.map((consumer) => {
      const late = new Promise<string>((resolve) => setTimeout(resolve, PROBE_MS, consumer.name).unref());
      return Promise.race([consumer.status().catch(() => consumer.name), late]);
    }),
  );
}

function addConsumerMetrics(registry: Registry, consumers: NonNullable<ServerOptions['consumers']>): void {
  let asked: ReturnType<typeof statuses> | undefined;
  const once = () => (asked ??= statuses(consumers).finally(() => (asked = undefined)));
  // NaN means unknown to Prometheus; the previous value would look current.
  const gauge = (name: string, help: string, valueOf: (status: ConsumerStatus) => number, unknown = Number.NaN) =>
    new Gauge({
      name: `guildhall_consumer_${name}`,
      help,
      labelNames: ['consumer'],
      registers: [registry],
      async collect() {
        for (const status of await once()) {
          if (typeof status === 'string') this.set({ consumer: status }, unknown);
          else this.set({ consumer: status.name }, valueOf(status));
        }
      },
    });
  gauge('up', '1 while it is known how far behind the consumer is, 0 while its source or database does not answer', () => 1, 0);
  gauge('lag_events', 'Events that the consumer has not processed, without those behind a dead letter', ({ lagEvents }) => lagEvents);
  gauge('lag_seconds', 'The age of the oldest of them', ({ lagSeconds }) => lagSeconds);
  gauge('waiting_events', 'Events that wait for another try, or behind one of their entity', ({ waiting }) => waiting);
  gauge('dead_letters', 'Events that are dead after five tries', ({ dead }) => dead);
  gauge('stopped', '1 while the consumer rests because of a bug on our side, or until somebody acts', ({ stopped }) =>
    stopped === null ? 0 : 1,
  );
}

async function answers(check: Probe['check']): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), PROBE_MS);
  try {
    return await Promise.race([
      promise,
      check().then(
        () => true,
        () => false,
      ),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends the process gracefully on SIGTERM and SIGINT: `stop` is awaited, then the process exits 0. */
export function stopOnSignal(logger: Logger, stop: () => Promise<unknown>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      logger.info({ signal }, 'stopping');
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'did not stop cleanly');
          process.exit(1);
        },
      );
    });
  }
}
