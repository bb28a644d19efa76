import { createHash } from 'node:crypto';
import {
  createBilling,
  createStore as createBillingStore,
  entities as billingEntities,
  INSTALLS_READER,
  keepInstalls,
} from '@guildhall/billing/index.ts';
import { boundOn } from '@guildhall/billing/domain/binding.ts';
import { bindsFromOf } from '@guildhall/billing/domain/price-version.ts';
import { bindInstalls } from '@guildhall/billing/operations/bound-installs.ts';
import { installStore } from '@guildhall/billing/store/install-store.ts';
import { priceStore } from '@guildhall/billing/store/price-store.ts';
import {
  createInstalling,
  createStore as createCatalogStore,
  entities as catalogEntities,
  keepAccountCopies,
  keepPriceCopies,
} from '@guildhall/catalog/index.ts';
import { SUBGRAPHS } from '@guildhall/events/consumers.ts';
import { openDatabase, type Database } from '@guildhall/platform/database/database.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { addDays, dayOf } from '@guildhall/platform/period.ts';
import { startConsumer, type ConsumerOptions } from '@guildhall/platform/stream/consumer.ts';
import { createEmptyDatabase, roleUrl, type EmptyDatabase } from '@guildhall/platform/testing/database.ts';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrateTo, restore } from './restore.ts';

/** What an upgrade must leave as it was, beside the columns that it adds. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  'billing.reconciliation_report': [],
  'billing.reconciliation_difference': [],
  'billing.invoice': [],
  'billing.charge_line': [],
  'billing.ledger_transaction': [],
  'billing.ledger_entry': [],
  'billing.billing_run': ['waiting'],
  'billing.usage_day': ['within_install'],
  'usage.usage_event': ['within_install'],
  'usage.usage_hour': [],
  'usage.usage_day': ['within_install'],
  'usage.day_close': [],
};
const logger = createLogger('test', 'silent');

let database: EmptyDatabase;
let adminUrl: string;
let client: Client;
let worker: Database;
let kept: string[];
let structure: string;
const sql = async <Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  (await client.query<Row>(text, [...values])).rows;
const rowsOf = async (tables: Readonly<Record<string, readonly string[]>>) => {
  const all: string[] = [];
  for (const [table, added] of Object.entries(tables)) {
    const rows = await sql<{ row: string }>(`select '${table} ' || (to_jsonb(t) - $1::text[])::text as row from ${table} t order by 1`, [
      added,
    ]);
    all.push(...rows.map(({ row }) => row));
  }
  return all;
};

beforeAll(async () => {
  database = await createEmptyDatabase('upgrade');
  ({ adminUrl } = database);
  await restore(adminUrl);
  client = new Client({ connectionString: adminUrl });
  await client.connect();
  structure = await fingerprint();
  // Two versions were made on the day of the dump, and so hold from the next one: whenever this runs.
  await sql(`update billing.price_version set effective_from = (now() at time zone 'UTC')::date + 1 where effective_from = '2026-11-27'`);
  kept = await rowsOf(Object.fromEntries(Object.keys(KEPT).map((table) => [table, []])));
  for (const schema of SUBGRAPHS) await migrateTo(adminUrl, schema);
  worker = await openDatabase({ url: roleUrl(adminUrl, 'billing', 'worker'), schema: 'billing', entities: billingEntities });
});
afterAll(async () => {
  await worker?.close();
  await client?.end();
  await database?.drop();
});

/** Columns, constraints, indexes, policies, grants and functions of every schema. */
async function fingerprint(): Promise<string> {
  const parts = await sql<{ part: string }>(
    `select concat_ws(' ', table_schema, table_name, ordinal_position, column_name, data_type, is_nullable, column_default) as part
       from information_schema.columns where table_schema = any($1)
     union all select concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint where connamespace::regnamespace::text = any($1) and contype <> 'n'
     union all select indexdef from pg_indexes where schemaname = any($1)
     union all select concat_ws(' ', schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check) from pg_policies where schemaname = any($1)
     union all select concat_ws(' ', table_schema, table_name, grantee, privilege_type) from information_schema.role_table_grants where table_schema = any($1) and grantee like 'guildhall_%'
     union all select pg_get_functiondef(oid) from pg_proc where pronamespace::regnamespace::text = any($1)`,
    [SUBGRAPHS],
  );
  const text = parts
    .map(({ part }) => part)
    .filter((part) => !part.includes('mikro_orm_migrations'))
    .sort()
    .join('\n');
  return createHash('sha256').update(text).digest('hex');
}

test('the migrations of 0.1.0 are never edited: they make what they made', () => {
  expect(structure).toBe('ff4eac9931913f72bec12850533e8630cf86ba38051b33d8ffa69307c68a2b5b');
});

test('invoices, ledger, events and days are unchanged', async () => {
  expect(kept.length).toBeGreaterThan(200);
  expect(await rowsOf(KEPT)).toEqual(kept);
});

type Version = { id: string; app_id: string; number: number; effective_from: string | null; org_id: string };
type Publication = { price_version_id: string; audience: string };

describe('an install is bound, day by day,', () => {
  test('to the version then in force if that was approved for its audience, else to the newest earlier one that was, else to none', async () => {
    const versions = await sql<Version>(`select id, app_id, number, effective_from::text, org_id from billing.price_version`);
    // Who approved what for whom is governance's to know.
    const publications = await sql<Publication>(
      `select p.price_version_id, r.audience_kind as audience from billing.price_publication p join governance.publish_request r on r.id = p.publish_request_id`,
    );
    const isPublic = (id: string) => publications.some((of) => of.price_version_id === id && of.audience === 'public');
    const installs = await sql<{ org_id: string; id: string; app_id: string; installed_at: Date; uninstalled_at: Date | null }>(
      `select org_id, id, app_id, installed_at, uninstalled_at from catalog.install`,
    );
    const today = dayOf(new Date());
    let seen = 0;
    for (const install of installs) {
      const [copy] = await worker.transaction((em) => installStore(em).byIds(install.org_id, [install.id]));
      const offered = await worker.transaction((em) => priceStore(em).ofApps([install.app_id]));
      // By what the upgrade bound alone: what binds by silence comes with the next announcement.
      const [bound] = bindInstalls(copy ? [copy] : [], offered, undefined);
      for (let day = dayOf(install.installed_at); day <= today; day = addDays(day, 1)) {
        if (install.uninstalled_at !== null && install.uninstalled_at < new Date(`${day}T00:00:00Z`)) break;
        const own = versions.filter(({ app_id }) => app_id === install.app_id);
        const expected = own
          .filter(({ effective_from }) => effective_from === null || effective_from <= day)
          .sort((a, b) => b.number - a.number)
          .find((version) => version.org_id === install.org_id || isPublic(version.id));
        expect([install.org_id, install.app_id, day, boundOn(bound?.bindings ?? [], day)?.id]).toEqual([
          install.org_id,
          install.app_id,
          day,
          expected?.id,
        ]);
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(300);
  });
});

test('a payer keeps the version that was listed when it installed the app, not the one that is today', async () => {
  const shown = await sql<{ of: string }>(
    `select distinct regexp_replace(app_id, '-[0-9a-f]{6}$', '') || '@' || number as of from catalog.app_snapshot order by 1`,
  );
  expect(shown.map(({ of }) => of)).toEqual(['up-attack@2', 'up-free@1', 'up-steps@1', 'where2eat@1']);
  const without = await sql(
    `select id from catalog.install i where not exists (
       select from catalog.app_snapshot s where s.org_id = i.org_id and s.install_id = i.id and s.app_id = i.app_id and s.publisher = i.publisher)`,
  );
  expect(without).toEqual([]);
  const listed = await sql<{ app_id: string; number: number }>(
    `select app_id, number from catalog.listing where app_id like 'up-%' order by 1`,
  );
  expect(listed.map(({ app_id, number }) => `${app_id}@${number}`)).toEqual(['up-attack@2', 'up-free@2', 'up-steps@3']);
});

test('a version that is not yet in force is announced anew, to whom it was approved for', async () => {
  const announced = await sql<{ app_id: string; number: number; audiences: string[]; binds_from: string; told: object }>(
    `select v.app_id, v.number, v.audiences, v.binds_from::text, o.payload as told
       from billing.price_version v join billing.outbox o on o.payload ->> 'priceVersionId' = v.id and o.type = 'billing.price.announced' order by 1`,
  );
  const bindsFrom = bindsFromOf(new Date());
  expect(announced).toMatchObject([
    { app_id: 'up-attack', number: 2, audiences: ['OWN', 'PUBLIC'], binds_from: bindsFrom, told: { bindsFrom } },
    { app_id: 'up-free', number: 2, audiences: ['OWN', 'PUBLIC'], binds_from: bindsFrom, told: { bindsFrom } },
  ]);
});

test('streams go on where they were, and listings learn their prices from billing', async () => {
  const catalog = await openDatabase({ url: roleUrl(adminUrl, 'catalog', 'worker'), schema: 'catalog', entities: catalogEntities });
  const request = await openDatabase({ url: roleUrl(adminUrl, 'catalog', 'request'), schema: 'catalog', entities: catalogEntities });
  const before = await rowsOf({ 'billing.install_copy': [], 'billing.install_binding': [] });
  const installs = startConsumer({
    name: INSTALLS_READER,
    source: { schema: 'catalog', url: roleUrl(adminUrl, 'catalog', 'stream') },
    receiver: { schema: 'billing', url: roleUrl(adminUrl, 'billing', 'worker'), database: worker },
    logger,
    apply: keepInstalls,
  });
  const fromBilling = (name: string, apply: NonNullable<ConsumerOptions['apply']>) =>
    startConsumer({
      name,
      source: { schema: 'billing', url: roleUrl(adminUrl, 'billing', 'stream') },
      receiver: { schema: 'catalog', url: roleUrl(adminUrl, 'catalog', 'worker'), database: catalog },
      logger,
      apply,
    });
  const [accounts, prices] = [fromBilling('accounts', keepAccountCopies), fromBilling('listed-prices', keepPriceCopies)];
  try {
    expect([await installs.caughtUp(10_000), await accounts.caughtUp(10_000), await prices.caughtUp(10_000)]).toEqual([true, true, true]);
    expect(await rowsOf({ 'billing.install_copy': [], 'billing.install_binding': [] })).toEqual(before);
    const listed = await sql<{ app_id: string; number: number }>(
      `select l.app_id, v.number from catalog.listing l join billing.price_version v on v.id = l.price_version_id order by 1`,
    );
    expect(listed.map(({ app_id, number }) => `${app_id.replace(/-[0-9a-f]{6}$/, '')} ${number}`)).toEqual([
      'up-attack 2',
      'up-free 2',
      'up-steps 3',
      'where2eat 1',
      'where2eat 1',
    ]);
    const installing = createInstalling({ store: createCatalogStore(request), now: () => new Date(), newId, accounts });
    const actor = { principal: 'user:alice', kind: 'user', orgId: 'org:acme', roles: ['billing_admin'], teams: [] } as const;
    expect(await installing.installApp(actor, 'up-steps')).toMatchObject({ priceVersionId: expect.stringContaining('prv_') });
    expect(await installs.caughtUp(10_000)).toBe(true);
    expect(
      await sql(`select made_by from billing.install_binding where org_id = 'org:acme' and binds_from is null and made_by = 'install'`),
    ).toHaveLength(1);
    await expect(installing.installApp({ ...actor, orgId: 'org:up-tokyo' }, 'up-attack')).rejects.toThrow(/JPY/);
  } finally {
    await Promise.all([installs, accounts, prices].map((consumer) => consumer.stop()));
    await Promise.all([catalog.close(), request.close()]);
  }
});

test('an app, and each of its publications in the stream, names every unit that it was ever listed with', async () => {
  const units = await sql<{ id: string; units: string[]; known: string[] }>(
    `select a.id, a.units, u.units as known from catalog.app a join usage.app_copy u on u.app_id = a.id where a.publication > 0`,
  );
  expect(units.length).toBeGreaterThan(3);
  // Usage's own copy has them all, for it heard every publication.
  for (const one of units) expect(one.units).toEqual([...new Set([...one.known, ...one.units])].sort());
  const told = await sql<{ units: string[]; told: string[] }>(
    `select a.units, array(select jsonb_array_elements_text(e.payload -> 'units')) as told
       from catalog.app a join catalog.outbox e on e.entity_id = a.id and e.type = 'catalog.app.published'`,
  );
  for (const one of told) expect(one.told).toEqual(one.units);
});

describe('after the upgrade', () => {
  const billing = () => createBilling({ store: createBillingStore(worker), now: () => new Date('2027-02-01T00:00:00Z'), newId });

  test('a month that was booked before is compared with its own lines, and never rated again', async () => {
    expect(await sql(`select distinct rules from billing.booked_month`)).toEqual([{ rules: 1 }]);
    const found = await billing().compareInvoicedMonths({ from: '2026-10-01', to: '2026-11-01' });
    // The use that came late was named before as well; by today's rules the invoice would be another.
    expect(found.filter(({ kind }) => kind !== 'unbooked' && kind !== 'account' && kind !== 'currency')).toMatchObject([
      { kind: 'late_use', orgId: 'org:up-payer', unit: 'invocation', leftValue: '3', rightValue: '2' },
      { kind: 'late_use', orgId: 'org:up-payer', unit: 'token', leftValue: '307', rightValue: '300' },
    ]);
  });

  test('a month that was not is billed by what its installs are bound to: nobody pays what was approved for others', async () => {
    await billing().numberAndPost('org:up-payer', '2026-11');
    const lines = await sql<{ app_id: string; number: number; cents: string }>(
      `select app_id, (price_version ->> 'number')::int as number, amount_minor as cents from billing.charge_line
        where org_id = 'org:up-payer' and month = '2026-11' and unit = 'token' order by 1, 2`,
    );
    expect(lines.map(({ app_id, number, cents }) => [app_id, number, Number(cents)])).toEqual([
      ['up-free', 1, 0],
      ['up-steps', 2, 600],
      ['up-steps', 3, 1200],
    ]);
    const found = await billing().compareInvoicedMonths({ from: '2026-11-01', to: '2026-12-01' });
    expect(found.filter(({ orgId }) => orgId === 'org:up-payer')).toMatchObject([
      { kind: 'unbound', appId: 'up-attack', unit: 'invocation', leftValue: '1' },
      { kind: 'unbound', appId: 'up-attack', unit: 'token', leftValue: '2000' },
    ]);
  });

  test('use before an account was opened is not billed', async () => {
    expect(await billing().draftInvoice('org:up-late', '2026-11')).toEqual({ outcome: 'none', invoiceId: null });
  });
});
