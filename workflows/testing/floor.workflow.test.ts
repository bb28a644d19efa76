import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import type { ScheduledProcess } from '../contracts/batches.ts';
import { endOf, november } from './batch-outcomes.ts';
import { createBatchWorld, FLOOR, type BatchWorld } from './batch-world.ts';

let world: BatchWorld;
beforeAll(async () => {
  world = await createBatchWorld(inject('temporalAddress'));
  await world.startWorker();
});
afterAll(() => world?.end());
beforeEach(() => world.clear());

const run = async (...of: Parameters<BatchWorld['start']>) => endOf(await world.start(...of));
/** The type and the sentence of the refusal that a process ends with, and what its history holds beside that. */
async function refusal(process: ScheduledProcess, period: string) {
  const handle = await world.start(process, period);
  await handle.result().catch(() => undefined);
  const { events = [] } = await handle.fetchHistory();
  const activities = events?.flatMap(({ activityTaskScheduledEventAttributes: of }) => of?.activityType?.name ?? []);
  const tries = events?.map(({ activityTaskStartedEventAttributes: of }) => of?.attempt ?? 0).reduce((a, b) => Math.max(a, b), 0);
  const [failure] = events?.flatMap(({ activityTaskFailedEventAttributes: of }) => of?.failure ?? []) ?? [];
  return { activities, tries, code: failure?.applicationFailureInfo?.type, message: failure?.message };
}

test.each([
  ['aggregate', '0026-11-23'],
  ['aggregate', '2026-10-31'],
  ['reconcile', '0026-W47'],
  ['reconcile', '2026-W43'],
  ['invoice-run', '0026-11'],
  ['invoice-run', '2026-10'],
] as const)('%s of %s is refused at its first step, once and for good, with the floor', async (process, period) => {
  expect(await refusal(process, period)).toEqual({
    activities: ['checkPeriod'],
    tries: 1,
    code: 'PERIOD_TOO_EARLY',
    message: expect.stringContaining(FLOOR),
  });
});

test.each([
  ['aggregate', '2026-02-30', 'INVALID_PERIOD'],
  ['aggregate', '9999-12-31', 'INVALID_PERIOD'],
  ['aggregate', '2026-11', 'INVALID_PERIOD'],
  ['aggregate', '9998-12-31', 'PERIOD_NOT_OVER'],
  ['aggregate', '2026-12-04', 'PERIOD_NOT_OVER'],
  ['reconcile', '2026-W60', 'INVALID_PERIOD'],
  ['reconcile', '2026-11-23', 'INVALID_PERIOD'],
  ['reconcile', '2026-W49', 'PERIOD_NOT_OVER'],
  ['invoice-run', '2026-13', 'INVALID_PERIOD'],
  ['invoice-run', '9999-12', 'INVALID_PERIOD'],
  ['invoice-run', '2026-12', 'MONTH_NOT_DUE'],
  ['invoice-run', '9998-12', 'MONTH_NOT_DUE'],
] as const)('%s of %s is refused: %s', async (process, period, code) => {
  expect(await refusal(process, period)).toMatchObject({ activities: ['checkPeriod'], tries: 1, code });
});

test.each([
  ['aggregate', FLOOR],
  ['reconcile', '2026-W44'],
  ['invoice-run', '2026-11'],
] as const)('%s of %s, in which the floor lies, is done', async (process, period) => {
  expect(await run(process, period)).toBeTypeOf('object');
});

test('what an early close left behind, of the year 26 or far ahead, makes no later one long', async () => {
  await november(world);
  // As 0.1.0 left it.
  await world.usage.sql(
    `insert into usage.day_close (day, begun, done, handed, late, closed_at)
     select day::date, 1, 1, 1, false, now() from unnest(array['0026-11-23', '9998-12-31']) as days (day)`,
  );
  expect(await run('aggregate', '0026-11-23')).toBe('PERIOD_TOO_EARLY');
  const daysSinceTheFloor = 20;
  expect(await run('aggregate', '2026-11-20')).toMatchObject({ days: daysSinceTheFloor, changed: 3 });
  expect(await run('invoice-run', '2026-11')).toMatchObject({ accounts: 2, invoices: 2 });
  const started = ['aggregate/2026-12-03', 'aggregate/2026-12-02', 'aggregate/2026-12-01'];
  expect(await (await world.tick('aggregate', '2026-12-04T00:10:00Z')).result()).toEqual({ started });
  // They would close days of the next test.
  await Promise.all(started.map((id) => world.temporal.client.workflow.getHandle(id).result()));
});

test('a close of more days than one answer holds reads them page by page', async () => {
  await world.usage.sql(`update usage.install_copy set installed_at = '2026-08-01T10:00:00Z' where install_id = 'ins_first'`);
  await run('aggregate', '2026-08-01');
  const handle = await world.start('aggregate', '2026-11-20');
  expect(await endOf(handle)).toMatchObject({ days: 111 });
  const { events } = await handle.fetchHistory();
  const pages = events?.filter(({ activityTaskScheduledEventAttributes: of }) => of?.activityType?.name === 'daysToClose');
  expect(pages).toHaveLength(3);
  await world.usage.sql(`update usage.install_copy set installed_at = $1 where install_id = 'ins_first'`, [`${FLOOR}T10:00:00Z`]);
});

// The last, for nothing is left after it.
test('while nothing was installed, opened or counted, every period is refused and every tick succeeds without work', async () => {
  await world.billing.sql('truncate billing.account, billing.install_copy');
  await world.usage.sql('truncate usage.install_copy');
  for (const [process, period] of [
    ['aggregate', '2026-11-20'],
    ['reconcile', '2026-W47'],
    ['invoice-run', '2026-11'],
  ] as const)
    expect(await refusal(process, period)).toMatchObject({
      code: 'PERIOD_TOO_EARLY',
      message: expect.stringContaining('no event counted yet'),
    });
  for (const [process, at] of [
    ['aggregate', '2026-12-03T00:10:00Z'],
    ['reconcile', '2026-11-30T02:00:00Z'],
    ['invoice-run', '2026-12-04T03:00:00Z'],
  ] as const)
    expect(await (await world.tick(process, at)).result()).toEqual({ started: [] });
  expect(await world.written()).toEqual([]);
});
