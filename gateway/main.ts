import { readFileSync } from 'node:fs';
import { readConfig } from '@guildhall/platform/config.ts';
import { stopOnSignal } from '@guildhall/platform/http/server.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { gatewayConfig, subgraphUrls } from './config.ts';
import { savedQueries } from './console/saved-queries.ts';
import { createGateway } from './server.ts';

// @apollo/gateway sends usage metrics to its vendor unless this is set when a gateway is made; nothing leaves from here, however it is started.
process.env.APOLLO_TELEMETRY_DISABLED = '1';

const config = readConfig(gatewayConfig, process.env);
const logger = createLogger('gateway', config.LOG_LEVEL);
const server = await createGateway({
  supergraphSdl: readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8'),
  urls: subgraphUrls(config),
  tokens: { issuer: config.OIDC_ISSUER, audience: config.OIDC_AUDIENCE, jwksUrl: config.OIDC_JWKS_URL },
  signingKey: config.GATEWAY_SIGNING_KEY,
  savedQueries: savedQueries(new URL('../operations/', import.meta.url)),
  consoleHeaders: config.GRAPHIQL_HEADERS,
  now: Date.now,
  logger,
});
await server.listen({ port: config.PORT, host: config.HOST });
logger.info({ port: config.PORT }, 'listening');
stopOnSignal(logger, () => server.close());
