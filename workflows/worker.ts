import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createBilling, createStore as createBillingStore, entities as billingEntities } from '@guildhall/billing/index.ts';
import { createCatalog, createStore as createCatalogStore, entities as catalogEntities } from '@guildhall/catalog/index.ts';
import { createPublishing, createStore as createGovernanceStore, entities as governanceEntities } from '@guildhall/governance/index.ts';
import { readConfig } from '@guildhall/platform/config.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createServer } from '@guildhall/platform/http/server.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { housekeepingOf } from '@guildhall/platform/stream/housekeeping.ts';
import { createStore as createUsageStore, createUsage, entities as usageEntities } from '@guildhall/usage/index.ts';
import { createActivities } from './activities/index.ts';
import { workflowBundle } from './bundle.ts';
import { workerConfig } from './config.ts';
import { QUEUES } from './contracts/ids.ts';
import { ensureSchedules } from './schedules.ts';

const config = readConfig(workerConfig, process.env);
const logger = createLogger('worker', config.LOG_LEVEL);
Runtime.install({
  shutdownSignals: [],
  logger: new DefaultLogger('WARN', ({ level, message, meta }) => logger.info({ level, meta }, message)),
});

const [catalogDb, usageDb, billingDb, governanceDb] = await Promise.all([
  openDatabase({ url: config.CATALOG_WORKER_DATABASE_URL, schema: 'catalog', entities: catalogEntities }),
  openDatabase({ url: config.USAGE_WORKER_DATABASE_URL, schema: 'usage', entities: usageEntities }),
  openDatabase({ url: config.BILLING_WORKER_DATABASE_URL, schema: 'billing', entities: billingEntities }),
  openDatabase({ url: config.GOVERNANCE_WORKER_DATABASE_URL, schema: 'governance', entities: governanceEntities }),
]);
const databases = [catalogDb, usageDb, billingDb, governanceDb];
const now = () => new Date();
const activities = createActivities({
  catalog: createCatalog({ store: createCatalogStore(catalogDb), now, newId }),
  usage: createUsage({ store: createUsageStore(usageDb), now }),
  billing: createBilling({ store: createBillingStore(billingDb), now, newId, graceHours: config.INVOICE_GRACE_HOURS }),
  governance: createPublishing({ store: createGovernanceStore(governanceDb), now, newId }),
  tables: {
    catalog: housekeepingOf(catalogDb, 'catalog'),
    usage: housekeepingOf(usageDb, 'usage'),
    billing: housekeepingOf(billingDb, 'billing'),
    governance: housekeepingOf(governanceDb, 'governance'),
  },
  now,
});

const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
const bundle = await workflowBundle();
const workers = await Promise.all(
  Object.values(QUEUES).map((taskQueue) =>
    Worker.create({
      connection,
      taskQueue,
      workflowBundle: bundle,
      activities,
      maxCachedWorkflows: 200,
      shutdownGraceTime: '10 seconds',
      maxHeartbeatThrottleInterval: '5 seconds',
    }),
  ),
);
const client = await Connection.connect({ address: config.TEMPORAL_ADDRESS });
await ensureSchedules(new Client({ connection: client }));

const server = createServer({
  logger,
  probes: [
    { name: 'temporal', check: () => client.withDeadline(Date.now() + 1_500, () => client.workflowService.getSystemInfo({})) },
    ...databases.map((database, i) => ({ name: `postgres ${['catalog', 'usage', 'billing', 'governance'][i]}`, check: database.ping })),
  ],
});
await server.listen({ port: config.PORT, host: config.HOST });
logger.info({ port: config.PORT, queues: Object.values(QUEUES) }, 'polling');

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    for (const worker of workers) worker.shutdown();
  });
}
try {
  await Promise.all(workers.map((worker) => worker.run()));
} finally {
  await server.close();
  await Promise.all([client.close(), connection.close(), ...databases.map((database) => database.close())]);
}
