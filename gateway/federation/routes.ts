import type { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import { refusal } from '@guildhall/platform/errors.ts';
import type { Logger } from '@guildhall/platform/log.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Door } from '../identity/door.ts';
import type { SignHop } from '../identity/governance.ts';
import { answerGraphQL } from './errors.ts';
import { checkLimits } from './limits.ts';
import type { Context } from './subgraph-source.ts';

export type GraphQLRoutes = {
  readonly apollo: ApolloServer<Context>;
  readonly door: Door;
  readonly sign: SignHop;
  readonly logger: Logger;
};

/**
 * POST /graphql. In this order: who calls (from the headers alone), the body's size and type, the query's limits; then Apollo Server.
 * Any other method is refused: a link must not be able to send an operation.
 */
export const graphqlRoutes =
  ({ apollo, door, sign, logger }: GraphQLRoutes) =>
  async (scope: FastifyInstance) => {
    scope.setErrorHandler((error, request, reply) => answerGraphQL(error, request, reply, logger));
    scope.addHook('onRequest', door.admit);
    scope.addHook('preHandler', async ({ body }) => {
      if (Array.isArray(body))
        throw refusal('BATCHING_NOT_SUPPORTED', 'Send one operation a request; several may run at the same time.', []);
      if (typeof body !== 'object' || body === null || !('query' in body) || typeof body.query !== 'string') return;
      checkLimits(body.query, 'variables' in body ? body.variables : undefined);
    });
    const context = async (request: FastifyRequest): Promise<Context> => {
      const actor = door.actorOf(request);
      const signed = new Map<string, Promise<string>>();
      return {
        actor,
        identityFor: (subgraph) => {
          const token = signed.get(subgraph) ?? sign(actor, subgraph);
          signed.set(subgraph, token);
          return token;
        },
      };
    };
    await scope.register(fastifyApollo(apollo), { context, path: '/graphql', method: ['POST'] });
  };
