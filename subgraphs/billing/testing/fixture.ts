import { handle } from '@guildhall/events/event.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { UserError } from '@guildhall/platform/errors.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import type { Currency } from '@guildhall/platform/money.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { deadLettersOf, toldBy } from '@guildhall/platform/stream/dead-letters.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import { Client } from 'pg';
import {
  createBilling,
  createConsent,
  createStore,
  entities,
  keepInstalls,
  refreshHeldLines,
  type PricingTemplate,
  type UsageDayRow,
} from '../index.ts';
import { priceStore } from '../store/price-store.ts';

/** Before everything that the tests bill. */
export const LONG_AGO = new Date('2026-01-01T00:00:00Z');

export const PUBLISHER = 'org:northwind';
export const APP = 'where2eat-742';
/** The instant from which November 2026 may be booked. */
export const DUE = new Date('2026-12-04T00:00:00Z');

export const actor = (orgId: string, ...roles: Role[]): Actor => ({ principal: 'user:alice', kind: 'user', orgId, roles, teams: [] });
export const usageRow = (of: Partial<UsageDayRow> & { quantity: string }): UsageDayRow => ({
  orgId: 'org:acme',
  appId: APP,
  publisher: PUBLISHER,
  day: '2026-11-16',
  unit: 'token',
  version: 1,
  withinInstall: true,
  ...of,
});

/** Billing on a database of its own, whose accounts and installs are of `since` unless a test says otherwise: over the request role as resolvers have it, and over the worker role as activities do. */
export async function startBilling({ since = LONG_AGO }: { readonly since?: Date } = {}) {
  const test = await createTestDatabase({
    schema: 'billing',
    entities,
    folder: new URL('../migrations', import.meta.url),
  });
  const open = (role: 'request' | 'worker') => openDatabase({ url: test.url(role), schema: 'billing', entities });
  const [request, worker] = await Promise.all([open('request'), open('worker')]);
  const admin = new Client({ connectionString: test.adminUrl });
  await admin.connect();
  const clock = { now: DUE };
  const over = (database: typeof request) => createBilling({ store: createStore(database), now: () => clock.now, newId });
  const [billing, plainDesk] = [over(request), over(worker)];
  const long = createBilling({ store: createStore(request), now: () => since, newId });
  const stream = { caughtUp: true, arrives: async (): Promise<void> => undefined };
  const copies = { caughtUp: async () => stream.caughtUp, settled: () => stream.arrives().then(() => stream.caughtUp) };
  const consent = createConsent({ store: createStore(request), now: () => clock.now, newId, copies });
  const put = async (orgId: string, id: string, appId: string, publisher: string, from: string, to: string | null, version?: string) => {
    const span = { installedAt: new Date(from).toISOString(), uninstalledAt: to === null ? null : new Date(to).toISOString() };
    const payload = { installId: id, appId, publisher, ...span, priceVersionId: version ?? (await newest(appId)) };
    const event = { id: newId('evt'), type: 'catalog.install.changed', orgId, entityId: id, payload, occurredAt: since };
    await worker.transaction((em) => handle(keepInstalls, event, em));
  };
  /** Whoever uses an app has installed it; long ago and at its newest price, unless a test said otherwise. */
  const installUsed = async (rows: readonly UsageDayRow[]) => {
    for (const { orgId, appId, publisher } of rows) {
      const [known] = await worker.transaction((em) =>
        em.execute<object[]>('select 1 from billing.install_copy where org_id = ? and app_id = ?', [orgId, appId]),
      );
      if (!known) await put(orgId, `ins_used_${appId}`, appId, publisher, since.toISOString(), null);
    }
  };
  const desk = {
    ...plainDesk,
    async takeUsageDay(rows: readonly UsageDayRow[]) {
      await installUsed(rows);
      return plainDesk.takeUsageDay(rows);
    },
  };
  const newest = async (appId: string) => (await worker.transaction((em) => priceStore(em).ofApps([appId]))).at(-1)?.id ?? null;

  return {
    /** As resolvers have it. */
    billing,
    consent,
    /** Whether the catalog's news has arrived. */
    stream,
    deadLetters: deadLettersOf(
      worker,
      'billing',
      toldBy('billing', () => clock.now),
    ),
    /** As activities have it; use installs what it is of. */
    desk,
    /** The same, where nothing is installed but by {@link install}. */
    plainDesk,
    clock,
    url: test.url,
    request,
    /** As a superuser: for looking, and for altering by hand what no role may. */
    sql: async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> => (await admin.query<Row>(text, values)).rows,
    /** An account that was opened before anything else, unless another time is given. */
    openAccount: (orgId: string, kind: 'external' | 'internal' = 'external', currency: Currency = 'USD') =>
      long.openAccount(actor(orgId, 'billing_admin', ...(kind === 'internal' ? (['platform_admin'] as const) : [])), {
        kind,
        currency,
        idempotencyKey: 'open',
      }),
    price: (appId: string, pricing: PricingTemplate, publishRequestId = `pub_${appId}`) =>
      desk.putPriceInForce({
        orgId: PUBLISHER,
        appId,
        versionNumber: 1,
        digest: 'd'.repeat(64),
        publishRequestId,
        audience: { kind: 'public' },
        pricing,
      }),
    /** Tells billing of an install, bound to the newest price version of its app unless another is named. */
    async install(
      orgId: string,
      appId: string,
      installedAt = '2026-10-01T00:00:00Z',
      uninstalledAt: string | null = null,
      of: { readonly id?: string; readonly priceVersionId?: string; readonly publisher?: string } = {},
    ) {
      const { id = `ins_${appId}`, publisher = PUBLISHER, priceVersionId } = of;
      await put(orgId, id, appId, publisher, installedAt, uninstalledAt, priceVersionId);
      await worker.transaction(refreshHeldLines);
    },
    /** The copy of an open install alone, without what follows it between batches, which is {@link refreshHeld}. */
    copyInstall: (orgId: string, appId: string, installedAt: string, id: string) => put(orgId, id, appId, PUBLISHER, installedAt, null),
    refreshHeld: () => worker.transaction(refreshHeldLines),
    /** Lets apps be on hold, and updates what that changes, as a day's hand-over and the consumer of installs do. */
    async hold(...apps: string[]) {
      await desk.putAppsOnHold(new Set(apps));
      await worker.transaction(refreshHeldLines);
    },
    /** All three steps of an account's month. */
    async bill(orgId: string, month = '2026-11') {
      const drafted = await desk.draftInvoice(orgId, month);
      await desk.numberAndPost(orgId, month);
      await desk.finalizeInvoice(orgId, month);
      return drafted;
    },
    /** A month's run as its workflow does it; answers which accounts it started, and how the month stands. */
    async run(month = '2026-11', limit = 10) {
      const started: string[] = [];
      for (let after: string | undefined; ;) {
        const { accounts, next } = await desk.accountsToBill(month, after, limit);
        for (const orgId of accounts) {
          started.push(orgId);
          await this.bill(orgId, month).catch((error: unknown) => {
            if (!(error instanceof Error)) throw error;
            const code = error instanceof UserError ? (error.code ?? '') : error.name;
            return desk.recordUnbooked(month, { orgId, outcome: 'failed', code, reason: error.message });
          });
        }
        if (next === null) return { started, standing: await desk.recordRun(month) };
        after = next;
      }
    },
    async stop() {
      await Promise.all([request.close(), worker.close(), admin.end()]);
      await test.drop();
    },
  };
}
export type RunningBilling = Awaited<ReturnType<typeof startBilling>>;
