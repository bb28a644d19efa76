import { readConfig } from '@guildhall/platform/config.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createSubgraphServer } from '@guildhall/platform/graphql/subgraph.ts';
import { stopOnSignal } from '@guildhall/platform/http/server.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { deadLettersOf, toldBy } from '@guildhall/platform/stream/dead-letters.ts';
import { startConsumers } from '@guildhall/platform/stream/consumers.ts';
import { billingConfig } from './config.ts';
import { keepConsumerNames, keepInstalls, createBilling, createConsent, createStore, entities, refreshHeldLines } from './index.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/resolvers.ts';

const config = readConfig(billingConfig, process.env);
const logger = createLogger('billing', config.LOG_LEVEL);
const database = await openDatabase({ url: config.BILLING_REQUEST_DATABASE_URL, schema: 'billing', entities });
const copies = await openDatabase({ url: config.BILLING_WORKER_DATABASE_URL, schema: 'billing', entities, poolSize: 2 });

const consumers = startConsumers(
  'billing',
  { streams: config, url: config.BILLING_WORKER_DATABASE_URL, database: copies, logger },
  { installs: { apply: keepInstalls, current: refreshHeldLines }, 'consumer-names': { apply: keepConsumerNames } },
);

const deps = { store: createStore(database), now: () => new Date(), newId };
const billing = createBilling(deps);
const consent = createConsent({ ...deps, copies: consumers.installs });

const server = await createSubgraphServer({
  name: 'billing',
  resolvers,
  context: createContext(billing, consent, deadLettersOf(copies, 'billing', toldBy('billing', deps.now))),
  gatewayKey: config.GATEWAY_PUBLIC_KEY,
  consumers: Object.values(consumers),
  probes: [{ name: 'postgres', check: database.ping }],
  logger,
});
await server.listen({ port: config.PORT, host: config.HOST });
logger.info({ port: config.PORT }, 'listening');
stopOnSignal(logger, async () => {
  await server.close();
  await Promise.all(Object.values(consumers).map((consumer) => consumer.stop()));
  await Promise.all([copies.close(), database.close()]);
});
