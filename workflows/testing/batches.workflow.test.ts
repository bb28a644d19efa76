import { actor } from '@guildhall/billing/testing/fixture.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type {} from '../../local/testing/provided.ts';
import { createBatchActivities } from '../activities/index.ts';
import { endOf, november, OUTCOMES, runsOf } from './batch-outcomes.ts';
import { APP, createBatchWorld, type BatchWorld } from './batch-world.ts';

let world: BatchWorld;
beforeAll(async () => {
  world = await createBatchWorld(inject('temporalAddress'));
  await world.startWorker();
});
afterAll(() => world?.end());
beforeEach(() => world.clear());

const run = async (...of: Parameters<BatchWorld['start']>) => endOf(await world.start(...of));
const auditor = actor('org:guildhall', 'auditor');
const page = { limit: 100, after: undefined, backward: false };
const tokensAtBilling = () =>
  world.billing.sql<{ day: string; version: number; quantity: string; waiting: boolean }>(
    `select day::text, version, trim_scale(quantity)::text as quantity, waiting from billing.usage_day
      where org_id = 'org:acme' and unit = 'token' order by day, version`,
  );

test.each(OUTCOMES.map((outcome) => [`${outcome.workflow}: ${outcome.name}`, outcome] as const))('%s', async (name, outcome) => {
  const handle = await outcome.run(world);
  const end = await endOf(handle);
  if (typeof outcome.ends === 'string') expect(end).toBe(outcome.ends);
  else expect(end).toMatchObject(outcome.ends);
  if (name.includes('continues-as-new')) expect((await runsOf(world.temporal, handle)).length).toBeGreaterThan(1);

  // Whatever happened, the books are in order: one invoice an account, numbered without a gap.
  const invoices = await world.billing.sql<{ org_id: string; number: string }>(
    `select org_id, number from billing.invoice where status <> 'draft' order by number`,
  );
  expect(invoices.map(({ number }) => number)).toEqual(invoices.map((_, i) => `GH-2026-${String(i + 1).padStart(6, '0')}`));
  expect(new Set(invoices.map(({ org_id }) => org_id)).size).toBe(invoices.length);
});

describe('daily aggregation', () => {
  test('hands billing its copy of each day, and run again writes nothing', async () => {
    await november(world);
    await run('aggregate', '2026-11-20');
    expect(await tokensAtBilling()).toEqual([
      { day: '2026-11-19', version: 1, quantity: '100', waiting: false },
      { day: '2026-11-20', version: 1, quantity: '50', waiting: false },
    ]);
    const before = await world.written();
    await run('aggregate', '2026-11-20');
    expect(await world.written()).toEqual(before);
  });

  test('billing takes late usage until the month is invoiced, then lets it wait, and each report names it', async () => {
    await november(world);
    await run('aggregate', '2026-11-20');
    await world.use('org:acme', '2026-11-19', 1);
    await run('aggregate', '2026-11-21');
    await run('invoice-run', '2026-11');
    await world.use('org:acme', '2026-11-19', 1);
    await run('aggregate', '2026-11-22');
    expect((await tokensAtBilling()).filter(({ day }) => day === '2026-11-19')).toEqual([
      { day: '2026-11-19', version: 1, quantity: '100', waiting: false },
      { day: '2026-11-19', version: 2, quantity: '101', waiting: false },
      { day: '2026-11-19', version: 3, quantity: '102', waiting: true },
    ]);
    const [line] = await world.billing.sql(
      `select trim_scale(quantity)::text as quantity, amount_minor::int as cents from billing.charge_line where org_id = 'org:acme' and unit = 'token'`,
    );
    expect(line).toEqual({ quantity: '151', cents: 151 });
    for (const week of ['2026-W47', '2026-W48']) {
      expect(await run('reconcile', week)).toMatchObject({ differences: 2 });
      const report = await world.billing.billing.reportOfWeek(auditor, week);
      const found = await world.billing.billing.differencePage(auditor, report?.id ?? '', page);
      const late = { kind: 'late_use', orgId: 'org:acme', appId: APP, month: '2026-11', left: 'newest days', right: 'booked days' };
      expect(found).toMatchObject([
        { ...late, unit: 'invocation', leftValue: '4', rightValue: '3' },
        { ...late, unit: 'token', leftValue: '152', rightValue: '151' },
      ]);
    }
  });
});

describe('weekly reconciliation', () => {
  test('closes what is open, reports both values of what was altered, and reports it once however often it runs', async () => {
    await november(world);
    expect(await run('reconcile', '2026-W47')).toMatchObject({ differences: 0 });
    expect(await tokensAtBilling()).toHaveLength(2);
    await world.billing.sql(
      `update billing.usage_day set quantity = 51 where org_id = 'org:acme' and day = '2026-11-20' and unit = 'token'`,
    );
    const report = await run('reconcile', '2026-W47');
    expect(report).toMatchObject({ differences: 1 });
    expect(await run('reconcile', '2026-W47')).toEqual(report);
    const newest = await world.billing.billing.reportOfWeek(auditor, '2026-W47');
    expect(newest).toMatchObject({ version: 2 });
    const [difference] = await world.billing.billing.differencePage(auditor, newest?.id ?? '', page);
    expect(difference).toMatchObject({ orgId: 'org:acme', appId: APP, unit: 'token', day: '2026-11-20' });
    expect(new Set([difference?.leftValue, difference?.rightValue])).toEqual(new Set(['50', '51']));
  });

  test('a day that is closed again and handed over while they are compared is no difference', async () => {
    await november(world);
    await run('aggregate', '2026-11-20');
    await world.stopWorker();
    const { usage } = world.parts;
    let late = true;
    const activities = createBatchActivities({
      ...world.parts,
      usage: {
        ...usage,
        async *closedDays(window) {
          for await (const rows of usage.closedDays(window)) {
            if (late) {
              late = false;
              await world.use('org:acme', '2026-11-19', 1);
              await usage.closeDay('2026-11-19');
              const { rows: again } = await usage.closedDayPage({ from: '2026-11-19', to: '2026-11-20' }, undefined, 100);
              await world.billing.desk.takeUsageDay(again);
            }
            yield rows;
          }
        },
      },
    });
    await world.startWorker({ activities });
    try {
      expect(await run('reconcile', '2026-W47')).toMatchObject({ differences: 0 });
      expect(late).toBe(false);
    } finally {
      await world.stopWorker();
      await world.startWorker();
    }
  });

  test('an invoice line that was altered is a difference of its month', async () => {
    await november(world);
    await run('invoice-run', '2026-11');
    expect(await run('reconcile', '2026-W48')).toMatchObject({ differences: 0 });
    await world.billing.sql(
      `update billing.charge_line set amount_minor = amount_minor + 1 where org_id = 'org:globex' and unit = 'token'`,
    );
    expect(await run('reconcile', '2026-W48')).not.toMatchObject({ differences: 0 });
    const newest = await world.billing.billing.reportOfWeek(auditor, '2026-W48');
    const found = await world.billing.billing.differencePage(auditor, newest?.id ?? '', page);
    expect(found).toContainEqual(expect.objectContaining({ orgId: 'org:globex', month: '2026-11', appId: APP, unit: 'token' }));
  });
});
