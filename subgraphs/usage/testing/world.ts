import { handle } from '@guildhall/events/event.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import { Client } from 'pg';
import {
  createIngest,
  createSigning,
  createStore,
  createUsage,
  entities,
  keepCatalogCopies,
  markCatalogCopies,
  openKeyLookup,
  openRecorder,
  sign,
  type Receipt,
} from '../index.ts';

export const publisher: Actor = { principal: 'user:beckayu', kind: 'user', orgId: 'org:northwind', roles: ['publisher'], teams: [] };
export const consumer: Actor = { principal: 'user:alice', kind: 'user', orgId: 'org:acme', roles: ['member'], teams: [] };
export const stranger: Actor = {
  principal: 'user:mallory',
  kind: 'user',
  orgId: 'org:evil',
  roles: ['publisher', 'billing_admin'],
  teams: [],
};

/** The instant at which a world stands still until a test moves its clock. */
export const NOW = new Date('2026-11-24T12:00:00Z');

/** Since when apps are installed, unless a test says otherwise. */
export const INSTALLED = new Date('2026-11-10T12:00:00Z');

export type SigningKeyInHand = { readonly appId: string; readonly id: string; readonly secret: string };

/** Usage over a fresh database, under its real login roles, with the catalog's events fed by hand. */
export async function createWorld() {
  const database = await createTestDatabase({
    schema: 'usage',
    entities,
    folder: new URL('../migrations', import.meta.url),
  });
  const open = (role: 'request' | 'worker') => openDatabase({ url: database.url(role), schema: 'usage', entities });
  const [request, worker] = await Promise.all([open('request'), open('worker')]);
  const admin = new Client({ connectionString: database.adminUrl });
  await admin.connect();
  const masterKey = randomBytes(32);
  const clock = { now: NOW, monotonic: 0 };
  const recorder = openRecorder({ url: database.url('recorder') });
  const keys = openKeyLookup({ url: database.url('lookup'), masterKey, now: () => clock.monotonic });
  const now = () => clock.now;
  const pauses: number[] = [];
  /** What a pause of ingest waits for; a test puts the late install here. */
  let duringPause: () => Promise<unknown> = async () => undefined;
  const ingest = createIngest({
    recorder,
    keys,
    now,
    pause: async (ms) => {
      pauses.push(ms);
      await duringPause();
      if (stream.caughtUp) await worker.transaction(markCatalogCopies);
    },
  });
  const stream = { caughtUp: true };
  await worker.transaction(markCatalogCopies);
  const signing = createSigning({
    store: createStore(request),
    now,
    newId,
    masterKey,
    randomBytes,
    copies: { caughtUp: async () => stream.caughtUp },
  });
  // What usage does not read of a version, and the catalog always says.
  const says = { digest: 'd', title: 'App', ownerId: 'user:o', registeredBy: 'user:o', createdBy: 'user:o' };
  const version = { number: 1, canExport: false, ...says };
  const catalog = (type: string, orgId: string, payload: Record<string, unknown>) =>
    worker.transaction((em) =>
      handle(keepCatalogCopies, { id: newId('evt'), type, orgId, entityId: '', payload: { ...version, ...payload }, occurredAt: NOW }, em),
    );

  /** In one statement, so that whoever sends at the same time never finds the copies unmarked. */
  const mark = async (at: string, value: unknown): Promise<void> => {
    await admin.query(
      `insert into usage.copy_mark (source, current_at) values ('catalog', ${at})
       on conflict (source) do update set current_at = excluded.current_at`,
      [value],
    );
  };

  return {
    database,
    request,
    worker,
    masterKey,
    clock,
    recorder,
    keys,
    ingest,
    signing,
    pauses,
    /** Whether the catalog's news arrived, and is marked as such while ingest waits. */
    stream,
    /** Leaves the copies of the catalog marked as they are when nothing arrived for so long; null: as if they never were. */
    async lag(seconds: number | null) {
      if (seconds === null) await admin.query('truncate usage.copy_mark');
      else await mark('now() - make_interval(secs => $1)', seconds);
    },
    /** Marks the copies of the catalog as complete up to an instant. */
    markAt: (instant: string | Date) => mark('$1', instant),
    whilePausing: (work: () => Promise<unknown>) => {
      duringPause = work;
    },
    /** Reading, as the subgraph does. */
    usage: createUsage({ store: createStore(request), now }),
    /** Closing and reconciling, as a workflow does. */
    platform: createUsage({ store: createStore(worker), now }),
    catalog,
    /** Registers and publishes an app with the units that its prices name; answers a key of it. */
    async publish(appId: string, units: readonly string[] = [], by: Actor = publisher): Promise<SigningKeyInHand> {
      await catalog('catalog.version.created', by.orgId, { appId });
      await catalog('catalog.app.published', by.orgId, { appId, units, publication: 1 });
      const { key, secret } = await signing.createSigningKey(by, appId);
      return { appId, id: key.id, secret };
    },
    async install(
      appId: string,
      orgId = consumer.orgId,
      uninstalledAt: Date | null = null,
      installId = `ins_${orgId}_${appId}`,
      installedAt = INSTALLED,
    ) {
      await catalog('catalog.install.changed', orgId, {
        installId,
        appId,
        installedAt: installedAt.toISOString(),
        uninstalledAt: uninstalledAt?.toISOString() ?? null,
      });
    },
    /** Runs SQL as a superuser: what no role may, and what a test alters by hand. */
    sql: async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
      (await admin.query<Row>(text, [...values])).rows,
    async close() {
      await Promise.all([request.close(), worker.close(), recorder.close(), keys.close(), admin.end()]);
      await database.drop();
    },
  };
}
export type World = Awaited<ReturnType<typeof createWorld>>;

/** A usage event of an app as its runtime would send it, without its signature. */
export const usageEvent = (appId: string, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  event_id: randomUUID(),
  timestamp: '2026-11-23T15:04:05Z',
  app_id: appId,
  actor_id: 'user:alice',
  org_id: consumer.orgId,
  action: 'invoke',
  payload: { tokens: 123, duration_ms: 420, compute_units: 0.002 },
  ...changes,
});

export const signed = (event: Record<string, unknown>, key: SigningKeyInHand): Record<string, unknown> => ({
  ...event,
  signature: sign(event, key.id, key.secret),
});

export const statuses = (receipts: readonly Receipt[]) => receipts.map(({ status, code }) => (status === 'rejected' ? code : status));
