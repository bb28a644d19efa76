import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Catalog } from '../index.ts';

/** The article's REST door; the gateway passes it on. It enters the same operation as `registerApp`. */
export const registerRoutes = (catalog: Catalog) => (app: FastifyInstance, actorOf: (request: FastifyRequest) => Promise<Actor>) => {
  app.post('/api/v1/apps/register', async (request, reply) => {
    const { id } = await catalog.registerApp(await actorOf(request), request.body);
    return reply.code(201).send({ app_id: id, version: 1, status: 'draft' });
  });
};
