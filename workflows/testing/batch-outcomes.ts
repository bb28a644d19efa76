import { setTimeout as sleep } from 'node:timers/promises';
import type { Temporal } from '@guildhall/platform/temporal.ts';
import { WorkflowFailedError, type Workflow, type WorkflowHandle } from '@temporalio/client';
import type { ScheduledProcess } from '../contracts/batches.ts';
import { QUEUES, workflowId, WORKFLOWS } from '../contracts/ids.ts';
import { DEAR_APP, type BatchWorld } from './batch-world.ts';

type Handle = WorkflowHandle<Workflow>;

/** One way in which a batch workflow can end, brought about on real engines in a cleared world. */
type Outcome = {
  readonly workflow: string;
  readonly name: string;
  /** The result, or the type of the refusal that it fails with. */
  readonly ends: Readonly<Record<string, unknown>> | string;
  readonly run: (world: BatchWorld) => Promise<Handle>;
};

const DAY = '2026-11-20';
const WEEK = '2026-W47';
const MONTH = '2026-11';
const DEAD_EVENT = 'An event of this organisation is dead.';
/** Pages of accounts enough that the test server asks for a shorter history. */
export const MANY = 25;

const ended = async (running: Promise<Handle>): Promise<Handle> => {
  const handle = await running;
  await handle.result().catch(() => undefined);
  return handle;
};

const account = (world: BatchWorld, orgId: string, taskQueue: string = QUEUES.batch): Promise<Handle> =>
  world.temporal.client.workflow.start(WORKFLOWS.accountInvoicing, {
    workflowId: workflowId.invoice(orgId, MONTH),
    taskQueue,
    args: [{ orgId, month: MONTH }],
  });

async function childRefused(parent: Handle): Promise<void> {
  for (;;) {
    const { events } = await parent.fetchHistory();
    if (events?.some((event) => event.startChildWorkflowExecutionFailedEventAttributes)) return;
    await sleep(50);
  }
}

/** Two accounts of which each used something in November, the one on two days. */
export async function november(world: BatchWorld): Promise<void> {
  await world.customer('org:acme');
  await world.customer('org:globex');
  await world.use('org:acme', '2026-11-19', 100);
  await world.use('org:acme', DAY, 50);
  await world.use('org:globex', DAY, 7);
}

/** An account that cannot be billed: it used what nobody can owe. */
export async function overpriced(world: BatchWorld): Promise<void> {
  await world.customer('org:initech');
  await world.use('org:initech', DAY, 7, DEAR_APP);
}

/** Corrects by hand what an approved price says. */
export const priceDear = (world: BatchWorld, price: string) =>
  world.billing.sql(
    `update billing.price_version set pricing = jsonb_set(pricing, '{prices,0,pricePerUnit}', to_jsonb($1::text)) where app_id = $2`,
    [price, DEAR_APP],
  );

/** As many accounts as take more than one history. */
const many = (world: BatchWorld) =>
  Promise.all(
    Array.from({ length: MANY }, async (_, i) => {
      await world.customer(`org:many-${i}`);
      await world.use(`org:many-${i}`, DAY, 1 + i);
    }),
  );

const closed = async (world: BatchWorld) => {
  await november(world);
  await ended(world.start('aggregate', DAY));
};

/** A tick of the schedule, and the end of all that it started. */
async function ticked(world: BatchWorld, process: ScheduledProcess, at: string): Promise<Handle> {
  const handle = await world.tick(process, at);
  const { started }: { readonly started: readonly string[] } = await handle.result();
  await Promise.all(started.map((id) => world.temporal.client.workflow.getHandle(id).result()));
  return handle;
}

const daily = { workflow: 'daily-aggregation' };
const weekly = { workflow: 'weekly-reconciliation' };
const monthly = { workflow: 'monthly-invoicing' };
const one = { workflow: 'account-invoicing' };
const tick = { workflow: 'tick' };

export const OUTCOMES: readonly Outcome[] = [
  {
    ...daily,
    name: 'closes-its-day-and-the-open-one-before',
    ends: { days: 2, rows: 6, changed: 3, differences: 0 },
    run: async (world) => {
      await november(world);
      return world.start('aggregate', DAY);
    },
  },
  {
    ...daily,
    name: 'nothing-changed',
    ends: { days: 1, changed: 0 },
    run: async (world) => {
      await closed(world);
      return world.start('aggregate', DAY);
    },
  },
  {
    ...daily,
    name: 'closes-a-late-day-again',
    ends: { days: 2, changed: 1 },
    run: async (world) => {
      await closed(world);
      await world.use('org:acme', '2026-11-19', 1);
      return world.start('aggregate', '2026-11-21');
    },
  },
  { ...daily, name: 'refused', ends: 'INVALID_PERIOD', run: (world) => world.start('aggregate', '2026-02-30') },
  { ...daily, name: 'below-the-floor', ends: 'PERIOD_TOO_EARLY', run: (world) => world.start('aggregate', '0026-11-23') },
  { ...daily, name: 'not-over', ends: 'PERIOD_NOT_OVER', run: (world) => world.start('aggregate', '2026-12-04') },
  {
    ...weekly,
    name: 'green',
    ends: { differences: 0 },
    run: async (world) => {
      await november(world);
      return world.start('reconcile', WEEK);
    },
  },
  {
    ...weekly,
    name: 'differences',
    ends: { differences: 1 },
    run: async (world) => {
      await november(world);
      await world.usage.sql(`update usage.usage_hour set quantity = 8 where org_id = 'org:globex' and unit = 'token'`);
      return world.start('reconcile', WEEK);
    },
  },
  { ...weekly, name: 'below-the-floor', ends: 'PERIOD_TOO_EARLY', run: (world) => world.start('reconcile', '2026-W43') },
  { ...weekly, name: 'not-over', ends: 'PERIOD_NOT_OVER', run: (world) => world.start('reconcile', '2026-W49') },
  {
    ...monthly,
    name: 'invoices-and-a-showback',
    ends: { accounts: 3, invoices: 2, failed: 0, waiting: 0, unbooked: [] },
    run: async (world) => {
      await november(world);
      await world.customer('org:hooli', 'internal');
      await world.use('org:hooli', DAY, 3);
      return world.start('invoice-run', MONTH);
    },
  },
  {
    ...monthly,
    name: 'one-account-fails',
    ends: { accounts: 3, invoices: 2, failed: 1 },
    run: async (world) => {
      await november(world);
      await overpriced(world);
      return world.start('invoice-run', MONTH);
    },
  },
  {
    ...monthly,
    name: 'one-account-waits',
    ends: {
      accounts: 2,
      invoices: 1,
      failed: 0,
      waiting: 1,
      unbooked: [{ orgId: 'org:globex', outcome: 'waiting', code: 'MONTH_WAITS', reason: DEAD_EVENT }],
    },
    run: async (world) => {
      await november(world);
      world.waits.set('org:globex', DEAD_EVENT);
      return world.start('invoice-run', MONTH);
    },
  },
  {
    ...monthly,
    name: 'run-again-starts-what-failed-alone',
    ends: { accounts: 3, invoices: 2, failed: 1 },
    run: async (world) => {
      await november(world);
      await overpriced(world);
      await ended(world.start('invoice-run', MONTH));
      return world.start('invoice-run', MONTH);
    },
  },
  { ...monthly, name: 'nobody-to-bill', ends: { accounts: 0, invoices: 0, failed: 0 }, run: (world) => world.start('invoice-run', MONTH) },
  { ...monthly, name: 'below-the-floor', ends: 'PERIOD_TOO_EARLY', run: (world) => world.start('invoice-run', '2026-10') },
  {
    ...monthly,
    name: 'not-due',
    ends: 'MONTH_NOT_DUE',
    run: async (world) => {
      world.setTime(new Date('2026-12-03T23:59:59.999Z'));
      return world.start('invoice-run', MONTH);
    },
  },
  {
    ...one,
    name: 'invoiced',
    ends: { outcome: 'invoiced' },
    run: async (world) => {
      await closed(world);
      return account(world, 'org:acme');
    },
  },
  {
    ...one,
    name: 'showback',
    ends: { outcome: 'showback', invoiceId: null },
    run: async (world) => {
      await world.customer('org:hooli', 'internal');
      await world.use('org:hooli', DAY, 3);
      await ended(world.start('aggregate', DAY));
      return account(world, 'org:hooli');
    },
  },
  {
    ...one,
    name: 'waits',
    ends: { outcome: 'waiting', invoiceId: null, reason: DEAD_EVENT },
    run: async (world) => {
      await closed(world);
      world.waits.set('org:acme', DEAD_EVENT);
      return account(world, 'org:acme');
    },
  },
  {
    ...one,
    name: 'nothing-to-bill',
    ends: { outcome: 'none', invoiceId: null },
    run: async (world) => {
      await world.customer('org:acme');
      return account(world, 'org:acme');
    },
  },
  {
    ...one,
    name: 'refused',
    ends: 'NOT_RATEABLE',
    run: async (world) => {
      await overpriced(world);
      await ended(world.start('aggregate', DAY));
      return account(world, 'org:initech');
    },
  },
  {
    ...monthly,
    name: 'continues-as-new',
    ends: { accounts: MANY, invoices: MANY, failed: 0 },
    run: async (world) => {
      await many(world);
      return world.start('invoice-run', MONTH);
    },
  },
  {
    // One of the first accounts takes long: all others are invoiced meanwhile, and it is waited for over several histories.
    ...monthly,
    name: 'goes-on-beside-a-slow-account',
    ends: { accounts: MANY, invoices: MANY, failed: 0 },
    run: async (world) => {
      await many(world);
      const slow = await account(world, 'org:many-1', 'a queue whose worker is late');
      const parent = await world.start('invoice-run', MONTH);
      while ((await world.invoiced()) < MANY - 1) await sleep(100);
      await slow.terminate();
      return parent;
    },
  },
  {
    // An earlier run was ended while the account's child was at work, which goes on by itself.
    ...monthly,
    name: 'waits-for-a-child-left-behind',
    ends: { accounts: 2, invoices: 2, failed: 0 },
    run: async (world) => {
      await november(world);
      const left = await account(world, 'org:acme', 'a queue whose worker is late');
      const parent = await world.start('invoice-run', MONTH);
      await childRefused(parent);
      await left.terminate();
      return parent;
    },
  },
  { ...tick, name: 'first', ends: { started: [`reconcile/${WEEK}`] }, run: (world) => ticked(world, 'reconcile', '2026-11-23T02:00:00Z') },
  {
    ...tick,
    name: 'missed-periods',
    ends: { started: ['aggregate/2026-11-23', 'aggregate/2026-11-22', 'aggregate/2026-11-21'] },
    run: async (world) => {
      await closed(world);
      return ticked(world, 'aggregate', '2026-11-24T00:10:00Z');
    },
  },
  {
    ...tick,
    name: 'the-due-month-and-unfinished-ones',
    ends: { started: ['invoice-run/2027-01', 'invoice-run/2026-12', 'invoice-run/2026-11'] },
    run: async (world) => {
      await november(world);
      world.setTime(new Date('2027-02-05T03:00:00Z'));
      return ticked(world, 'invoice-run', '2027-02-05T03:00:00Z');
    },
  },
  {
    ...tick,
    name: 'below-the-floor',
    ends: { started: [] },
    run: (world) => ticked(world, 'aggregate', '2026-11-01T00:10:00Z'),
  },
  {
    ...tick,
    name: 'nothing-due',
    ends: { started: [] },
    run: async (world) => {
      await ended(world.start('invoice-run', MONTH));
      return ticked(world, 'invoice-run', '2026-12-02T03:00:00Z');
    },
  },
  {
    ...tick,
    name: 'one-runs-already',
    ends: { started: ['aggregate/2026-11-21'] },
    run: async (world) => {
      await closed(world);
      const running = await world.start('aggregate', '2026-11-22', 'a queue that nobody polls');
      const handle = await ticked(world, 'aggregate', '2026-11-23T00:10:00Z');
      await running.terminate();
      return handle;
    },
  },
];

/** The runs of a workflow from the first on, of which each but the last continued as new. */
export async function runsOf({ client: { workflow } }: Temporal, { workflowId: id }: Handle): Promise<Handle[]> {
  const runs: Handle[] = [];
  for (let runId: string | null | undefined = (await workflow.getHandle(id).describe()).runId; runId;) {
    const run: Handle = workflow.getHandle(id, runId);
    runs.unshift(run);
    runId = (await run.fetchHistory()).events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  }
  return runs;
}

/** How a workflow ended: its result, or the type of its failure. */
export async function endOf(handle: Handle): Promise<unknown> {
  try {
    return await handle.result();
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const { cause } = error.cause ?? {};
    // Every refusal comes as an application failure, which names its type.
    return (cause as { readonly type?: string } | undefined)?.type ?? String(cause);
  }
}
