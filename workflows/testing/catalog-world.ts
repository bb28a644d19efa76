import { keepInstalls, INSTALLS_READER, entities as billingEntities } from '@guildhall/billing/index.ts';
import { actor, PUBLISHER, type RunningBilling } from '@guildhall/billing/testing/fixture.ts';
import { subscription } from '@guildhall/billing/testing/values.ts';
import { handle } from '@guildhall/events/event.ts';
import { createCatalog, createInstalling, createStore, entities, keepAccountCopies } from '@guildhall/catalog/index.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer } from '@guildhall/platform/stream/consumer.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';

/** A public app that costs 10 USD a month. */
export const FEE_APP = 'planner-1';
const manifest = {
  app_id: FEE_APP,
  title: 'Planner',
  short_description: 'Plans a week',
  owner_id: 'user:beckayu',
  tags: ['planning'],
  domain_labels: ['work'],
  capabilities: ['read'],
  data_scopes: ['user'],
  runtime_descriptor: { type: 'serverless', handler: '/invoke' },
  pricing_template: subscription('10', {}, {}),
};
/** What billing tells of an account in dollars. */
const accountOf = (orgId: string) => ({
  id: newId('evt'),
  type: 'billing.account.changed' as const,
  orgId,
  entityId: orgId,
  payload: { kind: 'external', currency: 'USD' },
  occurredAt: LATE_IN_NOVEMBER,
});
const LATE_IN_NOVEMBER = new Date('2026-11-29T20:00:00Z');

/** A catalog over a fresh database with one listed app, and billing's copy of its installs, which can be held up. */
export async function startCatalog(billing: RunningBilling) {
  const database = await createTestDatabase({
    schema: 'catalog',
    entities,
    folder: new URL('../../subgraphs/catalog/migrations', import.meta.url),
  });
  const [request, worker, receiver] = await Promise.all([
    openDatabase({ url: database.url('request'), schema: 'catalog', entities }),
    openDatabase({ url: database.url('worker'), schema: 'catalog', entities }),
    openDatabase({ url: billing.url('worker'), schema: 'billing', entities: billingEntities, poolSize: 2 }),
  ]);
  const deps = { now: () => LATE_IN_NOVEMBER, newId };
  const store = createStore(request);
  const copyInstalls = () =>
    startConsumer({
      name: INSTALLS_READER,
      source: { schema: 'catalog', url: database.url('stream') },
      receiver: { schema: 'billing', url: billing.url('worker'), database: receiver },
      logger: createLogger('test', 'error'),
      apply: keepInstalls,
    });
  let copying: ReturnType<typeof copyInstalls> | undefined = copyInstalls();

  const publishing = createCatalog({ ...deps, store: createStore(worker) });
  const account = (orgId: string) => worker.transaction((em) => handle(keepAccountCopies, accountOf(orgId), em));
  await createCatalog({ ...deps, store }).registerApp(actor(PUBLISHER, 'publisher'), manifest);
  const { digest } = await publishing.reviewedVersion(PUBLISHER, FEE_APP, 1);
  const { priceVersionId } = await billing.price(FEE_APP, manifest.pricing_template);
  await publishing.publishVersion({ orgId: PUBLISHER, appId: FEE_APP, number: 1, digest, audience: { kind: 'public' }, priceVersionId });

  return {
    operations: publishing,
    /** Installs the app for an organisation on 29 November, so that it covers the 30th, in a transaction that stays open until `commit`. */
    install: async (orgId: string, commit: Promise<unknown> = Promise.resolve()) => {
      await account(orgId);
      return createInstalling({
        ...deps,
        accounts: { caughtUp: async () => true, knows: async () => true },
        store: {
          ...store,
          transaction: (by, work) =>
            store.transaction(by, async (tx) => {
              const done = await work(tx);
              await commit;
              return done;
            }),
        },
      }).installApp(actor(orgId, 'billing_admin'), FEE_APP);
    },
    /** As if billing went away: nothing of the catalog reaches its copy until it comes back. */
    async stopCopying() {
      await copying?.stop();
      copying = undefined;
    },
    startCopying() {
      copying ??= copyInstalls();
    },
    async end() {
      await copying?.stop();
      await Promise.all([request.close(), worker.close(), receiver.close()]);
      await database.drop();
    },
  };
}
