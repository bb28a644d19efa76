import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { AggregationActivities } from '../activities/aggregation.ts';
import type { DailyAggregationInput, DailyAggregationResult } from '../contracts/batches.ts';
import { BATCH_ACTIVITY } from './options.ts';

const { daysToClose, closeDay, handDayToBilling } = proxyActivities<AggregationActivities>(BATCH_ACTIVITY);

/**
 * Closes a day from its raw events, and again each earlier day that late usage touched or that a run which was ended did not hand over,
 * and hands billing its copy of each.
 * Running it again for a day that has not changed has no effect.
 */
export async function dailyAggregation({ day }: DailyAggregationInput): Promise<DailyAggregationResult> {
  const days = await daysToClose({ period: day });
  const closed = await closeDays(days.includes(day) ? days : [...days, day]);
  setCurrentDetails(
    `**${closed.days}** days closed, **${closed.changed}** rows changed, **${closed.differences}** differences between raw events and buckets`,
  );
  return closed;
}

/** Closes days one after the other and hands each to billing; for every process that needs days closed first. */
export async function closeDays(days: readonly string[]): Promise<DailyAggregationResult> {
  let result: DailyAggregationResult = { days: 0, rows: 0, changed: 0, differences: 0 };
  for (const day of days) {
    setCurrentDetails(`Closing **${day}** (${result.days + 1} of ${days.length})`);
    const closed = await closeDay({ day });
    await handDayToBilling({ day });
    result = {
      days: result.days + 1,
      rows: result.rows + closed.rows,
      changed: result.changed + closed.changed,
      differences: result.differences + closed.differences,
    };
  }
  return result;
}
