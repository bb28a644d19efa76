import { patched, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { AggregationActivities } from '../activities/aggregation.ts';
import type { PeriodActivities } from '../activities/periods.ts';
import type { DailyAggregationInput, DailyAggregationResult } from '../contracts/batches.ts';
import { BATCH_ACTIVITY, PATCHES } from './options.ts';

const { checkPeriod } = proxyActivities<PeriodActivities>(BATCH_ACTIVITY);
const { daysToClose, closeDay, handDayToBilling } = proxyActivities<AggregationActivities>(BATCH_ACTIVITY);

/**
 * Closes a day from its raw events, and again each earlier day that late usage touched or that a run which was ended did not hand over,
 * and hands billing its copy of each. Refuses a day that is not over, or below the floor.
 * Running it again for a day that has not changed has no effect.
 */
export async function dailyAggregation({ day }: DailyAggregationInput): Promise<DailyAggregationResult> {
  if (patched(PATCHES.periodsAreChecked)) await checkPeriod({ kind: 'day', period: day });
  const closed = await closeDays(day, day);
  setCurrentDetails(
    `**${closed.days}** days closed, **${closed.changed}** rows changed, **${closed.differences}** differences between raw events and buckets`,
  );
  return closed;
}

/**
 * Closes the days up to the end of a period that are to be closed, one after the other, and hands each to billing; for every process that
 * needs days closed first. `atLeast` is closed in any case.
 */
export async function closeDays(period: string, atLeast?: string): Promise<DailyAggregationResult> {
  let result: DailyAggregationResult = { days: 0, rows: 0, changed: 0, differences: 0 };
  const close = async (day: string) => {
    setCurrentDetails(`Closing **${day}**, after ${result.days} days`);
    const closed = await closeDay({ day });
    await handDayToBilling({ day });
    result = {
      days: result.days + 1,
      rows: result.rows + closed.rows,
      changed: result.changed + closed.changed,
      differences: result.differences + closed.differences,
    };
  };
  let missing = atLeast;
  for await (const day of daysOf(period)) {
    await close(day);
    if (day === missing) missing = undefined;
  }
  if (missing !== undefined) await close(missing);
  return result;
}

/** The days to close up to the end of a period, read page by page. */
async function* daysOf(period: string): AsyncGenerator<string> {
  let after: string | undefined;
  do {
    const answer: PageOf010 | Awaited<ReturnType<typeof daysToClose>> = await daysToClose({
      period,
      ...(after === undefined ? {} : { after }),
    });
    const page = Array.isArray(answer) ? { days: answer, next: null } : answer;
    yield* page.days;
    after = page.next ?? undefined;
  } while (after !== undefined);
}

/** In histories of 0.1.0 the answer was every day at once. */
type PageOf010 = readonly string[];
