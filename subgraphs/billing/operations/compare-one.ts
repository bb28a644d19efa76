import { decimalText } from '@guildhall/platform/decimal.ts';
import type { Difference } from '../domain/difference.ts';
import { leftOut, type MonthOfUse } from '../domain/rating.ts';

/** One organisation's comparison. What throws in it is a difference of that organisation, so that everybody else's report still comes. */
export function compareOne(orgId: string, month: string, compare: () => Difference[]): Difference[] {
  try {
    return compare();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const [left, right] = ['comparison', 'outcome'];
    return [{ kind: 'comparison', orgId, month, left, leftValue: 'done', right, rightValue: `failed: ${reason}` }];
  }
}

/** What a month's invoice leaves out because it costs another currency than the account's. */
export const namedLeftOut = (orgId: string, use: MonthOfUse): Difference[] =>
  leftOut(use).map(({ appId, currency, charged }) => ({
    kind: 'currency',
    orgId,
    appId,
    month: use.month,
    left: 'price',
    leftValue: `${decimalText(charged)} ${currency}`,
    right: 'billing account',
    rightValue: use.currency,
  }));
