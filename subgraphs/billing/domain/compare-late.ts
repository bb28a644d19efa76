import { decimalText, exact } from '@guildhall/platform/decimal.ts';
import type { BookedMonth } from './compare-month.ts';
import { NONE, type Difference } from './difference.ts';
import { newestDays, type UsageDay } from './usage-day.ts';

/**
 * Use of a booked month that closed days tell of by now and that was not there when it was booked: a difference an app and unit whose
 * quantity is another than the one booked. `billed` are the days that the month was booked from, `waiting` those that came after.
 */
export function compareLate(
  { orgId, month, lines }: Pick<BookedMonth, 'orgId' | 'month' | 'lines'>,
  billed: readonly UsageDay[],
  waiting: readonly UsageDay[],
): Difference[] {
  if (waiting.length === 0) return [];
  const booked = quantities(billed);
  return [...quantities([...billed, ...waiting])].flatMap(([key, { appId, unit, quantity }]): Difference[] => {
    const before = booked.get(key)?.quantity;
    if (quantity.equals(before ?? exact('0'))) return [];
    const line = lines.find((of) => of.kind === 'usage' && of.appId === appId && of.unit === unit);
    const of = { kind: 'late_use', orgId, appId, unit, month, invoiceId: line?.invoiceId ?? null };
    const [left, right] = ['newest days', 'booked days'];
    return [{ ...of, left, leftValue: decimalText(quantity), right, rightValue: before ? decimalText(before) : NONE }];
  });
}

type Quantity = Pick<UsageDay, 'appId' | 'unit' | 'quantity'>;

/** What each app and unit comes to by the newest version of its days. */
function quantities(days: readonly UsageDay[]): Map<string, Quantity> {
  const sums = new Map<string, Quantity>();
  for (const { appId, unit, quantity } of newestDays(days)) {
    const key = JSON.stringify([appId, unit]);
    sums.set(key, { appId, unit, quantity: quantity.plus(sums.get(key)?.quantity ?? exact('0')) });
  }
  return sums;
}
