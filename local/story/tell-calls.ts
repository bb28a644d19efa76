import { dayOf } from '@guildhall/platform/period.ts';
import { before, inThePast } from '../past.ts';
import type { Progress } from '../progress.ts';
import { callEvents, readCalls } from './calls.ts';
import { sendEvents, withSigningKey } from './events.ts';
import { makeOrganization } from './organizations.ts';
import { closePeriod } from './processes.ts';
import { completeApp, NORTHWIND } from './publish.ts';
import { grouped, invoiceTable } from './tables.ts';
import { invoiceOf, lastClosed, reportOf } from './tell.ts';
import type { World } from './world.ts';

const PRICES = [
  { unit: 'input_tokens', pricePerUnit: '0.0000025' },
  { unit: 'output_tokens', pricePerUnit: '0.00001' },
];

/** Replays a trace of real calls into the newest month that is due, for an organisation, app and account of its own; told again, it adds nothing. */
export async function tellCalls(world: World, file: string, progress: Progress, now = new Date()) {
  const calls = readCalls(file);
  const { week, month } = lastClosed(now);
  const org = `org:calls-${calls.digest}-${month}`;
  const appId = `llm-${calls.digest}-${month}`;
  const events = callEvents(calls, month, appId, org);
  await progress.step(`organisation ${org}`, () =>
    makeOrganization(world, {
      id: org,
      name: 'Caller of a language model',
      members: [{ subject: 'user:alice', roles: ['MEMBER', 'BILLING_ADMIN'] }],
    }),
  );
  const since = before(month);
  await progress.step(`account, app ${appId} and install since ${dayOf(since)}`, () =>
    inThePast(world, since, async (past) => {
      await past.openAccount(org, 'user:alice');
      await past.publish(NORTHWIND, {
        ...completeApp(appId, { model: 'PAYG', prices: PRICES }),
        title: 'Language model, by the token',
      });
      await past.install(org, 'user:alice', appId);
    }),
  );
  const receipts = await progress.step(
    `${grouped(String(events.length))} signed events`,
    async () => withSigningKey(world, NORTHWIND, appId, (key) => sendEvents(world, key, events)),
    (answers) =>
      Object.entries(Object.groupBy(answers, ({ status }) => status))
        .map(([status, of]) => `${grouped(String(of?.length))} ${status}`)
        .join(', '),
  );
  const invoicing = await progress.step(`invoicing of ${month}`, () => closePeriod(world, 'month', month));
  const reconciling = await progress.step(`reconciliation of ${week}`, () => closePeriod(world, 'week', week));
  const invoice = await invoiceOf(world, org, 'user:alice', month);
  const report = await reportOf(world, week);
  const counts = Object.fromEntries(
    Object.entries(Object.groupBy(receipts, ({ status }) => status)).map(([status, of]) => [status, of?.length]),
  );
  return {
    outcome: {
      organization: org,
      app: appId,
      month,
      receipts: counts,
      invoice,
      report,
      links: [invoicing.id, reconciling.id].map(world.webLink),
    },
    text: [
      invoiceTable(invoice),
      `  Reconciliation of ${week}: ${report.green ? 'no differences' : `${report.differenceCount} differences`} (${report.id})`,
      ...[invoicing.id, reconciling.id].map((id) => `  ${world.webLink(id) ?? id}`),
      '  Calls: Azure Public Dataset (CC BY 4.0), when the file is AzureLLMInferenceTrace_code.csv',
    ].join('\n\n'),
  };
}
