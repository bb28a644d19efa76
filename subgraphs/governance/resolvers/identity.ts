import { ForbiddenError, UserError } from '@guildhall/platform/errors.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Governance } from '../index.ts';

/** The one principal that may ask who others are. */
const GATEWAY = 'service:gateway';

const text = z.string().min(1).max(200);
const question = z
  .strictObject({ principal: text.optional(), apiKey: text.optional(), organization: text.optional() })
  .refine(({ principal, apiKey }) => (principal === undefined) !== (apiKey === undefined), 'give exactly one of principal and apiKey');

/**
 * The gateway's question who somebody is: `POST /internal/identity` with `{ principal }` or `{ apiKey }`, and `organization` when the
 * caller chose one. 404 when the key does not hold, or a platform admin or auditor chose an organisation that does not exist.
 */
export const identityRoutes = (governance: Governance) => (app: FastifyInstance, actorOf: (request: FastifyRequest) => Promise<Actor>) => {
  app.post('/internal/identity', async (request, reply) => {
    const actor = await actorOf(request);
    if (actor.principal !== GATEWAY) throw new ForbiddenError('Only the gateway asks who somebody is.');
    const read = question.safeParse(request.body);
    if (!read.success)
      throw new UserError(
        read.error.issues.map(({ path, message }) => ({
          code: 'INVALID_INPUT',
          message: `${path.join('.') || 'The body'}: ${message}`,
          field: path.map(String),
        })),
      );
    const identity = await governance.identify(read.data);
    if (identity) return identity;
    return reply
      .code(404)
      .type('application/problem+json')
      .send({ type: 'urn:guildhall:problem:not-found', title: 'Nobody and nothing of this name.', status: 404 });
  });
};
