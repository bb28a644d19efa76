import { openDatabase } from '@guildhall/platform/database/database.ts';
import { UserError } from '@guildhall/platform/errors.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import { Client } from 'pg';
import { createBilling, createStore, entities, type PricingTemplate, type UsageDayRow } from '../index.ts';
import { usageStore } from '../store/usage-store.ts';

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
  ...of,
});

/** Billing on a database of its own: over the request role as resolvers have it, and over the worker role as activities do. */
export async function startBilling() {
  const test = await createTestDatabase({
    schema: 'billing',
    roles: ['request', 'worker', 'stream'],
    entities,
    folder: new URL('../migrations', import.meta.url),
  });
  const open = (role: 'request' | 'worker') => openDatabase({ url: test.url(role), schema: 'billing', entities });
  const [request, worker] = await Promise.all([open('request'), open('worker')]);
  const admin = new Client({ connectionString: test.adminUrl });
  await admin.connect();
  const clock = { now: DUE };
  const over = (database: typeof request) => createBilling({ store: createStore(database), now: () => clock.now, newId });
  const [billing, desk] = [over(request), over(worker)];

  return {
    /** As resolvers have it. */
    billing,
    /** As activities have it. */
    desk,
    clock,
    url: test.url,
    request,
    /** As a superuser: for looking, and for altering by hand what no role may. */
    sql: async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> => (await admin.query<Row>(text, values)).rows,
    openAccount: (orgId: string, kind: 'external' | 'internal' = 'external') =>
      billing.openAccount(actor(orgId, kind === 'internal' ? 'platform_admin' : 'billing_admin'), {
        kind,
        currency: 'USD',
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
    install: (orgId: string, appId: string, installedAt = '2026-10-01T00:00:00Z', uninstalledAt: string | null = null) =>
      worker.transaction((em) =>
        usageStore(em).putInstall({
          orgId,
          id: `ins_${appId}`,
          appId,
          installedAt: new Date(installedAt),
          uninstalledAt: uninstalledAt === null ? null : new Date(uninstalledAt),
        }),
      ),
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
            if (!(error instanceof UserError)) throw error;
            return desk.recordUnbooked(month, { orgId, outcome: 'failed', code: error.code ?? '', reason: error.message });
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
