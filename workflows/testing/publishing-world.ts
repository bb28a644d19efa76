import { createBilling, createStore as createBillingStore, entities as billingEntities } from '@guildhall/billing/index.ts';
import { createCatalog, createStore as createCatalogStore, entities as catalogEntities } from '@guildhall/catalog/index.ts';
import { keepVersion } from '@guildhall/governance/index.ts';
import { createProcesses } from '@guildhall/governance/processes.ts';
import { createWorld, northwind, publisher, root, settlePeople } from '@guildhall/governance/testing/world.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer } from '@guildhall/platform/stream/consumer.ts';
import { openTemporal } from '@guildhall/platform/temporal.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createPublishingActivities } from '../activities/publishing.ts';
import { workflowBundle } from '../bundle.ts';
import { QUEUES, workflowId } from '../contracts/ids.ts';

const HOUR_MS = 3_600_000;
const now = () => new Date();
const logger = createLogger('test', 'error');
Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });

/** An app that both checks pass, of user:beckayu. */
const manifest = (id: string) => ({
  app_id: id,
  title: `Diner ${id}`,
  short_description: 'Finds a place to eat',
  long_description: 'Finds a place where a group of friends can eat',
  owner_id: 'user:beckayu',
  tags: ['dining'],
  domain_labels: ['food'],
  capabilities: ['read'],
  data_scopes: ['user'],
  runtime_descriptor: { type: 'serverless', handler: '/invoke' },
  pricing_template: { model: 'payg', unit: 'invocation', price_per_unit: '0.005' },
});

/** Catalog, billing and governance over fresh databases, the streams between them, and a worker on a real Temporal server. */
export async function createPublishingWorld(temporalAddress: string) {
  const [catalogDatabase, billingDatabase] = await Promise.all([fresh('catalog', catalogEntities), fresh('billing', billingEntities)]);
  const open = async (schema: 'catalog' | 'billing', role: 'request' | 'worker') =>
    schema === 'catalog'
      ? openDatabase({ url: catalogDatabase.url(role), schema, entities: catalogEntities })
      : openDatabase({ url: billingDatabase.url(role), schema, entities: billingEntities });
  const [catalogRequest, catalogWorker, billingWorker] = await Promise.all([
    open('catalog', 'request'),
    open('catalog', 'worker'),
    open('billing', 'worker'),
  ]);
  const catalog = createCatalog({ store: createCatalogStore(catalogRequest), now, newId });
  const billing = createBilling({ store: createBillingStore(billingWorker), now, newId });

  const temporal = openTemporal(temporalAddress);
  const timers = { reminderAfterMs: HOUR_MS, expiryAfterMs: 2 * HOUR_MS };
  const world = await createWorld({
    caughtUp: (timeoutMs) => versions.caughtUp(timeoutMs),
    awaitDecision: (...decision) => processes().awaitDecision(...decision),
  });
  const processes = () => createProcesses({ temporal, publishing: world.publishing, logger, ...timers });
  const receiver = { schema: 'governance', url: world.database.url('worker'), database: world.databases.worker };
  const versions = startConsumer({
    name: 'catalog-versions',
    source: { schema: 'catalog', url: catalogDatabase.url('stream') },
    receiver,
    logger,
    apply: keepVersion,
  });
  const relay = startConsumer({
    name: 'publish-relay',
    source: { schema: 'governance', url: world.database.url('stream') },
    receiver,
    logger,
    // Twice, for delivery is at least once.
    deliver: async (event) => {
      await processes().deliver(event);
      await processes().deliver(event);
    },
  });
  await settlePeople(world);
  await world.governance.createTeam(root(northwind), { id: 'team:kitchen', name: 'Kitchen' });

  const connection = await NativeConnection.connect({ address: temporalAddress });
  const activities = createPublishingActivities({
    catalog: createCatalog({ store: createCatalogStore(catalogWorker), now, newId }),
    billing,
    governance: world.publishing,
  });
  let running: { readonly worker: Worker; readonly done: Promise<void> } | undefined;

  return {
    ...world,
    catalog,
    billing,
    temporal,
    relay,
    /** What the processes that start from now on wait for. */
    timers,
    handle: (publishRequestId: string) => temporal.client.workflow.getHandle(workflowId.publish(publishRequestId)),
    async startWorker() {
      const worker = await Worker.create({
        connection,
        identity: 'worker of a test',
        taskQueue: QUEUES.approval,
        workflowBundle: await workflowBundle(),
        activities,
      });
      running = { worker, done: worker.run() };
    },
    async stopWorker() {
      running?.worker.shutdown();
      await running?.done;
      running = undefined;
    },
    /** Registers an app and asks to publish its first version. */
    async request(id: string, of: { readonly audience?: 'team' | 'organization' | 'public'; readonly lacking?: boolean } = {}) {
      const { audience = 'public', lacking = false } = of;
      const { long_description, ...rest } = manifest(id);
      await catalog.registerApp(publisher, lacking ? rest : { ...rest, long_description });
      const team = audience === 'team' ? 'team:kitchen' : null;
      return world.governance.requestPublish(publisher, { appId: id, version: 1, audience, team, idempotencyKey: id });
    },
    async status(publishRequestId: string) {
      return (await world.publishing.reviewedRequest({ orgId: northwind, publishRequestId })).status;
    },
    catalogDatabase,
    async end() {
      await Promise.all([versions.stop(), relay.stop(), this.stopWorker()]);
      await Promise.all([temporal.close(), connection.close(), catalogRequest.close(), catalogWorker.close(), billingWorker.close()]);
      await Promise.all([catalogDatabase.drop(), billingDatabase.drop(), world.drop()]);
    },
  };
}
export type PublishingWorld = Awaited<ReturnType<typeof createPublishingWorld>>;

const fresh = (schema: 'catalog' | 'billing', entities: typeof catalogEntities | typeof billingEntities) =>
  createTestDatabase({
    schema,
    roles: ['request', 'worker', 'stream'],
    entities,
    folder: new URL(`../../subgraphs/${schema}/migrations`, import.meta.url),
  });
