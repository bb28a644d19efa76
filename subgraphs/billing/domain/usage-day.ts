import { exact, type Exact } from '@guildhall/platform/decimal.ts';

/** Billing's copy of one closed day of an organisation's use of an app in one unit, as one version of it was closed. */
export type UsageDay = {
  readonly orgId: string;
  readonly appId: string;
  readonly publisher: string;
  /** UTC day. */
  readonly day: string;
  readonly unit: string;
  /** Late usage closes the day again under the next version. */
  readonly version: number;
  readonly quantity: Exact;
  /** A quantity above zero was counted within an install, not by skew alone. */
  readonly withinInstall: boolean;
};

/** A closed day as usage hands it over: the quantity is a decimal as text. */
export type UsageDayRow = Omit<UsageDay, 'quantity'> & { readonly quantity: string };

export const toUsageDay = (row: UsageDayRow): UsageDay => ({ ...row, quantity: exact(row.quantity) });

export const usageDayKey = ({ orgId, appId, day, unit }: Pick<UsageDay, 'orgId' | 'appId' | 'day' | 'unit'>): string =>
  JSON.stringify([orgId, appId, day, unit]);

/** The newest version of each day: however often and in whatever order days come, each counts once. */
export function newestDays<D extends Pick<UsageDay, 'orgId' | 'appId' | 'day' | 'unit' | 'version'>>(days: Iterable<D>): D[] {
  const newest = new Map<string, D>();
  for (const day of days) {
    const key = usageDayKey(day);
    if ((newest.get(key)?.version ?? -1) < day.version) newest.set(key, day);
  }
  return [...newest.values()];
}
