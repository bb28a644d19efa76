import { randomBytes } from 'node:crypto';
import { findings } from '@guildhall/local/findings.ts';
import { DEMO_APP } from '@guildhall/local/seed.ts';
import { makeSigningKey, signed, type Receipt } from '@guildhall/local/story/events.ts';
import { makeOrganization } from '@guildhall/local/story/organizations.ts';
import { NORTHWIND } from '@guildhall/local/story/publish.ts';
import { done, eventually } from '@guildhall/local/story/world.ts';
import {
  AuditTrailDocument,
  DeadLettersDocument,
  SettleBillingDeadLetterDocument,
  SettleCatalogDeadLetterDocument,
  SettleUsageDeadLetterDocument,
} from '@guildhall/operations/generated/operations.ts';
import { beforeAll, expect, inject, test } from 'vitest';
import { sql } from './database.ts';
import { sharedSystem, sharedWorld } from './shared-world.ts';

const world = sharedWorld();
const { databaseAdminUrl, urls, ports } = sharedSystem();
const tag = randomBytes(3).toString('hex');
const [org, other, app] = [`org:dead-${tag}`, `org:alive-${tag}`, `dead-${tag}`];
const admin = world.as('user:root', 'org:guildhall');
const [poison, withdrawal] = [`evt_poison_${tag}`, `evt_withdrawn_${tag}`];

/** An event that no consumer can read, as a bug of ours would write it. */
const tell = (id: string, orgId: string, type: string, entity: string) =>
  sql(
    databaseAdminUrl,
    `insert into ${type.split('.')[0]}.outbox (id, org_id, type, entity_id, payload, occurred_at) values ($1, $2, $3, $4, '{}', now())`,
    [id, orgId, type, entity],
  );
const letters = async () => (await admin.send(DeadLettersDocument, { first: 50 })).deadLetters;
const own = (of: Awaited<ReturnType<typeof letters>>['usage']) =>
  (of?.edges ?? []).map(({ node }) => node).filter(({ eventId }) => [poison, withdrawal].includes(eventId));
const ready = async (port: number) => {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  return { status: answer.status, body: await answer.text() };
};

let key: Awaited<ReturnType<typeof makeSigningKey>>;
let events = 0;
/** Sends one event of an organisation as it happens; answers its receipt. */
async function use(orgId: string): Promise<Receipt> {
  const event = {
    event_id: `dead-${tag}-${++events}`,
    app_id: DEMO_APP,
    org_id: orgId,
    actor_id: 'user:alice',
    action: 'look',
    timestamp: new Date().toISOString(),
    payload: { tokens: 0 },
  };
  const answer = await fetch(urls.ingest, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([signed(event, key)]),
  });
  // Ingest answers so to an array of events.
  const { receipts } = (await answer.json()) as { receipts: readonly Receipt[] };
  const [receipt] = receipts;
  if (!receipt) throw new Error('There is no receipt.');
  return receipt;
}

/** Tells of an install of the demo app, whole, as the catalog would have. */
const install = (orgId: string) =>
  JSON.stringify({
    installId: `ins_${orgId}`,
    appId: DEMO_APP,
    installedAt: new Date(Date.now() - 60_000).toISOString(),
    uninstalledAt: null,
    publisher: NORTHWIND.org,
    audience: 'PUBLIC',
    priceVersionId: null,
  });

beforeAll(async () => {
  key = await makeSigningKey(world, NORTHWIND, DEMO_APP);
  for (const id of [org, other]) await makeOrganization(world, { id, name: id, members: [{ subject: 'user:alice', roles: ['MEMBER'] }] });
  await sql(
    databaseAdminUrl,
    `insert into catalog.outbox (id, org_id, type, entity_id, payload, occurred_at) values ($1, $2, 'catalog.install.changed', $3, $4, now())`,
    [`evt_alive_${tag}`, other, `ins_${other}`, install(other)],
  );
  await tell(poison, org, 'catalog.install.changed', `ins_${org}`);
  await tell(withdrawal, NORTHWIND.org, 'catalog.app.withdrawn', app);
  await eventually('the dead letters', async () => {
    // Nobody waits the minute and a half of all five tries.
    for (const schema of ['usage', 'billing'])
      await sql(databaseAdminUrl, `update ${schema}.waiting_event set due_at = now() where event_id in ($1, $2)`, [poison, withdrawal]);
    const { usage, billing } = await letters();
    return (own(usage).length === 2 && own(billing).length === 1) || undefined;
  });
}, 90_000);

test('a platform admin sees what could not be processed, by whom and why, and nobody else does', async () => {
  const { usage, billing } = await letters();
  expect(own(usage)).toEqual(
    [
      { eventId: poison, eventType: 'catalog.install.changed', organizationId: org, entityId: `ins_${org}` },
      { eventId: withdrawal, eventType: 'catalog.app.withdrawn', organizationId: NORTHWIND.org, entityId: app },
    ].map((letter) =>
      expect.objectContaining({
        ...letter,
        consumer: 'usage.catalog',
        tries: 5,
        waitingBehind: 0,
        error: expect.stringContaining('ContractError'),
      }),
    ),
  );
  expect(own(billing)).toMatchObject([{ consumer: 'installs', eventId: poison, tries: 5 }]);
  await expect(world.as('user:alice', org).send(DeadLettersDocument, { first: 5 })).rejects.toThrow(/platform_admin/i);
  const settle = { consumer: 'usage.catalog', eventId: poison, action: 'DROP' as const };
  await expect(world.as('user:alice', org).send(SettleUsageDeadLetterDocument, { input: settle })).rejects.toThrow(/platform_admin/i);
});

test('the process stays ready and names its consumer, in /readyz, /metrics and doctor', async () => {
  const { status, body } = await ready(ports.usage);
  expect([status, body]).toEqual([200, expect.stringContaining('usage.catalog: 2 dead letters')]);
  const metrics = await (await fetch(`http://127.0.0.1:${ports.usage}/metrics`)).text();
  expect(metrics).toContain('guildhall_consumer_dead_letters{consumer="usage.catalog"} 2');
  expect(metrics).toContain('guildhall_consumer_lag_events{consumer="usage.catalog"} 0');
  const found = await findings(inject('dataDir'));
  expect(found.find(({ name }) => name === 'usage')).toMatchObject({ ok: true, notes: ['usage.catalog: 2 dead letters'] });
  expect(found.find(({ name }) => name === 'catalog')).not.toHaveProperty('notes');
});

test('its organisation’s use is postponed and says why; another’s is counted', async () => {
  expect(await use(org)).toMatchObject({ code: 'ORGANIZATION_ON_HOLD', retry_after: expect.any(Number) });
  expect(await use(other)).toMatchObject({ status: 'new' });
});

test('its use is postponed too while the catalog could not process an event of its account, until that is dropped', async () => {
  const account = `evt_account_${tag}`;
  await tell(account, other, 'billing.account.changed', other);
  await eventually('the dead account', async () => {
    await sql(databaseAdminUrl, `update catalog.waiting_event set due_at = now() where event_id = $1`, [account]);
    const { catalog } = await letters();
    return catalog?.edges.some(({ node }) => node.eventId === account) || undefined;
  });
  expect(await use(other)).toMatchObject({ code: 'ORGANIZATION_ON_HOLD', retry_after: expect.any(Number) });
  const input = { consumer: 'accounts', eventId: account, action: 'DROP' as const };
  done((await admin.send(SettleCatalogDeadLetterDocument, { input })).settleCatalogDeadLetter);
  await eventually('counted use', async () => (await use(other)).status === 'new' || undefined);
});

test('a retry heals what was mended, a drop lets go of what was not, and both are in the audit trail', async () => {
  for (const schema of ['usage', 'billing'])
    await sql(databaseAdminUrl, `update ${schema}.dead_letter set payload = $1 where event_id = $2`, [install(org), poison]);
  const of = (consumer: string, eventId: string, action: 'RETRY' | 'DROP') => ({ input: { consumer, eventId, action } });
  done((await admin.send(SettleUsageDeadLetterDocument, of('usage.catalog', poison, 'RETRY'))).settleUsageDeadLetter);
  done((await admin.send(SettleBillingDeadLetterDocument, of('installs', poison, 'RETRY'))).settleBillingDeadLetter);
  done((await admin.send(SettleUsageDeadLetterDocument, of('usage.catalog', withdrawal, 'DROP'))).settleUsageDeadLetter);
  await eventually('the healed install', async () => (await use(org)).status === 'new' || undefined);
  const { usage, billing } = await letters();
  expect([own(usage), own(billing)]).toEqual([[], []]);
  expect((await ready(ports.usage)).body).not.toContain('usage.catalog: ');
  const gone = await admin.send(SettleUsageDeadLetterDocument, of('usage.catalog', withdrawal, 'DROP'));
  expect(gone.settleUsageDeadLetter.userErrors).toMatchObject([{ code: 'DEAD_LETTER_NOT_FOUND', field: ['eventId'] }]);

  const trail = async (orgId: string) => {
    const { auditEntries } = await world.as('user:root', orgId).send(AuditTrailDocument, { first: 50 });
    return (auditEntries?.edges ?? []).map(({ node: { action, target, actor } }) => `${action} ${target} ${actor}`);
  };
  await eventually('the audit trail', async () => {
    const [retried, dropped] = await Promise.all([trail(org), trail(NORTHWIND.org)]);
    const twice = retried.filter((entry) => entry === `dead_letter.retried ${poison} user:root`).length === 2;
    return (twice && dropped.includes(`dead_letter.dropped ${withdrawal} user:root`)) || undefined;
  });
});
