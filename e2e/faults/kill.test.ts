import { DEMO_APP } from '@guildhall/local/seed.ts';
import { sendEvents } from '@guildhall/local/story/events.ts';
import { NORTHWIND, reached } from '@guildhall/local/story/publish.ts';
import { invoiceOf, lastClosed } from '@guildhall/local/story/tell.ts';
import { eventually } from '@guildhall/local/story/world.ts';
import { workflowId } from '@guildhall/workflows/contracts/ids.ts';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settled } from '../database.ts';
import { gatewayOf, subgraphs } from './gateway-answers.ts';
import { invoiceWithWorkerKilledAfterCommit, invoicingOf } from './held-commit.ts';
import { startLoad } from './load.ts';
import { approval, lifeGoesOn, makeConsumer, makeKey, openScene, rows, use, waitingApproval, type Scene } from './scene.ts';
import { withholdingProxy } from './withholding-proxy.ts';

// Before anything is used, so that nothing but what a test puts there lies in it.
const { month } = lastClosed(new Date());
let scene: Scene;
let temporal: Client;
beforeAll(async () => {
  scene = await openScene();
  temporal = new Client({ connection: await Connection.connect({ address: scene.system.temporalAddress }) });
});
afterAll(async () => {
  await temporal?.connection.close();
  await scene?.system.stop({ removeData: true });
});

const published = ({ id }: { readonly id: string }) =>
  reached(scene.world, { org: NORTHWIND.org, as: NORTHWIND.approver }, id, (status) => status === 'PUBLISHED');
const ours = [...subgraphs, 'worker', 'ingest', 'gateway'] as const;
const pids = () => Object.fromEntries(ours.map((name) => [name, scene.system.pid(name)]));

describe('the worker', () => {
  test('killed while an approval waits: the decision is kept as pending, and applied when a worker is back', async () => {
    const request = await waitingApproval(scene);
    await scene.system.kill('worker', 'SIGKILL', { keepDown: true });
    const asked = performance.now();
    expect(await approval(scene, request)).toBe('PENDING');
    expect(performance.now() - asked).toBeLessThan(8_000);
    await scene.system.restart('worker');
    await published(request);
    expect(await approval(scene, request)).toBe('APPLIED');
  });

  test('killed between the commit of an invoice and the end of its activity: one invoice, one number, one set of entries', async () => {
    const org = await makeConsumer(scene);
    await settled(scene.system.databaseAdminUrl);
    await sendEvents(scene.world, await makeKey(scene), [use(org, `${month}-03T10:00:00Z`), use(org, `${month}-04T10:00:00Z`)]);
    const result = await invoiceWithWorkerKilledAfterCommit(scene, org, month);
    expect(result).toEqual({ accounts: 1, invoices: 1, failed: 0, waiting: 0, unbooked: [] });
    expect(await invoicingOf(temporal, org, month)).toEqual({
      status: 'COMPLETED',
      tries: { draftInvoice: 1, numberAndPost: 2, finalizeInvoice: 1 },
    });

    const invoice = await invoiceOf(scene.world, org, 'user:alice', month);
    expect(invoice).toMatchObject({ status: 'FINAL', total: { amount: '0.01', currency: 'USD' } });
    expect(await rows(scene, 'select org_id, id, right(number, 6)::int as number from billing.invoice')).toEqual([
      { org_id: org, id: invoice.id, number: 1 },
    ]);
    expect(await rows(scene, 'select taken from billing.number_series')).toEqual([{ taken: 1 }]);
    expect(await rows(scene, 'select account, amount_minor::int as minor from billing.ledger_entry order by amount_minor')).toEqual([
      { account: `revenue/${NORTHWIND.org}/${DEMO_APP}`, minor: -1 },
      { account: `receivable/${org}`, minor: 1 },
    ]);
  });
});

test('Temporal killed while an approval waits: its histories are on disk, and the approval decides', async () => {
  const request = await waitingApproval(scene);
  const handle = temporal.workflow.getHandle(workflowId.publish(request.id));
  const { runId } = await handle.describe();
  const before = pids();
  await scene.system.kill('temporal');
  expect(['PENDING', 'APPLIED']).toContain(await approval(scene, request));
  await scene.system.ready('temporal');
  await published(request);
  expect(await approval(scene, request)).toBe('APPLIED');
  const end = await eventually('the end of the process', async () => {
    const now = await handle.describe();
    return now.status.name === 'RUNNING' ? undefined : now;
  });
  expect([end.runId, end.status.name]).toEqual([runId, 'COMPLETED']);
  expect(pids()).toEqual(before);
});

describe('during a load of events', () => {
  /**
   * Kills a process under load, when events are counted of which their senders have not heard, then compares what the senders were told with
   * what is counted.
   */
  async function everyEventIsCountedOnceThough(victim: 'postgres' | 'ingest'): Promise<void> {
    const org = await makeConsumer(scene);
    await settled(scene.system.databaseAdminUrl);
    const ingest = new URL(scene.system.urls.ingest);
    const proxy = await withholdingProxy(ingest.host, 'answers');
    const common = { key: await makeKey(scene), org, app: DEMO_APP };
    const direct = startLoad({ ...common, name: 'direct', url: ingest.href });
    const unheard = startLoad({ ...common, name: 'unheard', url: `http://${proxy.address}${ingest.pathname}` });
    await Promise.all([direct.more(300), unheard.more(300)]);
    proxy.withhold();
    const known = `select count(*)::int as count from usage.usage_event where org_id = $1 and event_id like 'unheard-%'`;
    await eventually('events counted and not heard of', async () => {
      const [{ count } = { count: 0 }] = await rows<{ count: number }>(scene, known, [org]);
      return count > unheard.heard() || undefined;
    });
    await scene.system.kill(victim);
    proxy.breakOff();
    await scene.system.ready(victim);
    await Promise.all([direct.more(300), unheard.more(300)]);
    const told = [await direct.end(), await unheard.end()];
    proxy.close();
    expect(told.map(({ repeated }) => repeated > 0)).toEqual([true, true]);
    expect(told[1]?.duplicates).toBeGreaterThan(0);
    const acknowledged = new Map(told.flatMap((load) => [...load.acknowledged]));
    const raw = await rows<{ event_id: string }>(scene, 'select event_id from usage.usage_event where org_id = $1', [org]);
    expect(raw.map(({ event_id }) => event_id).sort()).toEqual([...acknowledged.keys()].sort());
    const buckets = 'select unit, sum(quantity)::int as quantity from usage.usage_hour where org_id = $1 group by unit order by unit';
    expect(await rows(scene, buckets, [org])).toEqual([
      { unit: 'invocation', quantity: acknowledged.size },
      { unit: 'token', quantity: [...acknowledged.values()].reduce((sum, tokens) => sum + tokens, 0) },
    ]);
  }

  test('ingest killed: every acknowledged event is counted once', () => everyEventIsCountedOnceThough('ingest'));

  test('Postgres killed: every acknowledged event is counted once, no process ends of it, and every stream goes on', async () => {
    const before = pids();
    await everyEventIsCountedOnceThough('postgres');
    await lifeGoesOn(scene);
    expect(pids()).toEqual(before);
  });
});

describe('a subgraph', () => {
  const INSIDE = /https?:|127\.0\.0\.1|localhost|ECONN|node_modules|\.[jt]s\b|stacktrace/;
  /** What an operation over several subgraphs still answers without one of them. */
  const left = {
    catalog: { app: null, invoices: { edges: [] } },
    usage: { app: { id: DEMO_APP, publisherUsage: null, price: { number: 1 } } },
    billing: { app: { id: DEMO_APP, price: null, revenue: null, publisherUsage: expect.any(Array) } },
    governance: { app: { id: DEMO_APP, publishRequests: null, price: { number: 1 } } },
  };

  test.each(subgraphs)(
    '%s killed: the gateway names it, the others answer, and its own fields are null under a masked error',
    async (victim) => {
      const gateway = gatewayOf(scene);
      const allReady = () => eventually('the gateway', async () => (await gateway.readiness()).status === 200 || undefined);
      const others = subgraphs.filter((name) => name !== victim);
      await allReady();
      await scene.system.kill(victim, 'SIGKILL', { keepDown: true });
      const checks = { [victim]: 'down', ...Object.fromEntries(others.map((name) => [name, 'ok'])) };
      // The others may be slower to answer than it waits, while the machine ends a process.
      await expect.poll(() => gateway.readiness(), { timeout: 10_000 }).toEqual({ status: 503, checks });
      for (const other of others) expect([other, (await gateway.needing(other)).codes]).toEqual([other, []]);

      const [own, mixed] = [await gateway.needing(victim), await gateway.needingAlso(victim)];
      for (const { text, codes } of [own, mixed]) {
        expect([...new Set(codes)]).toEqual(['UNAVAILABLE']);
        expect(text).not.toMatch(INSIDE);
      }
      expect(mixed.data).toMatchObject(left[victim]);

      await scene.system.restart(victim);
      await allReady();
      expect([(await gateway.needing(victim)).codes, (await gateway.needingAlso(victim)).codes]).toEqual([[], []]);
    },
  );
});
