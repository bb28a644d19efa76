import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { createBatchActivities } from '../activities/index.ts';
import { createBatchWorld, type BatchWorld } from './batch-world.ts';
import { SOON_LOST } from './stage.ts';

let world: BatchWorld;
beforeAll(async () => {
  world = await createBatchWorld(inject('temporalAddress'));
});
afterAll(() => world?.end());

test('a day whose run was ended between closing it and handing it over reaches billing by the run of a later day', async () => {
  await world.use('org:acme', '2026-11-18', 5);
  await world.usage.platform.closeDay('2026-11-18');
  await world.startWorker();
  expect(await (await world.start('aggregate', '2026-11-19')).result()).toMatchObject({ days: 2, changed: 0 });
  expect(await world.billing.sql('select day::text, quantity::int from billing.usage_day order by unit')).toEqual([
    { day: '2026-11-18', quantity: 1 },
    { day: '2026-11-18', quantity: 5 },
  ]);
  expect(await world.usage.platform.daysToClose('2026-11-19', undefined, 9)).toEqual({ days: [], next: null });
  await world.stopWorker();
  await world.clear();
});

test('billing takes its copy of a large day from the page to which a lost worker had come', { timeout: 120_000 }, async () => {
  await world.use('org:acme', '2026-11-20', 1);
  // Organisations enough for three pages of rows, each with an event like that one.
  await world.usage.sql(
    `insert into usage.usage_event
     select (jsonb_populate_record(event, jsonb_build_object('org_id', 'org:many-' || i))).* from usage.usage_event event, generate_series(1, 1050) i`,
  );
  const { platform } = world.usage;
  const reads: (string | undefined)[] = [];
  const stuck = Promise.withResolvers<void>();
  const activities = createBatchActivities({
    ...world.parts,
    usage: {
      ...platform,
      closedDayPage(day, after, limit) {
        reads.push(after);
        return platform.closedDayPage(day, after, limit);
      },
    },
    billing: {
      ...world.billing.desk,
      async takeUsageDay(rows) {
        const taken = await world.billing.desk.takeUsageDay(rows);
        if (reads.length === 2) {
          stuck.resolve();
          await new Promise<never>(() => undefined);
        }
        return taken;
      },
    },
  });
  await world.startWorker({ ...SOON_LOST, activities });
  const running = await world.start('aggregate', '2026-11-20');
  await stuck.promise;
  const heartbeats = async () =>
    (await running.describe()).raw.pendingActivities?.filter(({ heartbeatDetails }) => heartbeatDetails).length;
  await expect.poll(heartbeats, { timeout: 10_000 }).toBe(1);
  await world.loseWorker();
  // The server gives the lost worker up when it has heard nothing for the activity's heartbeat timeout.
  await world.startWorker({ activities });
  await running.result();
  await world.stopWorker();

  const [first, second, third, ...rest] = reads;
  expect(first).toBeUndefined();
  expect(third).toBe(second);
  expect(rest).toHaveLength(1);
  expect((await world.written()).filter((row) => row.startsWith('billing.usage_day '))).toHaveLength(2 * 1_051);
});
