import { randomBytes } from 'node:crypto';
import { makeSigningKey, sendEvents } from '@guildhall/local/story/events.ts';
import { makeOrganization } from '@guildhall/local/story/organizations.ts';
import { closePeriod } from '@guildhall/local/story/processes.ts';
import { before, inThePast } from '@guildhall/local/past.ts';
import { completeApp, NORTHWIND } from '@guildhall/local/story/publish.ts';
import { invoiceOf, lastClosed, reportOf } from '@guildhall/local/story/tell.ts';
import { ReconciliationReportDocument } from '@guildhall/operations/generated/operations.ts';
import { beforeAll, expect, test } from 'vitest';
import { settled, sql } from './database.ts';
import { sharedSystem, sharedWorld } from './shared-world.ts';

const world = sharedWorld();
const { databaseAdminUrl } = sharedSystem();
const tag = randomBytes(3).toString('hex');
const [org, bystander] = [`org:tampered-${tag}`, `org:bystander-${tag}`];
const appId = `tampered-${tag}`;
const { week, month } = lastClosed(new Date());
const day = `${month}-03`;
let invoiceId: string;

/** Both use the app twice: 100 and 50 tokens at 0.01, so 1.50, and two invocations at 0.10. */
beforeAll(async () => {
  const pricing = [
    { unit: 'invocation', pricePerUnit: '0.10' },
    { unit: 'token', pricePerUnit: '0.01' },
  ];
  await inThePast(world, before(month), (past) => past.publish(NORTHWIND, completeApp(appId, { model: 'PAYG', prices: pricing })));
  const key = await makeSigningKey(world, NORTHWIND, appId);
  for (const id of [org, bystander]) {
    const members = [{ subject: 'user:alice', roles: ['MEMBER', 'BILLING_ADMIN'] }] as const;
    await makeOrganization(world, { id, name: `Uses ${appId}`, members });
    await inThePast(world, before(month), async (past) => {
      await past.openAccount(id, 'user:alice');
      await past.install(id, 'user:alice', appId);
    });
    await settled(databaseAdminUrl);
    const use = { app_id: appId, actor_id: 'user:alice', org_id: id, action: 'invoke', timestamp: `${day}T10:00:00Z` };
    await sendEvents(world, key, [
      { ...use, event_id: 'first', payload: { tokens: 100 } },
      { ...use, event_id: 'second', payload: { tokens: 50 } },
    ]);
  }
  await closePeriod(world, 'month', month);
  const invoice = await invoiceOf(world, org, 'user:alice', month);
  expect(invoice.total).toEqual({ amount: '1.70', currency: 'USD' });
  invoiceId = invoice.id;
});

type Report = Awaited<ReturnType<typeof reportOf>>;
type Difference = Report['differences']['edges'][number]['node'];
const differencesOf = ({ differences }: Report) => differences.edges.map(({ node }) => node);

/** The newest report of the week, reconciled now, as the auditor sees it. */
async function reconciled(): Promise<Report> {
  await closePeriod(world, 'week', week);
  return reportOf(world, week);
}

/** The same report as somebody of an organisation sees it. */
async function reportFor(id: string): Promise<Report> {
  const { reconciliationReport } = await world.as('user:alice', id).send(ReconciliationReportDocument, { week });
  if (!reconciliationReport) throw new Error(`${id} sees no report of ${week}`);
  return reconciliationReport;
}

/** One column of one row of the organisation, and what is written into it by hand. */
type Alteration = { readonly table: string; readonly column: string; readonly where: string; readonly to: string };

/** Alters a value behind the system's back, reconciles, and puts the value back whatever happens. */
async function reportsOfAltered({ table, column, where, to }: Alteration): Promise<{ auditor: Report; own: Report; bystander: Report }> {
  const row = `where org_id = '${org}' and ${where}`;
  const [before] = await sql<{ value: string }>(databaseAdminUrl, `select ${column}::text as value from ${table} ${row}`);
  // The parameter takes the column's own type.
  const write = (value: string | undefined) => sql(databaseAdminUrl, `update ${table} set ${column} = $1 ${row} returning 1`, [value]);
  try {
    expect(await write(to)).toHaveLength(1);
    return { auditor: await reconciled(), own: await reportFor(org), bystander: await reportFor(bystander) };
  } finally {
    await write(before?.value);
  }
}

const tokensOfDay = `app_id = '${appId}' and unit = 'token'`;
const usage = { kind: 'usage', app: { id: appId }, unit: 'token', day };
const handed = { ...usage, kind: 'usage_copy', left: 'usage day', right: 'billing day' };
const line = () => ({ kind: 'line', app: { id: appId }, unit: 'token', month, invoiceId });
const entry = () => ({ kind: 'ledger_entry', month, invoiceId, left: 'sum of the lines', right: 'ledger entries' });

const cases: Record<string, [Alteration, () => Partial<Difference>[]]> = {
  'a raw event': [
    { table: 'usage.usage_event', column: 'payload', where: `event_id = 'first'`, to: '{"tokens": 999}' },
    () => [
      { ...usage, left: 'raw', leftValue: '1049', right: 'bucket', rightValue: '150' },
      { ...usage, left: 'raw', leftValue: '1049', right: 'day', rightValue: '150' },
    ],
  ],
  'a bucket': [
    { table: 'usage.usage_hour', column: 'quantity', where: tokensOfDay, to: '150.5' },
    () => [{ ...usage, left: 'raw', leftValue: '150', right: 'bucket', rightValue: '150.5' }],
  ],
  'a closed day': [
    { table: 'usage.usage_day', column: 'quantity', where: tokensOfDay, to: '149' },
    () => [
      { ...usage, left: 'raw', leftValue: '150', right: 'day', rightValue: '149' },
      { ...handed, leftValue: '149', rightValue: '150' },
    ],
  ],
  "billing's copy of a day": [
    { table: 'billing.usage_day', column: 'quantity', where: tokensOfDay, to: '250' },
    () => [
      { ...handed, leftValue: '150', rightValue: '250' },
      { ...line(), left: 'quantity by days and prices', leftValue: '250', right: 'quantity of the line', rightValue: '150' },
      { ...line(), left: 'amount by days and prices', leftValue: '2.50 USD', right: 'amount of the line', rightValue: '1.50 USD' },
    ],
  ],
  'an invoice line': [
    { table: 'billing.charge_line', column: 'amount_minor', where: tokensOfDay, to: '149' },
    () => [
      { ...line(), left: 'amount by days and prices', leftValue: '1.50 USD', right: 'amount of the line', rightValue: '1.49 USD' },
      { kind: 'invoice_total', month, invoiceId, leftValue: '1.69 USD', rightValue: '1.70 USD' },
      { ...entry(), ledgerAccount: `receivable/${org}`, leftValue: '1.69 USD', rightValue: '1.70 USD' },
    ],
  ],
  'a ledger entry': [
    { table: 'billing.ledger_entry', column: 'amount_minor', where: `account = 'receivable/${org}'`, to: '171' },
    () => [
      { ...entry(), ledgerAccount: `receivable/${org}`, leftValue: '1.70 USD', rightValue: '1.71 USD' },
      { kind: 'ledger_balance', month, invoiceId, leftValue: '0.00 USD', rightValue: '0.01 USD' },
    ],
  ],
};

test('nothing altered, nothing reported', async () => {
  expect(await reconciled()).toMatchObject({ green: true, differenceCount: 0 });
});

test.each(Object.entries(cases))(
  '%s altered by hand is named by the next report with both values, to its organisation alone, until it is put back',
  async (_, [alteration, expected]) => {
    const reports = await reportsOfAltered(alteration);
    const named = expected().map((difference) => expect.objectContaining({ organization: { id: org }, ...difference }));
    for (const report of [reports.auditor, reports.own]) {
      expect(report.green).toBe(false);
      expect(differencesOf(report)).toEqual(expect.arrayContaining(named));
    }
    expect(differencesOf(reports.own).every(({ organization }) => organization.id === org)).toBe(true);
    expect(reports.bystander).toMatchObject({ id: reports.auditor.id, green: true, differenceCount: 0, differences: { edges: [] } });
    const after = await reconciled();
    expect(after).toMatchObject({ green: true, differenceCount: 0, version: reports.auditor.version + 1 });
  },
);
