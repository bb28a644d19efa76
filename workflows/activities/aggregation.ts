import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Billing } from '@guildhall/billing/index.ts';
import { addDays, lastDay, periodOf } from '@guildhall/platform/period.ts';
import type { DaysToClose, Usage } from '@guildhall/usage/index.ts';
import { appsOf, holdsOf, type HoldDeps } from './holds.ts';

const PAGE = 1_000;
const DAYS = 50;
const BEAT_MS = 5_000;

/** How far billing's copy of a day has come: the close that it is of, and where its next page begins. */
type Place = { readonly close: number; readonly after?: string };

/** Closing days: usage makes them, billing takes its copy page by page and goes on from the last page after a crash. */
export function createAggregationActivities(deps: HoldDeps & { readonly usage: Usage; readonly billing: Billing }) {
  const { usage, billing } = deps;
  return {
    /** A page of the days up to the end of a day, week or month that are not closed, that late usage touched since, or that billing was not handed. */
    daysToClose: ({ period, after }: { readonly period: string; readonly after?: string }): Promise<DaysToClose> =>
      beating(() => usage.daysToClose(lastDay(periodOf(period)), after, DAYS)),
    closeDay: ({ day }: { readonly day: string }) => beating(() => usage.closeDay(day)),
    /** Hands billing the rows of a closed day, and then remembers it, for a day that nobody handed over is closed again. */
    handDayToBilling({ day }: { readonly day: string }): Promise<{ readonly taken: number; readonly waiting: number }> {
      const range = { from: day, to: addDays(day, 1) };
      let taken = 0;
      let waiting = 0;
      // What this activity itself recorded by its heartbeats.
      let place = activityInfo().heartbeatDetails as Place | undefined;
      return beating(
        async () => {
          // Known before the first page: a close that comes after it is handed over by whoever asked for it.
          const close = place?.close ?? (await usage.closeOf(day));
          await billing.putAppsOnHold(appsOf(await holdsOf(deps)));
          for (;;) {
            const page = await usage.closedDayPage(range, place?.after, PAGE);
            const accepted = await billing.takeUsageDay(page.rows);
            taken += accepted.taken;
            waiting += accepted.waiting;
            if (page.next === null) break;
            place = { close, after: page.next };
            heartbeat(place);
          }
          await usage.handedOver(day, close);
          return { taken, waiting };
        },
        () => place,
      );
    },
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
