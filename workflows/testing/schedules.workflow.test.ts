import { ScheduleOverlapPolicy } from '@temporalio/client';
import { addDays, dayOf } from '@guildhall/platform/period.ts';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { ensureSchedules } from '../schedules.ts';
import { november, overpriced, priceDear } from './batch-outcomes.ts';
import { createBatchWorld, type BatchWorld } from './batch-world.ts';

let world: BatchWorld;
beforeAll(async () => {
  world = await createBatchWorld(inject('temporalAddress'));
  await world.startWorker();
  await ensureSchedules(world.temporal.client);
});
afterAll(() => world?.end());

const DAY_MS = 86_400_000;
const schedule = (id: string) => world.temporal.client.schedule.getHandle(id);

/** How the times of a schedule look to people, a calendar as `hour:minute`, with its day of the month or week. */
const times = async (id: string) => {
  const { spec } = await schedule(id).describe();
  return spec.calendars?.map(({ minute, hour, dayOfMonth, dayOfWeek }) => ({ minute, hour, dayOfMonth, dayOfWeek }));
};

test('each process has a schedule that lets no missed period fall', async () => {
  for (const id of ['aggregate', 'reconcile', 'invoice-run']) {
    const { policies, action, state } = await schedule(id).describe();
    expect(policies, id).toMatchObject({ overlap: ScheduleOverlapPolicy.BUFFER_ALL, catchupWindow: 30 * DAY_MS });
    expect(action, id).toMatchObject({ workflowType: 'tick', taskQueue: 'batch', args: [{ process: id }] });
    expect(state.paused).toBe(false);
  }
});

test('making them again leaves alone what is as it should be', async () => {
  await ensureSchedules(world.temporal.client);
  for (const id of ['aggregate', 'reconcile', 'invoice-run'])
    expect((await schedule(id).describe()).info.lastUpdatedAt, id).toBeUndefined();
});

test('making them again brings back what was altered, and leaves what an operator paused', async () => {
  const before = await times('aggregate');
  await schedule('aggregate').update((current) => ({
    ...current,
    spec: { calendars: [{ hour: 5 }] },
    policies: { ...current.policies, overlap: ScheduleOverlapPolicy.SKIP },
  }));
  // The server may take a pause that follows an update at once before that update, and lose it: the operator comes a moment later.
  await expect.poll(() => times('aggregate')).not.toEqual(before);
  await expect.poll(async () => (await schedule('aggregate').describe()).info.lastUpdatedAt).toBeInstanceOf(Date);
  await schedule('aggregate').pause('looking into something');
  await ensureSchedules(world.temporal.client);
  expect(await times('aggregate')).toEqual(before);
  const { policies, state } = await schedule('aggregate').describe();
  expect(policies.overlap).toBe(ScheduleOverlapPolicy.BUFFER_ALL);
  expect(state).toMatchObject({ paused: true, note: 'looking into something' });
  await schedule('aggregate').unpause();
});

test('triggered now, a schedule aggregates yesterday under its derived id', async () => {
  await schedule('aggregate').trigger();
  const recent = async () => (await schedule('aggregate').describe()).info.recentActions.at(-1)?.action.workflow.workflowId;
  await expect.poll(recent, { timeout: 15_000 }).toMatch(/^tick\/aggregate-/);
  const tick = world.temporal.client.workflow.getHandle((await recent()) ?? '');
  const { searchAttributes } = await tick.describe();
  const [scheduled] = searchAttributes['TemporalScheduledStartTime'] ?? [];
  if (!(scheduled instanceof Date)) throw new Error('The tick does not know its time.');
  const yesterday = addDays(dayOf(scheduled), -1);
  expect(await tick.result()).toEqual({ started: [`aggregate/${yesterday}`] });
  const aggregation = world.temporal.client.workflow.getHandle(`aggregate/${yesterday}`);
  expect(await aggregation.result()).toMatchObject({ days: 1 });
  expect(await (await aggregation.describe()).staticSummary()).toBe(`Daily aggregation of ${yesterday}`);
});

/** What the tick of a time starts, at the end of all of it; each time once, for its tick is named by it. */
async function startedAt(at: string): Promise<readonly string[]> {
  const { started }: { readonly started: readonly string[] } = await (await world.tick('invoice-run', at)).result();
  await Promise.all(started.map((id) => world.temporal.client.workflow.getHandle(id).result()));
  return started;
}

test('a time that passed while nobody was up is started for its own period, when it is past by days', async () => {
  world.setTime(new Date('2027-03-04T00:00:00Z'));
  expect(await startedAt('2026-12-20T03:00:00Z')).toEqual(['invoice-run/2026-11']);
});

test('a time before the floor, or within the grace of the first month, succeeds and starts nothing', async () => {
  for (const at of ['2026-10-05T03:00:00Z', '2026-12-03T03:00:00Z']) expect(await startedAt(at), at).toEqual([]);
  expect(await (await world.tick('aggregate', '2026-11-01T00:10:00Z')).result()).toEqual({ started: [] });
  expect(await (await world.tick('reconcile', '2026-10-26T02:00:00Z')).result()).toEqual({ started: [] });
});

test('the due month is looked after each day, then the newest months that are not done, until nobody fails', async () => {
  await world.clear();
  await november(world);
  await overpriced(world);
  const november26 = 'invoice-run/2026-11';
  world.setTime(new Date('2027-01-05T00:00:00Z'));
  expect(await startedAt('2026-12-04T03:00:00Z')).toEqual([november26]);
  expect(await startedAt('2026-12-05T03:00:00Z')).toEqual([november26]);
  expect(await startedAt('2027-01-04T03:00:00Z')).toEqual(['invoice-run/2026-12', november26]);
  await priceDear(world, '0.01');
  expect(await startedAt('2027-01-05T03:00:00Z')).toEqual(['invoice-run/2026-12', november26]);
  expect(await world.invoiced()).toBe(3);
  expect(await startedAt('2027-01-06T03:00:00Z')).toEqual(['invoice-run/2026-12']);
});

test('a tick starts at most twelve unfinished periods beside the newest, and the next tick those that are left', async () => {
  await world.clear();
  await world.billing.sql(`update billing.account set opened_at = '2025-05-20T12:00:00Z' where org_id = 'org:acme'`);
  world.setTime(new Date('2026-12-10T03:00:00Z'));
  const first = await startedAt('2026-12-09T03:00:00Z');
  expect([first.length, first[0], first[1], first.at(-1)]).toEqual([
    13,
    'invoice-run/2026-11',
    'invoice-run/2026-10',
    'invoice-run/2025-11',
  ]);
  expect(await startedAt('2026-12-10T03:00:00Z')).toEqual(
    ['2026-11', '2025-10', '2025-09', '2025-08', '2025-07', '2025-06', '2025-05'].map((month) => `invoice-run/${month}`),
  );
});
