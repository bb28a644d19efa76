import { randomBytes } from 'node:crypto';
import { readConfig } from '@guildhall/platform/config.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createSubgraphServer } from '@guildhall/platform/graphql/subgraph.ts';
import { stopOnSignal } from '@guildhall/platform/http/server.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { deadLettersOf, toldBy } from '@guildhall/platform/stream/dead-letters.ts';
import { startConsumers } from '@guildhall/platform/stream/consumers.ts';
import { usageConfig } from './config.ts';
import {
  createSigning,
  createStore,
  createUsage,
  endDroppedHold,
  entities,
  keepCatalogCopies,
  keepHolds,
  markCatalogCopies,
} from './index.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/resolvers.ts';

const config = readConfig(usageConfig, process.env);
const logger = createLogger('usage', config.LOG_LEVEL);
const database = await openDatabase({ url: config.USAGE_REQUEST_DATABASE_URL, schema: 'usage', entities });
const worker = await openDatabase({ url: config.USAGE_WORKER_DATABASE_URL, schema: 'usage', entities, poolSize: 3 });
const consumers = startConsumers(
  'usage',
  { streams: config, url: config.USAGE_WORKER_DATABASE_URL, database: worker, logger },
  {
    'usage.catalog': { apply: keepCatalogCopies, current: markCatalogCopies },
    'usage.billing': { apply: keepHolds.billing },
    'usage.governance': { apply: keepHolds.governance },
  },
);
const deps = { store: createStore(database), now: () => new Date() };
const usage = createUsage(deps);
const signing = createSigning({ ...deps, newId, masterKey: config.MASTER_KEY, randomBytes, copies: consumers['usage.catalog'] });

const told = toldBy('usage', deps.now);
const deadLetters = deadLettersOf(worker, 'usage', async (em, actor, letter, how) => {
  await endDroppedHold(em, letter, how);
  await told(em, actor, letter, how);
});

const server = await createSubgraphServer({
  name: 'usage',
  resolvers,
  context: createContext(usage, signing, deadLetters),
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
  await Promise.all([worker.close(), database.close()]);
});
