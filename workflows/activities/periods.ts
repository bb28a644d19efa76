import type { Billing } from '@guildhall/billing/index.ts';
import { refusal } from '@guildhall/platform/errors.ts';
import { PERIOD_KINDS, periodOf, type PeriodKind } from '@guildhall/platform/period.ts';
import type { Usage } from '@guildhall/usage/index.ts';

type Subgraphs = { readonly usage: Usage; readonly billing: Billing };
export type PeriodActivityDeps = Subgraphs & { readonly now: () => Date };

/** The floor of all periods: the UTC day of the earliest install, account or counted event; undefined while there is none. */
export async function floorOf({ usage, billing }: Subgraphs): Promise<string | undefined> {
  const days = await Promise.all([usage.firstDay(), billing.firstDay()]);
  return days.filter((day) => day !== undefined).sort()[0];
}

/** Whether a period ends before the floor's day begins. */
export const isBelow = (period: string, floor: string): boolean => periodOf(period).end <= periodOf(floor).start;

/** What every process asks first. */
export function createPeriodActivities({ usage, billing, now }: PeriodActivityDeps) {
  return {
    /**
     * Throws `INVALID_PERIOD` for what is no period of the kind, `PERIOD_NOT_OVER` (of a month `MONTH_NOT_DUE`, naming when it is due), and
     * `PERIOD_TOO_EARLY` for one that lies whole before the floor, which it names.
     */
    async checkPeriod({ kind, period }: { readonly kind: PeriodKind; readonly period: string }): Promise<void> {
      const { parse, example } = PERIOD_KINDS[kind];
      const parsed = parse(period);
      if (!parsed) throw refusal('INVALID_PERIOD', `"${period}" is no ${kind} such as ${example}.`, ['period']);
      if (kind === 'month') billing.checkDue(period);
      else if (parsed.end > now())
        throw refusal('PERIOD_NOT_OVER', `${period} is not over; it ends at ${parsed.end.toISOString()}.`, ['period']);
      const floor = await floorOf({ usage, billing });
      if (floor === undefined)
        throw refusal(
          'PERIOD_TOO_EARLY',
          `There is nothing in ${period}: no app was installed, no account opened and no event counted yet.`,
          ['period'],
        );
      if (isBelow(period, floor))
        throw refusal(
          'PERIOD_TOO_EARLY',
          `There is nothing in ${period}: the first install, account or counted event dates from ${floor}. Name a period that ends after that day began.`,
          ['period'],
        );
    },
  };
}
export type PeriodActivities = ReturnType<typeof createPeriodActivities>;
