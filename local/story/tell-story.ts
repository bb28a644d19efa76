import { randomBytes } from 'node:crypto';
import { ConsumerAppDocument, PublisherAppDocument, SearchAppsDocument } from '@guildhall/operations/generated/operations.ts';
import { addDays, dayOf, daysOf, periodOf } from '@guildhall/platform/period.ts';
import { workflowId } from '@guildhall/workflows/contracts/ids.ts';
import { before, inThePast } from '../past.ts';
import type { Progress } from '../progress.ts';
import { makeSigningKey, sendEvents, type UsageEvent } from './events.ts';
import { makeOrganization } from './organizations.ts';
import { closePeriod } from './processes.ts';
import { approve, completeApp, NORTHWIND, requestPublication, update } from './publish.ts';
import { invoiceTable, table } from './tables.ts';
import { invoiceOf, lastClosed, reportOf, termsOf } from './tell.ts';
import { eventually, type World } from './world.ts';

const INVOCATIONS = 40;
const PRICES = [
  { unit: 'invocation', pricePerUnit: '0.005' },
  { unit: 'token', pricePerUnit: '0.00002' },
];
const DEARER = [
  { unit: 'invocation', pricePerUnit: '0.05' },
  { unit: 'token', pricePerUnit: '0.0002' },
];

/** One app's whole life, with an app and an organisation of its own each time, so that it can be told again. */
export async function tellStory(world: World, progress: Progress, now = new Date()) {
  const tag = randomBytes(3).toString('hex');
  const appId = `where2eat-${tag}`;
  const org = `org:diners-${tag}`;
  const { day, week, month } = lastClosed(now);
  const links: [string, string][] = [];
  const link = (what: string, id: string) => links.push([what, world.webLink(id) ?? id]);

  await progress.step(
    'a consumer organisation',
    () =>
      makeOrganization(world, {
        id: org,
        name: `Diners ${tag}`,
        members: [{ subject: 'user:alice', roles: ['MEMBER', 'BILLING_ADMIN'] }],
      }),
    () => org,
  );
  const since = before(month);
  await progress.step(
    `version 1, the account and the install, in the past`,
    () =>
      inThePast(world, since, async (past) => {
        await past.openAccount(org, 'user:alice');
        await past.publish(NORTHWIND, {
          ...completeApp(appId, { model: 'PAYG', prices: PRICES }),
          // A word of its own, so that it is found among the apps of every earlier telling.
          title: `Where2Eat ${tag} - group diner recommender`,
        });
        await past.install(org, 'user:alice', appId);
      }),
    () => `${appId}, since ${dayOf(since)}`,
  );
  await progress.step(
    'version 2, at another price',
    () => update(world, NORTHWIND, { appId, pricingTemplate: { model: 'PAYG', prices: DEARER } }),
    () => appId,
  );
  const request = await progress.step(
    'request to publish, and its checks',
    () => requestPublication(world, NORTHWIND, appId),
    ({ id, status, checks }) => `${id}, ${checks.length} checks, ${status.toLowerCase()}`,
  );
  link('publish approval', request.workflowId);
  await progress.step(
    'approve',
    () => approve(world, NORTHWIND, request),
    ({ status, decisions }) => `${status.toLowerCase()} by ${decisions[0]?.madeBy}`,
  );
  const consumer = world.as('user:alice', org);
  await progress.step('find it by words, with a typo', () =>
    eventually('the app in the search', async () => {
      const { searchApps } = await consumer.send(SearchAppsDocument, { query: `dinning recomender ${tag}` });
      return searchApps?.edges.some(({ node }) => node.id === appId) || undefined;
    }),
  );
  const terms = await progress.step(
    'what the consumer agreed to',
    () => termsOf(world, org, appId),
    ({ now, next }) => `price version ${now.number}; version ${next.number} binds from ${next.bindsFrom}, or once it is accepted`,
  );

  const events = sampleEvents(appId, org, month, tag);
  const key = await progress.step(
    'signing key',
    () => makeSigningKey(world, NORTHWIND, appId),
    ({ id }) => id,
  );
  const tally = (receipts: readonly { status: string }[]) =>
    Object.entries(Object.groupBy(receipts, ({ status }) => status))
      .map(([status, of]) => `${of?.length} ${status}`)
      .join(', ');
  await progress.step(`${events.length} signed events`, () => sendEvents(world, key, events), tally);
  await progress.step('the same events again', () => sendEvents(world, key, events), tally);

  const aggregation = await progress.step(
    `daily aggregation of ${day}`,
    () => closePeriod(world, 'day', day),
    ({ id }) => id,
  );
  const invoicing = await progress.step(
    `invoicing of ${month}`,
    () => closePeriod(world, 'month', month),
    ({ id, result }) => `${id}, ${result.invoices} invoice${result.invoices === 1 ? '' : 's'}`,
  );
  const reconciling = await progress.step(
    `reconciliation of ${week}`,
    () => closePeriod(world, 'week', week),
    ({ id, result }) => `${id}, ${result.differences} differences`,
  );
  link('daily aggregation', aggregation.id);
  link('invoicing', invoicing.id);
  link("this account's invoice", workflowId.invoice(org, month));
  link('reconciliation', reconciling.id);

  const invoice = await invoiceOf(world, org, 'user:alice', month);
  const report = await reportOf(world, week);
  const { start, end } = periodOf(month);
  const days = { from: start.toISOString().slice(0, 10), to: end.toISOString().slice(0, 10) };
  const { app: seenByConsumer } = await consumer.send(ConsumerAppDocument, { appId, ...days });
  const { app: seenByPublisher } = await world
    .as(NORTHWIND.creator, NORTHWIND.org)
    .send(PublisherAppDocument, { appId, ...days, fromMonth: month, toMonth: month });
  return {
    outcome: {
      app: appId,
      organization: org,
      publishRequest: request.id,
      terms,
      invoice,
      report,
      usage: seenByConsumer?.usage,
      revenue: seenByPublisher?.revenue,
      links: Object.fromEntries(links),
    },
    text: [
      invoiceTable(invoice),
      `  Billed by price version ${terms.now.number}, which ${org} agreed to. Version ${terms.next.number} binds it from ${terms.next.bindsFrom}.`,
      `  ${NORTHWIND.org} earned ${seenByPublisher?.revenue?.map(({ amount }) => `${amount.amount} ${amount.currency}`).join(', ') ?? 'nothing'} with it.`,
      `  Reconciliation of ${week}: ${report.green ? 'no differences' : `${report.differenceCount} differences`} (${report.id})`,
      table(['Process', 'In Temporal Web'], links),
    ].join('\n\n'),
  };
}

/** Invocations spread over the month's days. */
function sampleEvents(appId: string, org: string, month: string, tag: string): UsageEvent[] {
  const days = daysOf(periodOf(month));
  return Array.from({ length: INVOCATIONS }, (_, i) => ({
    event_id: `demo-${tag}-${i + 1}`,
    timestamp: `${addDays(days[0] ?? month, i % days.length)}T12:${String(i).padStart(2, '0')}:00Z`,
    app_id: appId,
    actor_id: 'user:alice',
    org_id: org,
    action: 'invoke',
    payload: { tokens: 100 + i, duration_ms: 420 },
  }));
}
