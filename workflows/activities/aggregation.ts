import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Billing } from '@guildhall/billing/index.ts';
import { dayOf, lastDay, periodOf } from '@guildhall/platform/period.ts';
import type { Usage } from '@guildhall/usage/index.ts';

const PAGE = 1_000;
const BEAT_MS = 5_000;

/** Closing days: usage makes them, billing takes its copy page by page and goes on from the last page after a crash. */
export function createAggregationActivities({ usage, billing }: { readonly usage: Usage; readonly billing: Billing }) {
  const hand = async (period: string): Promise<{ readonly taken: number; readonly waiting: number }> => {
    const { start, end } = periodOf(period);
    const range = { from: dayOf(start), to: dayOf(end) };
    let taken = 0;
    let waiting = 0;
    // What this activity itself recorded by its heartbeats.
    let cursor = activityInfo().heartbeatDetails as string | undefined;
    return beating(
      async () => {
        for (;;) {
          const page = await usage.closedDayPage(range, cursor, PAGE);
          const accepted = await billing.takeUsageDay(page.rows);
          taken += accepted.taken;
          waiting += accepted.waiting;
          if (page.next === null) return { taken, waiting };
          cursor = page.next;
          heartbeat(cursor);
        }
      },
      () => cursor,
    );
  };
  return {
    /** The days up to the end of a day, week or month that are not closed, or that late usage touched since. */
    daysToClose: ({ period }: { readonly period: string }): Promise<string[]> =>
      beating(() => usage.daysToClose(lastDay(periodOf(period)))),
    closeDay: ({ day }: { readonly day: string }) => beating(() => usage.closeDay(day)),
    handDayToBilling: ({ day }: { readonly day: string }) => hand(day),
    /** Every closed day of a day, week or month again, whoever closed it; what billing has already it leaves. */
    handPeriodToBilling: ({ period }: { readonly period: string }) => hand(period),
  };
}
export type AggregationActivities = ReturnType<typeof createAggregationActivities>;

/** Keeps an activity alive in the eyes of the server while a database call is long, or waits for a lock. `cursor` says how far it came. */
export async function beating<T>(work: () => Promise<T>, cursor: () => unknown = () => activityInfo().heartbeatDetails): Promise<T> {
  const timer = setInterval(() => heartbeat(cursor()), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
