import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { endOf } from './batch-outcomes.ts';
import { createBatchWorld, type BatchWorld } from './batch-world.ts';

let world: BatchWorld;
beforeAll(async () => {
  world = await createBatchWorld(inject('temporalAddress'));
  await world.startWorker();
});
afterAll(() => world?.end());
beforeEach(async () => {
  await world.clear();
  await world.billing.sql('truncate billing.install_copy, billing.install_binding');
});

const booked = () => world.billing.sql(`select org_id as org, kind, amount_minor::int as cents from billing.charge_line order by org_id`);

/** Why a run waits, as Temporal Web says it. */
async function waitsFor(run: Awaited<ReturnType<BatchWorld['start']>>): Promise<string> {
  const { raw } = await run.describe();
  return (raw.pendingActivities ?? []).map(({ lastFailure }) => lastFailure?.message).join();
}
const patience = { timeout: 20_000, interval: 100 };

test(
  'a month is not booked while billing’s copy of installs is behind, and with the fee once it caught up',
  { timeout: 60_000 },
  async () => {
    await world.customer('org:acme');
    await world.catalog.stopCopying();
    await world.catalog.install('org:acme');
    const run = await world.start('invoice-run', '2026-11');
    await expect.poll(() => waitsFor(run), patience).toContain('copy of installs');
    expect(await booked()).toEqual([]);
    world.catalog.startCopying();
    expect(await endOf(run)).toMatchObject({ accounts: 1, invoices: 1, failed: 0 });
    expect(await booked()).toEqual([{ org: 'org:acme', kind: 'fee', cents: 1000 }]);
  },
);

test('nor while an install is in a transaction that is still open, whatever was committed after it', { timeout: 60_000 }, async () => {
  await world.customer('org:globex');
  await world.customer('org:hooli');
  const commit = Promise.withResolvers<void>();
  onTestFinished(() => commit.resolve());
  const open = world.catalog.install('org:globex', commit.promise);
  await expect
    .poll(
      () => world.billing.sql(`select 1 from pg_stat_activity where state = 'idle in transaction' and query like '%catalog%outbox%'`),
      patience,
    )
    .toHaveLength(1);
  await world.catalog.install('org:hooli');
  const run = await world.start('invoice-run', '2026-11');
  await expect.poll(() => waitsFor(run), patience).toContain('copy of installs');
  expect(await booked()).toEqual([]);
  commit.resolve();
  await open;
  expect(await endOf(run)).toMatchObject({ accounts: 2, invoices: 2, failed: 0 });
  expect(await booked()).toEqual(['org:globex', 'org:hooli'].map((org) => ({ org, kind: 'fee', cents: 1000 })));
});
