import { decimalText } from '@guildhall/platform/decimal.ts';
import { NONE, type Difference } from '../domain/difference.ts';
import type { RatedMonth } from '../domain/rating.ts';

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

/** What a month's invoice leaves out because it is priced in a currency other than the account's. */
export const namedLeftOut = (orgId: string, month: string, currency: string, { leftOut }: Pick<RatedMonth, 'leftOut'>): Difference[] =>
  leftOut.map(({ appId, currency: costs, charged }) => ({
    kind: 'currency',
    orgId,
    appId,
    month,
    left: 'price',
    leftValue: `${decimalText(charged)} ${costs}`,
    right: 'billing account',
    rightValue: currency,
  }));

/** Use on days on which no install was bound to a price, which is never billed. */
export const namedUnbound = (orgId: string, month: string, { unbound }: Pick<RatedMonth, 'unbound'>): Difference[] =>
  unbound.map(({ appId, unit, day, quantity }) => ({
    kind: 'unbound',
    orgId,
    appId,
    unit,
    day,
    month,
    left: 'use',
    leftValue: decimalText(quantity),
    right: 'install with a price',
    rightValue: NONE,
  }));
