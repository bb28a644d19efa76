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
