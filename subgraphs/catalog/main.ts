import { readConfig } from '@guildhall/platform/config.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createSubgraphServer } from '@guildhall/platform/graphql/subgraph.ts';
import { stopOnSignal } from '@guildhall/platform/http/server.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { catalogConfig } from './config.ts';
import { deadLettersOf, toldBy } from '@guildhall/platform/stream/dead-letters.ts';
import { startConsumers } from '@guildhall/platform/stream/consumers.ts';
import {
  createCatalog,
  createInstalling,
  createStore,
  entities,
  keepAccountCopies,
  keepGovernanceNews,
  keepPriceCopies,
  startSearch,
} from './index.ts';
import { createContext } from './resolvers/context.ts';
import { registerRoutes } from './resolvers/rest.ts';
import { resolvers } from './resolvers/resolvers.ts';

const config = readConfig(catalogConfig, process.env);
const logger = createLogger('catalog', config.LOG_LEVEL);
const database = await openDatabase({ url: config.CATALOG_REQUEST_DATABASE_URL, schema: 'catalog', entities });
const search = startSearch({ url: config.CATALOG_STREAM_DATABASE_URL, logger });
const copies = await openDatabase({ url: config.CATALOG_WORKER_DATABASE_URL, schema: 'catalog', entities, poolSize: 2 });
const consumers = startConsumers(
  'catalog',
  { streams: config, url: config.CATALOG_WORKER_DATABASE_URL, database: copies, logger },
  { accounts: { apply: keepAccountCopies }, 'listed-prices': { apply: keepPriceCopies }, organizations: { apply: keepGovernanceNews } },
);
const deps = { store: createStore(database), now: () => new Date(), newId };
const catalog = createCatalog(deps);
const installing = createInstalling({ ...deps, accounts: consumers.accounts });

const server = await createSubgraphServer({
  name: 'catalog',
  resolvers,
  context: createContext(catalog, installing, search, deadLettersOf(copies, 'catalog', toldBy('catalog', deps.now))),
  gatewayKey: config.GATEWAY_PUBLIC_KEY,
  consumers: Object.values(consumers),
  probes: [
    { name: 'postgres', check: database.ping },
    { name: 'search', check: async () => search.ready() || Promise.reject(new Error('the index is not built yet')) },
  ],
  logger,
  routes: registerRoutes(catalog),
});
await server.listen({ port: config.PORT, host: config.HOST });
logger.info({ port: config.PORT }, 'listening');
stopOnSignal(logger, async () => {
  await server.close();
  await Promise.all([search, ...Object.values(consumers)].map((of) => of.stop()));
  await Promise.all([database.close(), copies.close()]);
});
