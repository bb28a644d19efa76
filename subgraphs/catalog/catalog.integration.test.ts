import { openDatabase, type Database } from '@guildhall/platform/database/database.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { housekeepingOf } from '@guildhall/platform/stream/housekeeping.ts';
import { createTestDatabase, type TestDatabase } from '@guildhall/platform/testing/database.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCatalog, createInstalling, createStore, entities, startSearch, type Catalog, type Installing } from './index.ts';

const publisher: Actor = {
  principal: 'user:beckayu',
  kind: 'user',
  orgId: 'org:northwind',
  roles: ['publisher', 'billing_admin'],
  teams: ['team:kitchen'],
};
const consumer: Actor = { principal: 'user:alice', kind: 'user', orgId: 'org:acme', roles: ['billing_admin'], teams: [] };
const app = (id: string) => ({
  app_id: id,
  title: `Diner ${id}`,
  short_description: 'Finds a place to eat',
  owner_id: 'user:beckayu',
  tags: ['dining'],
  runtime_descriptor: { type: 'serverless', handler: '/invoke' },
  pricing_template: { model: 'payg', unit: 'invocation', price_per_unit: '0.005' },
});

let test_: TestDatabase;
let request: Database;
let worker: Database;
let catalog: Catalog;
let platform: Catalog;
let installing: Installing;
beforeAll(async () => {
  test_ = await createTestDatabase({
    schema: 'catalog',
    entities,
    folder: new URL('./migrations', import.meta.url),
  });
  const open = (role: 'request' | 'worker') => openDatabase({ url: test_.url(role), schema: 'catalog', entities });
  [request, worker] = [await open('request'), await open('worker')];
  const over = (database: Database) => createCatalog({ store: createStore(database), now: () => new Date(), newId });
  catalog = over(request);
  platform = over(worker);
  const accounts = { caughtUp: async () => true, knows: async () => true };
  installing = createInstalling({ store: createStore(request), now: () => new Date(), newId, accounts });
  for (const { orgId } of [publisher, consumer])
    await worker.transaction((em) => em.execute(`insert into catalog.account_copy (org_id, currency) values (?, 'USD')`, [orgId]));
});
afterAll(async () => {
  await Promise.all([request?.close(), worker?.close()]);
  await test_?.drop();
});

const publish = async (
  id: string,
  number: number,
  audience: { kind: 'public' } | { kind: 'organization' } | { kind: 'team'; team: string },
) => {
  const version = await platform.reviewedVersion('org:northwind', id, number);
  const input = { orgId: 'org:northwind', appId: id, number, digest: version.digest, audience, priceVersionId: `prv_${id}_${number}` };
  return { input, before: await platform.publishVersion(input) };
};

describe('versions', () => {
  test('null takes away what an app can do without, and nothing that it needs', async () => {
    await catalog.registerApp(publisher, { ...app('less-1'), team: 'Kitchen', long_description: 'At length' });
    await catalog.updateApp(publisher, 'less-1', { team: null, long_description: null });
    await expect(catalog.updateApp(publisher, 'less-1', { title: null })).rejects.toMatchObject({
      faults: [{ code: 'INVALID_INPUT', field: ['title'] }],
    });
    const [newest] = await catalog.versionsOf(publisher, 'less-1', { limit: 1, after: undefined, backward: false });
    expect(newest?.number).toBe(2);
    expect(newest?.manifest).not.toHaveProperty('team');
    expect(newest?.manifest).not.toHaveProperty('long_description');
  });

  test('a change makes the next version and leaves the first as it was; no change makes none', async () => {
    await catalog.registerApp(publisher, app('versions-1'));
    await catalog.updateApp(publisher, 'versions-1', { title: 'Renamed' });
    await catalog.updateApp(publisher, 'versions-1', { title: 'Renamed' });
    const versions = await catalog.versionsOf(publisher, 'versions-1', { limit: 10, after: undefined, backward: false });
    expect(versions.map(({ number, manifest }) => [number, manifest.title])).toEqual([
      [2, 'Renamed'],
      [1, 'Diner versions-1'],
    ]);
  });

  test('an id that another organisation has is taken, and nothing more', async () => {
    await catalog.registerApp(publisher, app('taken-1'));
    const attempt = catalog.registerApp({ ...consumer, roles: ['publisher'] }, app('taken-1'));
    await expect(attempt).rejects.toMatchObject({ faults: [{ code: 'APP_ID_TAKEN' }] });
  });

  test('without a right role nothing is written', async () => {
    await expect(catalog.registerApp({ ...publisher, roles: ['member'] }, app('norole-1'))).rejects.toThrow('PUBLISHER');
    expect(await catalog.visibleApps(publisher, ['norole-1'])).toEqual([]);
  });
});

describe('publication', () => {
  test('others see the published version only, and nothing of an unpublished app', async () => {
    await catalog.registerApp(publisher, app('shown-1'));
    expect(await catalog.visibleApps(consumer, ['shown-1'])).toEqual([]);
    await publish('shown-1', 1, { kind: 'public' });
    await catalog.updateApp(publisher, 'shown-1', { title: 'Secret plan' });
    expect((await catalog.visibleApps(consumer, ['shown-1'])).map(({ version }) => version.number)).toEqual([1]);
    expect((await catalog.visibleApps(publisher, ['shown-1'])).map(({ version }) => version.number)).toEqual([2]);
    expect(await catalog.visibleVersions(consumer, [{ appId: 'shown-1', number: 2 }])).toEqual([]);
  });

  test('an app for a team is seen by the team alone', async () => {
    await catalog.registerApp(publisher, app('team-1'));
    await publish('team-1', 1, { kind: 'team', team: 'team:kitchen' });
    // Whoever pays for the organisation sees what its teams are charged for.
    expect((await installing.installApp({ ...publisher, teams: [] }, 'team-1')).appId).toBe('team-1');
    expect(await catalog.visibleApps(consumer, ['team-1'])).toEqual([]);
  });

  test('repeating it changes nothing, and says what was listed before', async () => {
    await catalog.registerApp(publisher, app('undo-1'));
    await publish('undo-1', 1, { kind: 'public' });
    await catalog.updateApp(publisher, 'undo-1', { title: 'Second' });
    const { input, before } = await publish('undo-1', 2, { kind: 'public' });
    await platform.publishVersion(input);
    expect(before).toEqual({ number: 1, audience: { kind: 'public' } });
    expect((await catalog.visibleApps(consumer, ['undo-1'])).map(({ version }) => version.number)).toEqual([2]);
  });

  test('tells every unit that the app was ever listed with, so that whoever sees the last one alone lacks none', async () => {
    const priced = (unit: string) => ({ pricing_template: { model: 'payg', unit, price_per_unit: '0.005' } });
    await catalog.registerApp(publisher, { ...app('units-1'), ...priced('gpu_second') });
    await publish('units-1', 1, { kind: 'public' });
    await catalog.updateApp(publisher, 'units-1', priced('never_listed'));
    await catalog.updateApp(publisher, 'units-1', priced('page'));
    await publish('units-1', 3, { kind: 'public' });
    await catalog.unpublishApp(publisher, 'units-1');
    await publish('units-1', 3, { kind: 'public' });
    await test_.alter(`update catalog.outbox set occurred_at = now() - interval '20 days' where entity_id = 'units-1'`);
    await housekeepingOf(worker, 'catalog').dropEvents({ xid: '9000000000000', position: '0' }, new Date());
    const kept = await worker.transaction((em) =>
      em.execute(
        `select payload -> 'units' as units from catalog.latest_event where entity_id = 'units-1' and type = 'catalog.app.published'`,
      ),
    );
    expect(kept).toEqual([{ units: ['compute_unit', 'gpu_second', 'invocation', 'page', 'token'] }]);
  });

  test('a version other than the approved one is refused', async () => {
    await catalog.registerApp(publisher, app('digest-1'));
    const wrong = {
      orgId: 'org:northwind',
      appId: 'digest-1',
      number: 1,
      digest: '0'.repeat(64),
      audience: { kind: 'public' } as const,
      priceVersionId: 'prv_1',
    };
    await expect(platform.publishVersion(wrong)).rejects.toMatchObject({ faults: [{ code: 'DIGEST_MISMATCH' }] });
  });
});

describe('installs', () => {
  test('one is open at a time, and closing frees the place', async () => {
    await catalog.registerApp(publisher, app('install-1'));
    await publish('install-1', 1, { kind: 'public' });
    await installing.installApp(consumer, 'install-1');
    await expect(installing.installApp(consumer, 'install-1')).rejects.toMatchObject({ faults: [{ code: 'ALREADY_INSTALLED' }] });
    expect((await catalog.uninstallApp(consumer, 'install-1')).uninstalledAt).toBeInstanceOf(Date);
    await expect(catalog.uninstallApp(consumer, 'install-1')).rejects.toMatchObject({ faults: [{ code: 'NOT_INSTALLED' }] });
    await installing.installApp(consumer, 'install-1');
  });
});

test('search finds what is published within two seconds, with a typo, and only for those who may see it', async () => {
  const search = startSearch({ url: test_.url('stream'), logger: createLogger('test', 'error') });
  try {
    await expect.poll(search.ready, { timeout: 5_000 }).toBe(true);
    await catalog.registerApp(publisher, { ...app('zebra-1'), title: 'Zebra counter' });
    await catalog.registerApp(publisher, { ...app('zebra-2'), title: 'Zebra painter' });
    await publish('zebra-1', 1, { kind: 'public' });
    await publish('zebra-2', 1, { kind: 'organization' });
    await expect
      .poll(() => search.find(publisher, 'zebraa'), { timeout: 2_000, interval: 20 })
      .toEqual(expect.arrayContaining(['zebra-1', 'zebra-2']));
    expect(search.find(consumer, 'zebra')).toEqual(['zebra-1']);
  } finally {
    await search.stop();
  }
});

describe('the request role', () => {
  test('sees no row of another organisation, nor any without one', async () => {
    await catalog.registerApp(publisher, app('rls-1'));
    const client = new Client({ connectionString: test_.url('request') });
    await client.connect();
    try {
      for (const table of ['app', 'app_version', 'install'])
        expect((await client.query(`select 1 from catalog.${table}`)).rowCount).toBe(0);
      await expect(client.query('select 1 from catalog.outbox')).rejects.toThrow('permission denied');
      await expect(client.query('update catalog.app_version set digest = digest')).rejects.toThrow('permission denied');
    } finally {
      await client.end();
    }
  });
});
