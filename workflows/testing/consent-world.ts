import {
  createBilling,
  createConsent,
  createStore as billingStore,
  entities as billingEntities,
  keepInstalls,
} from '@guildhall/billing/index.ts';
import {
  createCatalog,
  createInstalling,
  createStore as catalogStore,
  entities as catalogEntities,
  keepAccountCopies,
} from '@guildhall/catalog/index.ts';
import { handle, type Handlers } from '@guildhall/events/event.ts';
import { openDatabase, type Database } from '@guildhall/platform/database/database.ts';
import type { LoginRole } from '@guildhall/platform/database/roles.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { openSource, type Cursor, type StreamedEvent } from '@guildhall/platform/stream/source.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import {
  createIngest,
  createSigning,
  createStore as usageStore,
  createUsage,
  entities as usageEntities,
  keepCatalogCopies,
  markCatalogCopies,
  openKeyLookup,
  openRecorder,
} from '@guildhall/usage/index.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

type Schema = 'catalog' | 'usage' | 'billing';
const ENTITIES = { catalog: catalogEntities, usage: usageEntities, billing: billingEntities };

/** The time of usage's database is the test's: by it the database judges whether the copy of installs can be trusted. */
const TIME_OF_TEST = `
  create schema history;
  create table history.instant (at timestamptz not null);
  insert into history.instant values ('2026-09-01');
  create function history.clock_timestamp() returns timestamptz language sql volatile as 'select at from history.instant';
  create function history.now() returns timestamptz language sql volatile as 'select at from history.instant';
  grant usage on schema history to public;
  grant select on history.instant to public;
  do $$ begin execute format('alter database %I set search_path to history, pg_catalog, public', current_database()); end $$`;

async function openSubgraph(schema: Schema, sql?: string) {
  const database = await createTestDatabase({
    schema,
    entities: ENTITIES[schema],
    folder: new URL(`../../subgraphs/${schema}/migrations`, import.meta.url),
  });
  if (sql !== undefined) await database.alter(sql);
  const open = (role: LoginRole) => openDatabase({ url: database.url(role), schema, entities: ENTITIES[schema], poolSize: 2 });
  const [request, worker, admin] = [await open('request'), await open('worker'), new Client({ connectionString: database.adminUrl })];
  await admin.connect();
  return {
    url: database.url,
    request,
    worker,
    /** As a superuser, for looking. */
    sql: async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
      (await admin.query<Row>(text, [...values])).rows,
    async end() {
      await Promise.all([request.close(), worker.close(), admin.end()]);
      await database.drop();
    },
  };
}

/** A subgraph's reader of another one's outbox, which takes what happened until an instant when it is told to, in its order. */
function reader(source: { readonly schema: Schema; readonly url: string }, into: Database, handlers: Handlers<[EntityManager]>) {
  const from = openSource(source);
  let cursor: Cursor = { xid: '0', position: '0' };
  const waiting: StreamedEvent[] = [];
  const read = async () => {
    const end = await from.end();
    while (cursor.xid !== end.xid || cursor.position !== end.position) {
      const events = await from.after(cursor, 200);
      waiting.push(...events);
      cursor = events.at(-1) ?? cursor;
      // The outbox shows a transaction once all older ones of the server have ended, those of other tests among them.
      if (events.length === 0) await sleep(2);
    }
  };
  return {
    async takeUntil(until: number) {
      await read();
      const later = waiting.findIndex(({ occurredAt }) => occurredAt.getTime() > until);
      const events = waiting.splice(0, later < 0 ? waiting.length : later);
      if (events.length > 0)
        await into.transaction(async (em) => {
          for (const event of events) await handle(handlers, event, em);
        });
    },
    end: () => from.close(),
  };
}

/**
 * Catalog, usage and billing under their production roles, each on a database of its own, at whatever instant a history is: their real
 * operations, and their real handlers of each other's events, which arrive when the history says.
 */
export async function startConsent() {
  const [catalog, usage, billing] = await Promise.all([
    openSubgraph('catalog'),
    openSubgraph('usage', TIME_OF_TEST),
    openSubgraph('billing'),
  ]);
  const clock = { now: 0 };
  const now = () => new Date(clock.now);
  /** Whether news that an operation waits for arrives. */
  const news = { arrives: true };
  const installs = { schema: 'catalog', url: catalog.url('stream') } as const;
  const toUsage = reader(installs, usage.worker, keepCatalogCopies);
  const toBilling = reader(installs, billing.worker, keepInstalls);
  const toCatalog = reader({ schema: 'billing', url: billing.url('stream') }, catalog.worker, keepAccountCopies);
  const waitingFor = ({ takeUntil }: typeof toUsage) => {
    const caughtUp = async () => {
      if (news.arrives) await takeUntil(clock.now);
      return news.arrives;
    };
    return { caughtUp, settled: caughtUp, knows: async () => news.arrives };
  };
  const masterKey = randomBytes(32);
  const recorder = openRecorder({ url: usage.url('recorder') });
  const keys = openKeyLookup({ url: usage.url('lookup'), masterKey });
  const atDatabase = (instant: number) => usage.sql('update history.instant set at = $1', [new Date(instant)]);

  return {
    clock,
    news,
    catalog: createCatalog({ store: catalogStore(catalog.request), now, newId }),
    publishing: createCatalog({ store: catalogStore(catalog.worker), now, newId }),
    installing: createInstalling({ store: catalogStore(catalog.request), now, newId, accounts: waitingFor(toCatalog) }),
    signing: createSigning({ store: usageStore(usage.request), now, newId, masterKey, randomBytes, copies: waitingFor(toUsage) }),
    /** Nothing arrives while it waits. */
    ingest: createIngest({ recorder, keys, now, pause: async () => undefined }),
    days: createUsage({ store: usageStore(usage.worker), now }),
    billing: createBilling({ store: billingStore(billing.request), now, newId }),
    consent: createConsent({ store: billingStore(billing.request), now, newId, copies: waitingFor(toBilling) }),
    desk: createBilling({ store: billingStore(billing.worker), now, newId }),
    toUsage,
    toBilling,
    toCatalog,
    /** Moves the time of usage's database too. */
    atDatabase,
    /** Marks usage's copy of installs as complete up to an instant. */
    async mark(instant: number) {
      await atDatabase(instant);
      await usage.worker.transaction(markCatalogCopies);
    },
    async unmark() {
      await usage.sql('truncate usage.copy_mark');
    },
    sql: { catalog: catalog.sql, usage: usage.sql, billing: billing.sql },
    async end() {
      await Promise.all([toUsage.end(), toBilling.end(), toCatalog.end(), recorder.close(), keys.close()]);
      await Promise.all([catalog.end(), usage.end(), billing.end()]);
    },
  };
}
export type ConsentWorld = Awaited<ReturnType<typeof startConsent>>;
