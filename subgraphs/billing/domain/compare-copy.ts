import { decimalText, exact } from '@guildhall/platform/decimal.ts';
import { NONE, type Difference } from './difference.ts';
import { usageDayKey, type UsageDayRow } from './usage-day.ts';

/** Holds a closed day of usage against billing's newest copy of it; one of the two may be missing. */
export function compareCopy(of: UsageDayRow | undefined, copy: UsageDayRow | undefined): Difference[] {
  const known = of ?? copy;
  if (
    !known ||
    (of && copy && of.version === copy.version && of.withinInstall === copy.withinInstall && exact(of.quantity).equals(copy.quantity))
  )
    return [];
  const sameQuantity = of && copy && exact(of.quantity).equals(copy.quantity);
  const text = (row: UsageDayRow | undefined) =>
    row
      ? `${decimalText(exact(row.quantity))}${sameQuantity ? ` (version ${row.version}${row.withinInstall ? '' : ', by skew'})` : ''}`
      : NONE;
  const { orgId, appId, unit, day } = known;
  return [
    { kind: 'usage_copy', orgId, appId, unit, day, left: 'usage day', leftValue: text(of), right: 'billing day', rightValue: text(copy) },
  ];
}

/** The rows of one side that the other has not, as {@link compareCopy} takes them. */
export const copiesByKey = (rows: readonly UsageDayRow[]) => new Map(rows.map((row) => [usageDayKey(row), row]));
