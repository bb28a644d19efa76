import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { APP, createDays, type Days } from './testing/days.ts';
import { signed, usageEvent } from './testing/world.ts';

let on: Days;
let world: Days['world'];
let key: Days['key'];
beforeAll(async () => {
  on = await createDays();
  ({ world, key } = on);
});
afterAll(() => world?.close());
beforeEach(() => on.clear());

const send = (...events: unknown[]) => on.send(...events);
const rowsOf = (day: string) => on.rowsOf(day);
const daysToClose = (through: string) => on.daysToClose(through);
const close = (day: string) => on.close(day);

test('events in any order, split and repetition give the same buckets and days', async () => {
  const days = ['2026-11-18', '2026-11-19', '2026-11-20'] as const;
  const one = fc.record({
    day: fc.constantFrom(...days),
    hour: fc.integer({ min: 0, max: 23 }),
    org: fc.constantFrom('org:acme', 'org:globex'),
    action: fc.constantFrom('invoke', 'export'),
    tokens: fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: undefined }),
    pages: fc.option(fc.constantFrom('0.1', '0.000000000001', '12345678901234567'), { nil: undefined }),
  });
  const plan = fc.record({
    events: fc.array(one, { minLength: 1, maxLength: 12 }),
    deliveries: fc.array(fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 6 }), { maxLength: 6 }),
    closeBetween: fc.boolean(),
  });
  const outcome = async () => ({
    hours: await world.sql(`select org_id, unit, hour, quantity from usage.usage_hour order by 1, 2, 3`),
    // The number of a version counts closes; it may differ.
    days: (await Promise.all(days.map(rowsOf))).flat().map((row) => ({ ...row, version: 0 })),
    totals: await world.sql(`select org_id, unit, day::text, quantity from usage.app_day where quantity <> 0 order by 1, 2, 3`),
  });
  const closeAll = async () => {
    for (const day of days) await close(day);
  };
  await fc.assert(
    fc.asyncProperty(plan, async ({ events, deliveries, closeBetween }) => {
      await on.clear();
      const all = events.map(({ day, hour, org, action, tokens, pages }, i) =>
        signed(
          usageEvent(APP, {
            event_id: `event-${i}`,
            timestamp: `${day}T${String(hour).padStart(2, '0')}:30:00Z`,
            org_id: org,
            action,
            payload: { ...(tokens === undefined ? {} : { tokens }), ...(pages === undefined ? {} : { pages }) },
          }),
          key,
        ),
      );
      await send(...all);
      await closeAll();
      const plain = await outcome();
      expect(await world.platform.reconcile({ from: days[0], to: '2026-11-21' })).toEqual([]);

      await on.clear();
      for (const picks of deliveries) {
        await send(...picks.map((pick) => all[pick % all.length]));
        if (closeBetween) await closeAll();
      }
      await send(...all.toReversed());
      await closeAll();
      expect(await outcome()).toEqual(plain);
      expect(await daysToClose('2026-11-20')).toEqual([]);
    }),
    { numRuns: 12 },
  );
});
