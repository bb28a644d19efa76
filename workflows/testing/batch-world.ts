import { payg } from '@guildhall/billing/testing/values.ts';
import { APP, DUE, startBilling } from '@guildhall/billing/testing/fixture.ts';
import { createPublishing, createStore as createGovernanceStore } from '@guildhall/governance/index.ts';
import { refusal } from '@guildhall/platform/errors.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createWorld, signed, usageEvent, type SigningKeyInHand } from '@guildhall/usage/testing/world.ts';
import { createBatchActivities } from '../activities/index.ts';
import type { ScheduledProcess } from '../contracts/batches.ts';
import { QUEUES, workflowId, WORKFLOWS } from '../contracts/ids.ts';
import { ensureSchedules } from '../schedules.ts';
import { startCatalog } from './catalog-world.ts';
import { createStage, untilKnown } from './stage.ts';
import { openSubgraph } from './subgraphs.ts';

export { APP };
/** An app whose price no month can be rated by. */
export const DEAR_APP = 'dear-742';
/** The floor of every world: an organisation without an account, which is never billed, installed the app on this day. */
export const FLOOR = '2026-11-01';

const PROCESSES = {
  aggregate: { type: WORKFLOWS.dailyAggregation, id: workflowId.aggregate, input: (day: string) => ({ day }) },
  reconcile: { type: WORKFLOWS.weeklyReconciliation, id: workflowId.reconcile, input: (week: string) => ({ week }) },
  'invoice-run': { type: WORKFLOWS.monthlyInvoicing, id: workflowId.invoiceRun, input: (month: string) => ({ month }) },
} as const;

/** What workflows write; the rest is what they work from. */
const WRITTEN =
  'usage.usage_day, usage.app_day, usage.day_close; billing.usage_day, billing.invoice, billing.charge_line, billing.draft_line, ' +
  'billing.ledger_transaction, billing.ledger_entry, billing.app_revenue, billing.booked_month, billing.number_series, billing.billing_run, ' +
  'billing.held_line, billing.unbooked_month, billing.reconciliation_report, billing.reconciliation_difference, billing.outbox';

/** The subgraphs over fresh databases, each its own, some apps, and the batch workflows on a real Temporal server. */
export async function createBatchWorld(temporalAddress: string) {
  const [usage, billing] = await Promise.all([createWorld(), startBilling({ since: new Date(`${FLOOR}T00:00:00Z`) })]);
  // November 2026 is due, and its usage still taken.
  usage.clock.now = DUE;
  const catalog = await startCatalog(billing);
  const governance = await openSubgraph('governance');
  const keys = new Map<string, SigningKeyInHand>();
  for (const [app, pricing] of [
    [APP, payg({ token: '0.01' })],
    [DEAR_APP, payg({ token: '0.01' })],
  ] as const) {
    keys.set(app, await usage.publish(app));
    await billing.price(app, pricing);
  }
  await billing.sql(
    `update billing.price_version set pricing = jsonb_set(pricing, '{prices,0,pricePerUnit}', '"no number"') where app_id = $1`,
    [DEAR_APP],
  );
  await usage.install(APP, 'org:first', null, 'ins_first', new Date(`${FLOOR}T10:00:00Z`));
  const waits = new Map<string, string>();
  const parts = {
    usage: usage.platform,
    billing: {
      ...billing.desk,
      draftInvoice: async (orgId: string, month: string, heldApps?: ReadonlySet<string>) => {
        const reason = waits.get(orgId);
        if (reason !== undefined) throw refusal('MONTH_WAITS', reason);
        return billing.desk.draftInvoice(orgId, month, heldApps);
      },
    },
    catalog: catalog.operations,
    governance: createPublishing({ store: createGovernanceStore(governance.worker), now: () => billing.clock.now, newId }),
    now: () => billing.clock.now,
  };
  const activities = createBatchActivities(parts);
  const stage = await createStage(temporalAddress, { taskQueue: QUEUES.batch, activities });
  const { client } = stage.temporal;
  const [usageWritten = '', billingWritten = ''] = WRITTEN.split('; ');
  let events = 0;

  return {
    ...stage,
    usage,
    billing,
    catalog,
    /** The organisations whose months are made to wait, each with the reason that their draft is refused for. */
    waits,
    /** What the activities are made of, for a test that puts something between. */
    parts,
    activities,
    /** Moves the one time of all parts; the schedules have their own. */
    setTime(now: Date) {
      usage.clock.now = billing.clock.now = now;
    },
    /** An organisation with an account, once; the app is installed when it uses it. */
    customer: (orgId: string, kind: 'external' | 'internal' = 'external') => billing.openAccount(orgId, kind),
    /** Signed usage of an app on a day, counted. */
    async use(orgId: string, day: string, tokens: number, app = APP) {
      const key = keys.get(app);
      if (!key) throw new Error(`The world has no app ${app}.`);
      await usage.install(app, orgId, null, `ins_${orgId}_${app}`, new Date(`${FLOOR}T00:00:00Z`));
      const event = usageEvent(app, {
        event_id: `event-${++events}`,
        org_id: orgId,
        timestamp: `${day}T10:00:00Z`,
        payload: { tokens },
      });
      // Nothing marks the copy here, and a mark of a minute ago would not be trusted on a busy machine.
      await usage.lag(0);
      const [receipt] = await usage.ingest.receiveEvents([signed(event, key)]);
      if (receipt?.status !== 'new') throw new Error(`The event was not counted: ${JSON.stringify(receipt)}`);
    },
    /** Starts a process for a period under its derived id. */
    start: (process: ScheduledProcess, period: string, taskQueue: string = QUEUES.batch) =>
      client.workflow.start(PROCESSES[process].type, {
        workflowId: PROCESSES[process].id(period),
        taskQueue,
        args: [PROCESSES[process].input(period)],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }),
    /** Lets a schedule come due at one of its times, such as `2026-11-24T00:10:00Z`; answers its tick. */
    async tick(process: ScheduledProcess, at: string) {
      await ensureSchedules(client);
      const schedule = client.schedule.getHandle(process);
      // The time of this machine must not add ticks of its own.
      await schedule.pause();
      const time = new Date(at);
      await schedule.backfill({ start: new Date(time.getTime() - 60_000), end: time, overlap: 'ALLOW_ALL' });
      const handle = client.workflow.getHandle(`tick/${process}-${at}`);
      await untilKnown(() => handle.describe());
      return handle;
    },
    /** How many invoices are final. */
    async invoiced(): Promise<number> {
      return (await billing.sql(`select 1 from billing.invoice where status = 'final'`)).length;
    },
    /** Everything that workflows wrote, row by row, without ids of chance and counts of attempts. */
    async written(): Promise<string[]> {
      const rows = async (tables: string, sql: (text: string) => Promise<{ row: string }[]>) => {
        const all: string[] = [];
        for (const table of tables.split(', ')) {
          const found = await sql(`select (to_jsonb(t) - '{id,xid,position,begun,done,handed}'::text[])::text as row from ${table} t`);
          all.push(...found.map(({ row }) => `${table} ${row.replaceAll(/\b([a-z]{3})_[0-9a-f]{32}\b/g, '$1_…')}`));
        }
        return all;
      };
      const [counted, booked] = await Promise.all([
        rows(usageWritten, (text) => usage.sql(text)),
        rows(billingWritten, (text) => billing.sql(text)),
      ]);
      return [...counted, ...booked].sort();
    },
    /** Puts everything back to before any workflow ran; the usage that was counted stays. */
    async unwrite() {
      await Promise.all([usage.sql(`truncate ${usageWritten}`), billing.sql(`truncate ${billingWritten}`)]);
    },
    /** Forgets the usage too. */
    async clear() {
      this.setTime(DUE);
      waits.clear();
      await this.unwrite();
      await usage.sql('truncate usage.usage_event, usage.usage_hour');
      await billing.sql('truncate billing.held_stale, billing.app_on_hold');
      events = 0;
    },
    async end() {
      await stage.end();
      await catalog.end();
      await governance.worker.close();
      await governance.drop();
      await Promise.all([usage.close(), billing.stop()]);
    },
  };
}
export type BatchWorld = Awaited<ReturnType<typeof createBatchWorld>>;
