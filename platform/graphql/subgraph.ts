import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parse } from 'graphql';
import type { JWK } from 'jose';
import { createServer, type Probe, type ServerOptions } from '../http/server.ts';
import type { Actor } from '../identity/actor.ts';
import { createHopVerifier, IDENTITY_HEADER } from '../identity/hop.ts';
import type { Logger } from '../log.ts';
import { formatError } from './errors.ts';
import { scalars } from './scalars.ts';

type Resolvers = NonNullable<
  Parameters<typeof buildSubgraphSchema>[0] extends infer Module ? (Module extends { resolvers?: infer R } ? R : never) : never
>;

export type SubgraphOptions<Context extends { actor: Actor }> = {
  readonly name: string;
  readonly resolvers: object;
  /** The context of one request; loaders belong here. */
  readonly context: (actor: Actor) => Context;
  readonly gatewayKey: JWK;
  readonly probes: readonly Probe[];
  readonly consumers?: NonNullable<ServerOptions['consumers']>;
  readonly logger: Logger;
  /** Routes beside GraphQL that the gateway calls; each gets the actor by `actorOf`. */
  readonly routes?: (app: FastifyInstance, actorOf: (request: FastifyRequest) => Promise<Actor>) => void;
};

/** A subgraph's server over `schema/<name>.graphql`. Every call but health and metrics needs the gateway's signed identity: 401 without. */
export async function createSubgraphServer<Context extends { actor: Actor }>(options: SubgraphOptions<Context>): Promise<FastifyInstance> {
  const { name, logger } = options;
  const app = createServer({ logger, probes: options.probes, consumers: options.consumers ?? [] });
  const verify = await createHopVerifier(options.gatewayKey, name);
  const actorOf = (request: FastifyRequest) => {
    const header = request.headers[IDENTITY_HEADER];
    return verify(typeof header === 'string' ? header : undefined);
  };
  const typeDefs = parse(readFileSync(new URL(`../../schema/${name}.graphql`, import.meta.url), 'utf8'));
  const declared = new Set(
    typeDefs.definitions.flatMap((definition) => (definition.kind === 'ScalarTypeDefinition' ? [definition.name.value] : [])),
  );
  const used = Object.fromEntries(Object.entries(scalars).filter(([scalar]) => declared.has(scalar)));
  const apollo = new ApolloServer<Context>({
    // Codegen types each resolver map exactly; Apollo's own type is a looser record of the same functions.
    schema: buildSubgraphSchema({ typeDefs, resolvers: { ...used, ...options.resolvers } as Resolvers }),
    formatError: formatError(logger),
    introspection: true,
    csrfPrevention: false,
    plugins: [fastifyApolloDrainPlugin(app), ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginUsageReportingDisabled()],
  });
  await apollo.start();
  await app.register(fastifyApollo(apollo), { context: async (request) => options.context(await actorOf(request)), path: '/graphql' });
  app.addHook('preHandler', async (request) => {
    if (request.routeOptions.url === '/graphql') await actorOf(request);
  });
  options.routes?.(app, actorOf);
  return app;
}
