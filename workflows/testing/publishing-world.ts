import { createBilling, createStore as createBillingStore, entities as billingEntities } from '@guildhall/billing/index.ts';
import {
  createCatalog,
  createStore as createCatalogStore,
  entities as catalogEntities,
  keepGovernanceNews,
} from '@guildhall/catalog/index.ts';
import { keepVersions } from '@guildhall/governance/index.ts';
import { createProcesses } from '@guildhall/governance/processes.ts';
import { createWorld, northwind, publisher, root, settlePeople } from '@guildhall/governance/testing/world.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { UnavailableError } from '@guildhall/platform/errors.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer } from '@guildhall/platform/stream/consumer.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import { createStore as createUsageStore, createUsage, entities as usageEntities } from '@guildhall/usage/index.ts';
import { Client } from 'pg';
import { createPublishingActivities } from '../activities/publishing.ts';
import { QUEUES, workflowId } from '../contracts/ids.ts';
import { createStage } from './stage.ts';

const HOUR_MS = 3_600_000;
const now = () => new Date();
const logger = createLogger('test', 'error');

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
  pricing_template: { model: 'payg', unit: 'page', price_per_unit: '0.005' },
});

/** Catalog, usage, billing and governance over fresh databases, the streams between them, and a worker on a real Temporal server. */
export async function createPublishingWorld(temporalAddress: string) {
  const [catalogDatabase, usageDatabase, billingDatabase] = await Promise.all([fresh('catalog'), fresh('usage'), fresh('billing')]);
  const opened = await Promise.all([
    openDatabase({ url: catalogDatabase.url('request'), schema: 'catalog', entities: ENTITIES.catalog }),
    openDatabase({ url: catalogDatabase.url('worker'), schema: 'catalog', entities: ENTITIES.catalog }),
    openDatabase({ url: usageDatabase.url('worker'), schema: 'usage', entities: ENTITIES.usage }),
    openDatabase({ url: billingDatabase.url('worker'), schema: 'billing', entities: ENTITIES.billing }),
  ]);
  const [catalogRequest, catalogWorker, usageWorker, billingWorker] = opened;
  const catalog = createCatalog({ store: createCatalogStore(catalogRequest), now, newId });
  const billing = createBilling({ store: createBillingStore(billingWorker), now, newId });

  const timers = { reminderAfterMs: HOUR_MS, expiryAfterMs: 2 * HOUR_MS };
  const world = await createWorld({
    caughtUp: (timeoutMs) => versions.caughtUp(timeoutMs),
    awaitDecision: (...decision) => processes().awaitDecision(...decision),
  });
  const parts = {
    catalog: createCatalog({ store: createCatalogStore(catalogWorker), now, newId }),
    usage: createUsage({ store: createUsageStore(usageWorker), now }),
    billing,
    governance: world.publishing,
  };
  const activities = createPublishingActivities(parts);
  const stage = await createStage(temporalAddress, { taskQueue: QUEUES.approval, activities });
  const { temporal } = stage;
  const processes = () => createProcesses({ temporal, publishing: world.publishing, logger, ...timers });
  const receiver = { schema: 'governance', url: world.database.url('worker'), database: world.databases.worker };
  const versions = startConsumer({
    name: 'catalog-versions',
    source: { schema: 'catalog', url: catalogDatabase.url('stream') },
    receiver,
    logger,
    apply: keepVersions,
  });
  const organizations = startConsumer({
    name: 'organizations',
    source: { schema: 'governance', url: world.database.url('stream') },
    receiver: { schema: 'catalog', url: catalogDatabase.url('worker'), database: catalogWorker },
    logger,
    apply: keepGovernanceNews,
  });
  const relay = startConsumer({
    name: 'publish-relay',
    source: { schema: 'governance', url: world.database.url('stream') },
    receiver,
    logger,
    // Twice, for delivery is at least once.
    deliver: {
      async 'governance.publish.requested'(event) {
        await processes().deliver['governance.publish.requested'](event);
        await processes().deliver['governance.publish.requested'](event);
      },
      async 'governance.decision.made'(event) {
        await processes().deliver['governance.decision.made'](event);
        await processes().deliver['governance.decision.made'](event);
      },
    },
  });
  await settlePeople(world);
  await world.governance.createTeam(root(northwind), { id: 'team:kitchen', name: 'Kitchen' });

  return {
    ...world,
    ...stage,
    /** What the activities are made of, for a test that puts something between. */
    parts,
    activities,
    catalog,
    billing,
    relay,
    /** What the processes that start from now on wait for. */
    timers,
    handle: (publishRequestId: string) => temporal.client.workflow.getHandle(workflowId.publish(publishRequestId)),
    /** Registers an app and asks to publish its first version. */
    async request(id: string, of: { readonly audience?: 'team' | 'organization' | 'public'; readonly lacking?: boolean } = {}) {
      const { audience = 'public', lacking = false } = of;
      const { long_description, ...rest } = manifest(id);
      await catalog.registerApp(publisher, lacking ? rest : { ...rest, long_description });
      const team = audience === 'team' ? 'team:kitchen' : null;
      for (;;) {
        try {
          return await world.governance.requestPublish(publisher, { appId: id, version: 1, audience, team, idempotencyKey: id });
        } catch (error) {
          // As its sentence says: on a busy machine the version may take longer to come than a request waits.
          if (!(error instanceof UnavailableError)) throw error;
        }
      }
    },
    async status(publishRequestId: string) {
      return (await world.publishing.reviewedRequest({ orgId: northwind, publishRequestId })).status;
    },
    catalogDatabase,
    /** The units that usage counts an app's use in. */
    async unitsOf(appId: string): Promise<readonly string[]> {
      const [copy] = await usageWorker.transaction((em) =>
        em.execute<{ units: string[] }[]>('select units from usage.app_copy where app_id = ?', [appId]),
      );
      return copy?.units ?? [];
    },
    /** Every row of the subgraphs that is about an app or its request, without ids and times of chance. */
    async rowsAbout(appId: string, publishRequestId: string): Promise<string[]> {
      const found = await Promise.all(
        [catalogDatabase, usageDatabase, billingDatabase, world.database].map((database) =>
          rowsWith(database.adminUrl, [appId, publishRequestId]),
        ),
      );
      return found
        .flat()
        .map((row) => row.replaceAll(appId, 'APP').replaceAll(CHANCE, '…'))
        .sort();
    },
    async end() {
      await Promise.all([versions.stop(), organizations.stop(), relay.stop()]);
      await Promise.all([stage.end(), ...opened.map((database) => database.close())]);
      await Promise.all([catalogDatabase.drop(), usageDatabase.drop(), billingDatabase.drop(), world.drop()]);
    },
  };
}
export type PublishingWorld = Awaited<ReturnType<typeof createPublishingWorld>>;

const CHANCE = /[0-9a-f]{32,64}|\d{4}-\d{2}-\d{2}T[\d:.]+(?:\+00:00|Z)/g;

async function rowsWith(url: string, words: readonly string[]): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('catalog', 'usage', 'billing', 'governance')`,
    );
    const rows: string[] = [];
    for (const { name } of tables) {
      const found = await client.query<{ row: string }>(
        `select (to_jsonb(t) - '{xid,position}'::text[])::text as row from ${name} t where to_jsonb(t)::text like any ($1)`,
        [words.map((word) => `%${word}%`)],
      );
      rows.push(...found.rows.map(({ row }) => `${name} ${row}`));
    }
    return rows;
  } finally {
    await client.end();
  }
}

const ENTITIES = { catalog: catalogEntities, usage: usageEntities, billing: billingEntities };

const fresh = (schema: keyof typeof ENTITIES) =>
  createTestDatabase({
    schema,
    entities: ENTITIES[schema],
    folder: new URL(`../../subgraphs/${schema}/migrations`, import.meta.url),
  });
