import { UnavailableError } from '@guildhall/platform/errors.ts';
import { IDENTITY_HEADER } from '@guildhall/platform/identity/hop.ts';
import type { Logger } from '@guildhall/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import type { Door } from '../identity/door.ts';
import type { SignHop } from '../identity/governance.ts';
import { refuseAuditor } from '../identity/organization.ts';
import type { IncomingAnswer, Send } from '../outgoing.ts';

export type PassThrough = {
  /** Paths below this one, with the slash at its end, belong to the subgraph. */
  readonly prefix: string;
  readonly subgraph: string;
  readonly url: string;
  readonly door: Door;
  readonly sign: SignHop;
  readonly send: Send;
  readonly logger: Logger;
};

const DEADLINE_MS = 10_000;

/** What of a subgraph's answer reaches the caller. */
const PASSED = ['content-type', 'retry-after'] as const;

/** Passes a REST path on to the subgraph that serves it, under the caller's signed identity and with the body's very bytes. */
export const passThrough =
  ({ prefix, subgraph, url, door, sign, send, logger }: PassThrough) =>
  async (scope: FastifyInstance) => {
    // Unread: the subgraph parses, so a number keeps the digits that its sender wrote.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.addHook('onRequest', door.admit);
    scope.all(`${prefix}*`, async (request, reply) => {
      const target = targetOf(request.url, prefix, url);
      if (!target) return reply.callNotFound();
      const actor = door.actorOf(request);
      if (request.method !== 'GET' && request.method !== 'HEAD') refuseAuditor(actor);
      const body = Buffer.isBuffer(request.body) ? request.body : undefined;
      let answer: IncomingAnswer;
      try {
        const headers = { ...(body ? { 'content-type': 'application/json' } : {}), [IDENTITY_HEADER]: await sign(actor, subgraph) };
        answer = await send({ url: target, method: request.method, headers, body, deadlineMs: DEADLINE_MS });
      } catch (error) {
        logger.warn({ err: error, subgraph }, 'subgraph does not answer');
        throw new UnavailableError(`${subgraph} does not answer now; try again in a moment.`);
      }
      logger.info({ method: request.method, principal: actor.principal, org: actor.orgId, status: answer.status }, 'rest');
      if (answer.status === 401) {
        logger.error({ subgraph }, 'subgraph refused the identity that the gateway signed');
        throw new UnavailableError(`${subgraph} does not answer now; try again in a moment.`);
      }
      for (const name of PASSED) if (answer.headers[name] !== undefined) void reply.header(name, answer.headers[name]);
      return reply.code(answer.status).send(answer.body);
    });
  };

/**
 * The subgraph's address for a request line, undefined when that leaves the prefix. Only path and query are taken: the line may name a
 * host of its own, or dots that climb to what is not meant for the public.
 */
export function targetOf(line: string, prefix: string, base: string): URL | undefined {
  if (!URL.canParse(line, base)) return undefined;
  const { pathname, search } = new URL(line, base);
  if (!pathname.startsWith(prefix)) return undefined;
  const target = new URL(base);
  target.pathname = pathname;
  target.search = search;
  return target;
}
