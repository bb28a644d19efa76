import { entities as billingEntities, keepInstalls } from '@guildhall/billing/index.ts';
import { actor, startBilling } from '@guildhall/billing/testing/fixture.ts';
import type { NaiveLine } from '@guildhall/billing/testing/naive-consent.ts';
import { createCatalog, createInstalling, createStore, entities, keepBillingCopies } from '@guildhall/catalog/index.ts';
import { handle, type Handlers } from '@guildhall/events/event.ts';
import { openDatabase, type Database } from '@guildhall/platform/database/database.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { addDays } from '@guildhall/platform/period.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import { keepCatalogCopies } from '@guildhall/usage/index.ts';
import { createWorld, signed, usageEvent, type SigningKeyInHand } from '@guildhall/usage/testing/world.ts';
import type { EntityManager } from '@mikro-orm/postgresql';

type Told = Parameters<typeof handle>[1] & { readonly place: string };
type Audience = { readonly kind: 'public' } | { readonly kind: 'organization' } | { readonly kind: 'team'; readonly team: string };

/** Long after everything that the histories tell. */
const AFTERWARDS = new Date('2027-06-01T00:00:00Z');
const PAGE = 1_000;
const MANIFEST = {
  title: 'Planner',
  owner_id: 'user:beckayu',
  tags: ['planning'],
  domain_labels: ['work'],
  capabilities: ['read'],
  data_scopes: ['user'],
  runtime_descriptor: { type: 'serverless', handler: '/invoke' },
};

/** Catalog, usage and billing over fresh databases at one clock; what one tells another arrives when it is let through. */
export async function createConsentWorld() {
  const [usage, billing] = await Promise.all([createWorld(), startBilling()]);
  const database = await createTestDatabase({
    schema: 'catalog',
    entities,
    folder: new URL('../../subgraphs/catalog/migrations/', import.meta.url),
  });
  const open = (role: 'request' | 'worker') => openDatabase({ url: database.url(role), schema: 'catalog', entities });
  const [request, worker] = await Promise.all([open('request'), open('worker')]);
  const stream = await openDatabase({ url: database.url('stream'), schema: 'catalog', entities });
  const copier = await openDatabase({ url: billing.url('worker'), schema: 'billing', entities: billingEntities });
  let now = AFTERWARDS;
  const deps = { now: () => now, newId };
  const catalog = createCatalog({ ...deps, store: createStore(request) });
  const publishing = createCatalog({ ...deps, store: createStore(worker) });
  const installing = createInstalling({ ...deps, store: createStore(request), accounts: { caughtUp: async () => true } });
  // Ingest waits for an install that is on its way; here it comes by the history alone.
  usage.stream.caughtUp = false;

  const places = new Map<string, string>();
  /** Lets the catalog's events through to one receiver: those of some types, or all since the last time. */
  async function arrive(name: string, receiver: Database, apply: Handlers<[EntityManager]>, types?: readonly string[]): Promise<void> {
    const events = await stream.transaction((em) =>
      em.execute<Told[]>(
        `select position::text as place, id, org_id as "orgId", type, entity_id as "entityId", payload, occurred_at as "occurredAt"
           from catalog.outbox where position > ?::bigint ${types ? `and type in (${types.map(() => '?').join(', ')})` : ''} order by position`,
        [places.get(name) ?? '0', ...(types ?? [])],
      ),
    );
    await receiver.transaction(async (em) => {
      for (const event of events) await handle(apply, { ...event, occurredAt: new Date(event.occurredAt) }, em);
    });
    const last = events.at(-1)?.place;
    if (last !== undefined) places.set(name, last);
  }

  return {
    usage,
    billing,
    setTime(at: number) {
      now = usage.clock.now = billing.clock.now = new Date(at);
    },
    /** Publishes the next version of an app at a price, as its approval would; answers the price version. */
    async publish(orgId: string, appId: string, number: number, audience: Audience, pricing: object): Promise<string> {
      const by = actor(orgId, 'publisher');
      const changes = { pricing_template: pricing, short_description: `Version ${number}` };
      if (number === 1) await catalog.registerApp(by, { ...MANIFEST, app_id: appId, ...changes });
      else await catalog.updateApp(by, appId, changes);
      const version = await publishing.reviewedVersion(orgId, appId, number);
      const of = { orgId, appId, digest: version.digest, audience };
      const { priceVersionId } = await billing.desk.putPriceInForce({
        ...of,
        versionNumber: number,
        publishRequestId: newId('pub'),
        pricing: version.manifest.pricing_template,
      });
      await publishing.publishVersion({ ...of, number, priceVersionId });
      await billing.desk.announcePrice({ orgId, appId, priceVersionId });
      return priceVersionId;
    },
    async openAccount(orgId: string, currency: 'USD' | 'JPY'): Promise<void> {
      await billing.billing.openAccount(actor(orgId, 'billing_admin'), { kind: 'external', currency, idempotencyKey: newId('key') });
      const told = { id: newId('evt'), type: 'billing.account.changed', orgId, entityId: orgId, occurredAt: now };
      await worker.transaction((em) => handle(keepBillingCopies, { ...told, payload: { kind: 'external', currency } }, em));
    },
    install: (orgId: string, appId: string) => installing.installApp(actor(orgId, 'billing_admin'), appId),
    uninstall: (orgId: string, appId: string) => catalog.uninstallApp(actor(orgId, 'billing_admin'), appId),
    /** Accepts a price once billing has heard of the install, for which the operation waits. */
    async accept(orgId: string, installId: string, priceVersionId: string): Promise<void> {
      await this.installsReachBilling();
      await billing.consent.acceptPrice(actor(orgId, 'billing_admin'), { installId, priceVersionId, idempotencyKey: newId('key') });
    },
    installsReachBilling: () => arrive('billing', copier, keepInstalls),
    installsReachUsage: () => arrive('installs of usage', usage.worker, keepCatalogCopies, ['catalog.install.changed']),
    appsReachUsage: () => arrive('apps of usage', usage.worker, keepCatalogCopies, ['catalog.version.created', 'catalog.app.published']),
    /** Sends a signed event that counts nothing but tokens; answers what its receipt says. */
    async send(key: SigningKeyInHand, orgId: string, timestamp: number, tokens: number): Promise<string> {
      const event = usageEvent(key.appId, {
        org_id: orgId,
        action: 'look',
        timestamp: new Date(timestamp).toISOString(),
        payload: { tokens },
      });
      const [receipt] = await usage.ingest.receiveEvents([signed(event, key)]);
      if (receipt?.code === 'INSTALL_NOT_KNOWN_YET') return 'postponed';
      return receipt?.code ?? receipt?.status ?? '';
    },
    /** Closes every day on which anything was counted, and hands each to billing. */
    async closeAll(): Promise<void> {
      this.setTime(AFTERWARDS.getTime());
      const days = await usage.sql<{ day: string }>(
        `select distinct (occurred_at at time zone 'UTC')::date::text as day from usage.usage_event order by 1`,
      );
      for (const { day } of days) {
        await usage.platform.closeDay(day);
        for (let after: string | undefined; ;) {
          const { rows, next } = await usage.platform.closedDayPage({ from: day, to: addDays(day, 1) }, after, PAGE);
          await billing.desk.takeUsageDay(rows);
          if (next === null) break;
          after = next;
        }
      }
    },
    /** Bills a month; answers its lines with a quantity, as the reference has them, and the audiences of their price versions. */
    async bill(orgId: string, month: string) {
      await billing.desk.draftInvoice(orgId, month);
      await billing.desk.numberAndPost(orgId, month);
      return billing.sql<{ line: NaiveLine; audiences: string[] }>(
        `select json_build_array(l.kind, v.number, l.quantity, l.included, l.amount_minor) as line, v.audiences
           from billing.charge_line l join billing.price_version v on v.id = l.price_version ->> 'id'
          where l.org_id = $1 and l.month = $2 and l.quantity <> 0 order by l.kind, v.number`,
        [orgId, month],
      );
    },
    async key(orgId: string, appId: string): Promise<SigningKeyInHand> {
      const { key, secret } = await usage.signing.createSigningKey(actor(orgId, 'publisher'), appId);
      return { appId, id: key.id, secret };
    },
    async end() {
      await Promise.all([usage.close(), billing.stop(), request.close(), worker.close(), stream.close(), copier.close()]);
      await database.drop();
    },
  };
}
