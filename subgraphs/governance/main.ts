import { randomBytes } from 'node:crypto';
import { readConfig } from '@guildhall/platform/config.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createSubgraphServer } from '@guildhall/platform/graphql/subgraph.ts';
import { stopOnSignal } from '@guildhall/platform/http/server.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { deadLettersOf } from '@guildhall/platform/stream/dead-letters.ts';
import { startConsumer } from '@guildhall/platform/stream/consumer.ts';
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
const receiver = { schema: 'governance', url: config.GOVERNANCE_WORKER_DATABASE_URL, database: worker };
const versions = startConsumer({
  name: 'catalog-versions',
  source: { schema: 'catalog', url: config.CATALOG_STREAM_DATABASE_URL },
  receiver,
  logger,
  apply: { ...keepVersions, ...auditSettlements('catalog', { now, newId }) },
});
const auditOf = (schema: 'usage' | 'billing', url: string) =>
  startConsumer({ name: `${schema}-audit`, source: { schema, url }, receiver, logger, apply: auditSettlements(schema, { now, newId }) });
const audits = [auditOf('usage', config.USAGE_STREAM_DATABASE_URL), auditOf('billing', config.BILLING_STREAM_DATABASE_URL)];
const relay = startConsumer({
  name: 'publish-relay',
  source: { schema: 'governance', url: config.GOVERNANCE_STREAM_DATABASE_URL },
  receiver,
  logger,
  deliver: processes.deliver,
});

const governance = createGovernance({
  store: createStore(request),
  platform,
  identity: identityStore(lookup),
  now,
  newId,
  secret: () => randomBytes(32).toString('base64url'),
  caughtUp: versions.caughtUp,
  awaitDecision: processes.awaitDecision,
});

const server = await createSubgraphServer({
  name: 'governance',
  resolvers,
  context: createContext(governance, deadLettersOf(worker, 'governance', auditSettlement({ now, newId }))),
  gatewayKey: config.GATEWAY_PUBLIC_KEY,
  consumers: [versions, relay, ...audits],
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
  await Promise.all([versions, relay, ...audits].map((consumer) => consumer.stop()));
  await temporal.close();
  await Promise.all([request.close(), worker.close(), lookup.close()]);
});
