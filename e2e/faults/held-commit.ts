import { closePeriod } from '@guildhall/local/story/processes.ts';
import { eventually } from '@guildhall/local/story/world.ts';
import { workflowId } from '@guildhall/workflows/contracts/ids.ts';
import type { Client } from '@temporalio/client';
import { rows, type Scene } from './scene.ts';
import { withholdingProxy } from './withholding-proxy.ts';

/**
 * Invoices a month with a worker that is killed when the invoice of `org` is committed and Temporal has not heard of it, then with another
 * to the end: the activity is held at its number by a lock, and from then on what the worker says to Temporal is withheld.
 */
export async function invoiceWithWorkerKilledAfterCommit(scene: Scene, org: string, month: string) {
  const { system, world } = scene;
  const proxy = await withholdingProxy(system.temporalAddress, 'requests');
  const holder = await scene.database();
  try {
    await system.restart('worker', { TEMPORAL_ADDRESS: proxy.address });
    const { rows: self } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
    await holder.query('begin');
    // A lock that takes no transaction id: with one, this open transaction would hold up billing's copy of installs, for which the month waits.
    await holder.query('lock table billing.number_series in exclusive mode');
    const run = closePeriod(world, 'month', month);
    // Awaited below, unless something fails before.
    run.catch(() => undefined);
    const waiting = 'select pid from pg_stat_activity where $1 = any(pg_blocking_pids(pid))';
    await eventually('the activity at its number', async () => (await rows(scene, waiting, [self[0]?.pid]))[0]);
    proxy.withhold();
    await holder.query('rollback');
    const posted = `select id from billing.invoice where org_id = $1 and status = 'posted'`;
    await eventually('the commit', async () => (await rows(scene, posted, [org]))[0]);
    await eventually('the word that is never heard', () => Promise.resolve(proxy.withheld() > 0 || undefined));
    await system.kill('worker', 'SIGKILL', { keepDown: true });
    proxy.close();
    await system.restart('worker');
    return (await run).result;
  } finally {
    await holder.end();
    proxy.close();
  }
}

/** How an account's invoicing ended, and at which try each of its activities did. */
export async function invoicingOf(temporal: Client, org: string, month: string) {
  const handle = temporal.workflow.getHandle(workflowId.invoice(org, month));
  const { events } = await handle.fetchHistory();
  const tries = (events ?? []).flatMap(({ activityTaskStartedEventAttributes: started }) => {
    const scheduled = events?.find(({ eventId }) => started && String(eventId) === String(started.scheduledEventId));
    const name = scheduled?.activityTaskScheduledEventAttributes?.activityType?.name;
    return started && name ? [[name, started.attempt ?? 0] as const] : [];
  });
  return { status: (await handle.describe()).status.name, tries: Object.fromEntries(tries) };
}
