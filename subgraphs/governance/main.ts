import { randomBytes } from 'node:crypto';
import { readConfig } from '@guildhall/platform/config.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createSubgraphServer } from '@guildhall/platform/graphql/subgraph.ts';
import { stopOnSignal } from '@guildhall/platform/http/server.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { deadLettersOf } from '@guildhall/platform/stream/dead-letters.ts';
import { startConsumers } from '@guildhall/platform/stream/consumers.ts';
import { openTemporal } from '@guildhall/platform/temporal.ts';
import { governanceConfig } from './config.ts';
import {
  auditSettlement,
  auditSettlements,
  createGovernance,
  createPublishing,
  createStore,
  ensurePlatformAdmins,
  entities,
  identityStore,
  keepVersions,
} from './index.ts';
import { createProcesses } from './processes.ts';
import { createContext } from './resolvers/context.ts';
import { identityRoutes } from './resolvers/identity.ts';
import { resolvers } from './resolvers/resolvers.ts';

const HOUR_MS = 3_600_000;

const config = readConfig(governanceConfig, process.env);
const logger = createLogger('governance', config.LOG_LEVEL);
const open = (url: string) => openDatabase({ url, schema: 'governance', entities });
const [request, worker, lookup] = await Promise.all([
  open(config.GOVERNANCE_REQUEST_DATABASE_URL),
  open(config.GOVERNANCE_WORKER_DATABASE_URL),
  open(config.GOVERNANCE_LOOKUP_DATABASE_URL),
]);
const now = () => new Date();
const platform = createStore(worker);
await ensurePlatformAdmins({ store: platform, now, newId }, config.PLATFORM_ADMINS);

const temporal = openTemporal(config.TEMPORAL_ADDRESS);
const processes = createProcesses({
  temporal,
  publishing: createPublishing({ store: platform, now, newId }),
  logger,
  reminderAfterMs: config.PUBLISH_REMINDER_AFTER_HOURS * HOUR_MS,
  expiryAfterMs: config.PUBLISH_EXPIRY_AFTER_HOURS * HOUR_MS,
});
const audit = (source: 'catalog' | 'usage' | 'billing') => auditSettlements(source, { now, newId });
const consumers = startConsumers(
  'governance',
  { streams: config, url: config.GOVERNANCE_WORKER_DATABASE_URL, database: worker, logger },
  {
    'catalog-versions': { apply: { ...keepVersions, ...audit('catalog') } },
    'usage-audit': { apply: audit('usage') },
    'billing-audit': { apply: audit('billing') },
    'publish-relay': { deliver: processes.deliver },
  },
);

const governance = createGovernance({
  store: createStore(request),
  platform,
  identity: identityStore(lookup),
  now,
  newId,
  secret: () => randomBytes(32).toString('base64url'),
  caughtUp: consumers['catalog-versions'].caughtUp,
  awaitDecision: processes.awaitDecision,
});

const server = await createSubgraphServer({
  name: 'governance',
  resolvers,
  context: createContext(governance, deadLettersOf(worker, 'governance', auditSettlement({ now, newId }))),
  gatewayKey: config.GATEWAY_PUBLIC_KEY,
  consumers: Object.values(consumers),
  // Temporal is not among them: without it requests and decisions are taken all the same, and the relay brings them later.
  probes: [
    { name: 'postgres', check: request.ping },
    { name: 'identity', check: lookup.ping },
  ],
  logger,
  routes: identityRoutes(governance),
});
await server.listen({ port: config.PORT, host: config.HOST });
logger.info({ port: config.PORT }, 'listening');
stopOnSignal(logger, async () => {
  await server.close();
  await Promise.all(Object.values(consumers).map((consumer) => consumer.stop()));
  await temporal.close();
  await Promise.all([request.close(), worker.close(), lookup.close()]);
});
