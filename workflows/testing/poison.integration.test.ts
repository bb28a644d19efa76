import { keepConsumerNames, keepInstalls } from '@guildhall/billing/index.ts';
import { keepAccountCopies, keepGovernanceNews, keepPriceCopies } from '@guildhall/catalog/index.ts';
import { consumers, type Subgraph } from '@guildhall/events/consumers.ts';
import { auditSettlement, auditSettlements, keepVersions } from '@guildhall/governance/index.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { startConsumer, type Consumer, type ConsumerOptions } from '@guildhall/platform/stream/consumer.ts';
import { deadLettersOf, toldBy } from '@guildhall/platform/stream/dead-letters.ts';
import { keepCatalogCopies, keepHolds } from '@guildhall/usage/index.ts';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSubgraphs } from './subgraphs.ts';

const SOON = { timeout: 25_000, interval: 25 };
const EVENTS = 10_000;
const POISON = 5_000;
/** A later event of the same entity. */
const BEHIND = 7_001;
const now = () => new Date();
const audit = (source: 'catalog' | 'usage' | 'billing') => auditSettlements(source, { now, newId });

type Case = {
  readonly type: string;
  /** SQL over `k`, the number of the entity: the organisation, the entity and the payload of an event. */
  readonly told: readonly [org: string, entity: string, payload: string];
  readonly work: Pick<ConsumerOptions, 'apply' | 'deliver'>;
  /** What shows an event handled, each as one row. */
  readonly handled: string;
  /** SQL that makes what events change. */
  readonly given?: string;
  /** Rows once the poison is healed: a copy has one of the entity, a trail two. */
  readonly healed: number;
};

const VERSION = `jsonb_build_object('appId', 'app-' || k, 'number', 1, 'digest', 'd', 'title', 't', 'ownerId', 'user:o', 'registeredBy', 'user:r', 'createdBy', 'user:c', 'canExport', false)`;
const SETTLED = `jsonb_build_object('consumer', 'c', 'eventId', 'evt_' || k, 'eventType', 't', 'how', 'drop', 'by', 'user:root', 'error', 'e')`;
const NAMED = {
  type: 'governance.organization.created',
  told: [`'org:' || k`, `'org:' || k`, `jsonb_build_object('name', 'Number ' || k)`],
} as const;
const hold = (consumer: string) =>
  [`'org:' || k % 7`, `'${consumer} evt_' || k`, `jsonb_build_object('consumer', '${consumer}', 'appId', null, 'held', true)`] as const;
const delivered: string[] = [];

const CASES: Readonly<Record<keyof typeof consumers, Case>> = {
  accounts: {
    type: 'billing.account.changed',
    told: [`'org:' || k`, `'org:' || k`, `'{"kind": "external", "currency": "USD"}'::jsonb`],
    work: { apply: keepAccountCopies },
    handled: 'select org_id from catalog.account_copy',
    healed: EVENTS - 1,
  },
  'listed-prices': {
    type: 'billing.price.changed',
    told: [
      `'org:' || k % 7`,
      `'app-' || k`,
      `jsonb_build_object('appId', 'app-' || k, 'priceVersionId', 'pv_' || k, 'number', 1, 'listed', true)`,
    ],
    work: { apply: keepPriceCopies },
    given: `insert into catalog.listing (audience, app_id, org_id, number, digest, manifest, created_by, created_at, published_at)
            select '*', 'app-' || k, 'org:p', 1, 'd', '{}', 'user:p', now(), now() from generate_series(1, ${EVENTS}) k`,
    handled: `select app_id from catalog.listing where price_version_id is not null`,
    healed: EVENTS - 1,
  },
  organizations: {
    ...NAMED,
    work: { apply: keepGovernanceNews },
    handled: 'select id from catalog.organization_copy',
    healed: EVENTS - 1,
  },
  'consumer-names': {
    ...NAMED,
    work: { apply: keepConsumerNames },
    handled: 'select id from billing.organization_copy',
    healed: EVENTS - 1,
  },
  'usage.catalog': {
    type: 'catalog.version.created',
    told: [`'org:' || k % 7`, `'app-' || k || '@1'`, VERSION],
    work: { apply: keepCatalogCopies },
    handled: 'select app_id from usage.app_copy',
    healed: EVENTS - 1,
  },
  'usage.billing': {
    type: 'billing.hold.changed',
    told: hold('installs'),
    work: { apply: keepHolds.billing },
    handled: `select hold_id from usage.hold_copy where hold_id like 'installs %'`,
    healed: EVENTS - 1,
  },
  'usage.governance': {
    type: 'governance.hold.changed',
    told: hold('catalog-versions'),
    work: { apply: keepHolds.governance },
    handled: `select hold_id from usage.hold_copy where hold_id like 'catalog-versions %'`,
    healed: EVENTS - 1,
  },
  installs: {
    type: 'catalog.install.changed',
    told: [
      `'org:' || k`,
      `'ins_' || k`,
      `jsonb_build_object('installId', 'ins_' || k, 'appId', 'app-1', 'installedAt', '2026-11-01T08:00:00.000Z', 'uninstalledAt', null)`,
    ],
    work: { apply: keepInstalls },
    handled: 'select id from billing.install_copy',
    healed: EVENTS - 1,
  },
  'catalog-versions': {
    type: 'catalog.version.created',
    told: [`'org:' || k % 7`, `'app-' || k || '@1'`, VERSION],
    work: { apply: { ...keepVersions, ...audit('catalog') } },
    handled: 'select app_id from governance.app_version_copy',
    healed: EVENTS - 1,
  },
  'usage-audit': {
    type: 'usage.dead_letter.settled',
    told: [`'org:' || k % 7`, `'evt_' || k`, SETTLED],
    work: { apply: audit('usage') },
    handled: `select id from governance.audit_entry where actor = 'user:root'`,
    healed: EVENTS,
  },
  'billing-audit': {
    type: 'billing.dead_letter.settled',
    told: [`'org:' || k % 7`, `'evt_' || k`, SETTLED],
    work: { apply: audit('billing') },
    handled: `select id from governance.audit_entry where actor = 'user:root'`,
    healed: EVENTS,
  },
  'publish-relay': {
    type: 'governance.publish.requested',
    told: [`'org:' || k % 7`, `'pub_' || k`, `jsonb_build_object('publishRequestId', 'pub_' || k)`],
    work: { deliver: { 'governance.publish.requested': async ({ id }) => void delivered.push(id) } },
    handled: '',
    healed: EVENTS,
  },
};

let world: Awaited<ReturnType<typeof openSubgraphs>>;
let running: Consumer[] = [];
beforeAll(async () => {
  world = await openSubgraphs();
});
afterEach(async () => {
  await Promise.all(running.map((consumer) => consumer.stop()));
  running = [];
  delivered.length = 0;
  for (const { schema, alter } of Object.values(world.of))
    await alter(`truncate ${['outbox', 'stream_cursor', 'waiting_event', 'dead_letter'].map((table) => `${schema}.${table}`).join(', ')}`);
  await world.of.governance.alter('truncate governance.audit_entry');
});
afterAll(() => world?.end());

async function read<Row extends object>(schema: Subgraph, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: world.of[schema].adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function start(name: keyof typeof consumers, work: Pick<ConsumerOptions, 'apply' | 'deliver'>): Consumer {
  const { source, receiver } = consumers[name];
  const consumer = startConsumer({
    name,
    source: { schema: source, url: world.of[source].url('stream') },
    receiver: { schema: receiver, url: world.of[receiver].url('worker'), database: world.of[receiver].worker },
    logger: createLogger('test', 'silent'),
    retryAfterMs: 5,
    ...work,
  });
  running.push(consumer);
  return consumer;
}

/** Tells events `evt_<first>` and on, of which those that are poisoned say nothing. */
const tell = (source: Subgraph, { type, told: [org, entity, payload] }: Case, first: number, last: number, poisoned: number) =>
  world.of[source].alter(
    `insert into ${source}.outbox (id, org_id, type, entity_id, payload, occurred_at)
     select 'evt_' || lpad(n::text, 6, '0'), ${org}, '${type}', ${entity}, case when n = ${poisoned} then '{}'::jsonb else ${payload} end, now()
       from (select n, case when n = ${BEHIND} then ${POISON} else n end as k from generate_series(${first}, ${last}) n) events order by n`,
  );

describe.each(Object.entries(CASES))('one poison event among 10,000: %s', (key, one) => {
  // The keys are those of the table, which Object.entries forgets.
  const name = key as keyof typeof consumers;
  const { source, receiver } = consumers[name];
  const told = receiver === 'governance' ? auditSettlement({ now, newId }) : toldBy(receiver, now);
  const letters = () => deadLettersOf(world.of[receiver].worker, receiver, told);
  const admin = systemActor('org:guildhall');
  const handled = async () => (one.handled === '' ? delivered.length : (await read(receiver, one.handled)).length);

  test('others are handled, the lag is seen, a retry heals, and a drop is audited', { timeout: 60_000 }, async () => {
    // What is committed after an open transaction cannot be read yet, so the whole lag is seen.
    const holding = new Client({ connectionString: world.of[source].adminUrl });
    await holding.connect();
    await holding.query('begin');
    await holding.query('select pg_current_xact_id()');
    if (one.given) await world.of[receiver].alter(one.given);
    await tell(source, one, 1, EVENTS, POISON);
    const consumer = start(name, one.work);
    await expect.poll(async () => (await consumer.status()).lagEvents, SOON).toBe(EVENTS);
    await holding.query('commit');
    await holding.end();

    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    await expect.poll(() => consumer.status(), SOON).toMatchObject({ lagEvents: 0, lagSeconds: 0, waiting: 1, dead: 1, stopped: null });
    await expect.poll(handled, SOON).toBe(EVENTS - 2);
    const [letter] = await letters().page(admin, { limit: 10, after: undefined, backward: false });
    const poison = `evt_${String(POISON).padStart(6, '0')}`;
    expect(letter).toMatchObject({ consumer: name, eventId: poison, type: one.type, tries: 5, behind: 1 });
    expect(letter?.error).toContain('ContractError');

    await world.of[receiver].alter(
      `update ${receiver}.dead_letter d set payload = w.payload from ${receiver}.waiting_event w where w.entity = d.entity`,
    );
    await letters().settle(admin, { consumer: name, eventId: poison }, 'retry');
    await expect.poll(() => consumer.status(), SOON).toMatchObject({ waiting: 0, dead: 0 });
    expect(await handled()).toBe(one.healed);

    await tell(source, one, EVENTS + 1, EVENTS + 1, EVENTS + 1);
    await expect.poll(async () => (await consumer.status()).dead, SOON).toBe(1);
    const dropped = `evt_${String(EVENTS + 1).padStart(6, '0')}`;
    await letters().settle(admin, { consumer: name, eventId: dropped }, 'drop');
    expect(await consumer.status()).toMatchObject({ waiting: 0, dead: 0 });
    if (receiver !== 'governance') {
      await consumer.stop();
      running = [];
      const auditor = start(receiver === 'catalog' ? 'catalog-versions' : `${receiver}-audit`, { apply: audit(receiver) });
      expect(await auditor.caughtUp(10_000)).toBe(true);
    }
    const trail = await read<object>(
      'governance',
      `select action, actor, target from governance.audit_entry where target in ('${poison}', '${dropped}') and actor = '${admin.principal}' order by action`,
    );
    expect(trail).toEqual([
      { action: 'dead_letter.dropped', actor: admin.principal, target: dropped },
      { action: 'dead_letter.retried', actor: admin.principal, target: poison },
    ]);
  });
});
