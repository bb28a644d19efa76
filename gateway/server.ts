import { createServer } from '@guildhall/platform/http/server.ts';
import { createHopSigner } from '@guildhall/platform/identity/hop.ts';
import type { Logger } from '@guildhall/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import type { JWK } from 'jose';
import type { SubgraphUrls } from './config.ts';
import { graphiqlRoutes, type ConsoleHeaders } from './console/graphiql.ts';
import type { SavedQuery } from './console/saved-queries.ts';
import { graphqlRoutes } from './federation/routes.ts';
import { createSupergraphServer } from './federation/supergraph.ts';
import { createDirectory } from './identity/directory.ts';
import { createDoor } from './identity/door.ts';
import { askGovernance } from './identity/governance.ts';
import { createTokenVerifier, type TokenIssuer } from './identity/token.ts';
import { createSender } from './outgoing.ts';
import { passThrough } from './rest/pass-through.ts';

export type GatewayOptions = {
  readonly supergraphSdl: string;
  readonly urls: SubgraphUrls;
  readonly tokens: TokenIssuer;
  /** Signs the identity that the subgraphs accept. */
  readonly signingKey: JWK;
  readonly savedQueries: readonly SavedQuery[];
  readonly consoleHeaders?: ConsoleHeaders | undefined;
  readonly now: () => number;
  readonly logger: Logger;
};

const PROBE_MS = 1_500;

/** The gateway, ready to listen. Throws when the supergraph does not load. */
export async function createGateway(options: GatewayOptions): Promise<FastifyInstance> {
  const { urls, logger } = options;
  const { send, close } = createSender();
  const sign = await createHopSigner(options.signingKey);
  const directory = createDirectory({ ask: askGovernance({ url: urls.governance, send, sign, logger }), now: options.now });
  const door = createDoor({ verifyToken: createTokenVerifier(options.tokens), directory });

  const probes = Object.entries(urls).map(([name, url]) => ({
    name,
    check: async () => {
      const { status } = await send({ url: new URL('/readyz', url), method: 'GET', deadlineMs: PROBE_MS });
      if (status !== 200) throw new Error(`${name} is not ready`);
    },
  }));
  const app = createServer({ logger, probes });
  const apollo = createSupergraphServer({ supergraphSdl: options.supergraphSdl, urls, send, logger });
  await apollo.start();

  await app.register(graphqlRoutes({ apollo, door, sign, logger }));
  await app.register(graphiqlRoutes(options.savedQueries, () => new Date(options.now()), options.consoleHeaders));
  await app.register(passThrough({ prefix: '/api/v1/apps/', subgraph: 'catalog', url: urls.catalog, door, sign, send, logger }));
  app.addHook('onClose', async () => {
    await apollo.stop();
    close();
  });
  return app;
}
