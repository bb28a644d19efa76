import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ForbiddenError } from '@guildhall/platform/errors.ts';
import type { Logger } from '@guildhall/platform/log.ts';
import { GraphQLError } from 'graphql';
import { refuseAuditor } from '../identity/organization.ts';
import type { Send } from '../outgoing.ts';
import { formatGatewayError } from './errors.ts';
import { subgraphSource, type Context } from './subgraph-source.ts';

export type SupergraphOptions = {
  /** The composed schema; the addresses in it are not used. */
  readonly supergraphSdl: string;
  /** Base address of each subgraph by its name in the supergraph. */
  readonly urls: Readonly<Record<string, string>>;
  readonly send: Send;
  readonly logger: Logger;
};

const PLAN_CACHE_MIB = 30;

/** One GraphQL server over all subgraphs, not yet started. Throws when the supergraph has a subgraph without an address. */
export function createSupergraphServer({ supergraphSdl, urls, send, logger }: SupergraphOptions): ApolloServer<Context> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    experimental_approximateQueryPlanStoreMiB: PLAN_CACHE_MIB,
    // A plan names subgraphs and keys, which are none of the caller's business.
    __exposeQueryPlanExperimental: false,
    logger,
    buildService: ({ name }) => {
      const url = urls[name];
      if (url === undefined) throw new Error(`The supergraph has a subgraph "${name}", but no ${name.toUpperCase()}_URL is configured.`);
      return subgraphSource({ name, url, send, logger });
    },
  });
  return new ApolloServer<Context>({
    gateway,
    formatError: formatGatewayError(logger),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    logger,
    plugins: [
      operationRules(logger),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

const refused = (status: number, code: string, message: string) => new GraphQLError(message, { extensions: { code, http: { status } } });

/** What holds for every operation: auditors write nothing, each one is a line in the log, and no answer carries federation's notes. */
const operationRules = (logger: Logger): ApolloServerPlugin<Context> => ({
  async requestDidStart() {
    const startedAt = performance.now();
    return {
      async didResolveOperation({ operation, contextValue: { actor } }) {
        if (!operation)
          throw refused(400, 'OPERATION_RESOLUTION_FAILURE', 'Name in operationName one of the operations that the document holds.');
        // Without a subscription type in the schema, validation lets any through.
        if (operation.operation === 'subscription')
          throw refused(400, 'SUBSCRIPTIONS_NOT_SUPPORTED', 'There are no subscriptions here; send a query, and send it again for news.');
        try {
          if (operation.operation === 'mutation') refuseAuditor(actor);
        } catch (error) {
          if (!(error instanceof ForbiddenError)) throw error;
          throw refused(403, 'FORBIDDEN', error.message);
        }
      },
      async willSendResponse({ operation, operationName, contextValue, response: { body } }) {
        const result = body.kind === 'single' ? body.singleResult : body.initialResult;
        // "valueCompletion" tells of a null that stands for an entity the caller may not see.
        delete result.extensions;
        const { principal, orgId } = contextValue.actor;
        const errors = result.errors?.map(({ extensions }) => extensions?.['code']);
        const took = Math.round(performance.now() - startedAt);
        logger.info({ kind: operation?.operation, operation: operationName, principal, org: orgId, ms: took, errors }, 'operation');
      },
    };
  },
});
