import { ConsumerAppDocument, PublisherAppDocument } from '@guildhall/operations/generated/operations.ts';
import { silent } from '@guildhall/local/progress.ts';
import { tellStory } from '@guildhall/local/story/tell-story.ts';
import { lastClosed } from '@guildhall/local/story/tell.ts';
import { bindsFromOf } from '@guildhall/billing/domain/price-version.ts';
import { periodOf } from '@guildhall/platform/period.ts';
import { workflowId } from '@guildhall/workflows/contracts/ids.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { sharedWorld } from './shared-world.ts';

const world = sharedWorld();
const now = new Date();
const { day, week, month } = lastClosed(now);
const { start, end } = periodOf(month);
const days = { from: start.toISOString().slice(0, 10), to: end.toISOString().slice(0, 10) };

let story: Awaited<ReturnType<typeof tellStory>>['outcome'];
beforeAll(async () => {
  story = (await tellStory(world, silent, now)).outcome;
});

describe('one query over four subgraphs', () => {
  test('answers a publisher for one app: metadata, requests and decisions, use by day, price and revenue', async () => {
    const { app } = await world
      .as('user:beckayu', 'org:northwind')
      .send(PublisherAppDocument, { appId: story.app, ...days, fromMonth: month, toMonth: month });
    expect(app).toMatchObject({
      id: story.app,
      audience: 'PUBLIC',
      version: { number: 2, manifest: { ownerId: 'user:beckayu' } },
      price: { number: 2, model: 'PAYG', prices: expect.arrayContaining([{ unit: 'invocation', pricePerUnit: '0.05' }]) },
    });
    const [request] = app?.publishRequests?.edges ?? [];
    expect(request?.node).toMatchObject({
      id: story.publishRequest,
      status: 'PUBLISHED',
      decisions: [{ verdict: 'APPROVE', madeBy: 'user:priya', outcome: 'APPLIED' }],
    });
    const used = app?.publisherUsage?.filter(({ unit }) => unit === 'invocation') ?? [];
    expect(used.reduce((total, { quantity }) => total + Number(quantity), 0)).toBe(40);
    // 40 invocations at 0.005 are 0.20; 100 + … + 139 tokens are 4,780, at 0.00002 0.0956, rounded to 0.10.
    expect(app?.revenue).toEqual([{ month, amount: { amount: '0.30', currency: 'USD' } }]);
  });

  test('answers a consumer: the app as it may see it, its own use, its invoice with lines', async () => {
    const { app, invoices } = await world.as('user:alice', story.organization).send(ConsumerAppDocument, { appId: story.app, ...days });
    expect(app).toMatchObject({
      id: story.app,
      publisher: { id: 'org:northwind' },
      version: { number: 2 },
      // What it agreed to, and was billed by; what an install would cost now binds it later.
      install: {
        installedBy: 'user:alice',
        price: { number: 1, prices: expect.arrayContaining([{ unit: 'invocation', pricePerUnit: '0.005' }]) },
        upcomingPrice: { bindsFrom: bindsFromOf(now), priceVersion: { number: 2 } },
      },
      price: { number: 2 },
    });
    expect(app?.usage?.every(({ closed }) => closed)).toBe(true);
    expect(invoices?.edges).toHaveLength(1);
    expect(invoices?.edges[0]?.node).toMatchObject({ status: 'FINAL', month, total: { amount: '0.30', currency: 'USD' } });
    expect(invoices?.edges[0]?.node.lines.map(({ unit, quantity, amount }) => [unit, quantity, amount.amount]).sort()).toEqual([
      ['invocation', '40', '0.20'],
      ['token', '4780', '0.10'],
    ]);
  });
});

test('every process stands under its derived id in Temporal Web, and the links open it', async () => {
  const ids = [
    workflowId.publish(story.publishRequest),
    workflowId.aggregate(day),
    workflowId.invoiceRun(month),
    workflowId.invoice(story.organization, month),
    workflowId.reconcile(week),
  ];
  for (const id of ids) {
    const link = world.webLink(id);
    const api = link?.replace('/namespaces/', '/api/v1/namespaces/');
    const run = (await (await fetch(api ?? '')).json()) as {
      workflowExecutionInfo?: { execution?: { workflowId?: string }; status?: string };
    };
    expect(run.workflowExecutionInfo, id).toMatchObject({ execution: { workflowId: id }, status: 'WORKFLOW_EXECUTION_STATUS_COMPLETED' });
    expect((await fetch(link ?? '')).ok).toBe(true);
  }
  expect(Object.values(story.links).every((link) => ids.some((id) => link === world.webLink(id)))).toBe(true);
});

test('the reconciliation of the week is green', () => {
  expect(story.report).toMatchObject({ week, green: true, differenceCount: 0 });
});
