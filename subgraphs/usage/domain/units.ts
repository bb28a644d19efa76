import { decimalFromJson, exact } from '@guildhall/platform/decimal.ts';
import type { Fault } from '@guildhall/platform/errors.ts';

/** What every app is metered in; the units that its prices name come on top. */
export const STANDARD_UNITS = ['compute_unit', 'invocation', 'token'] as const;

/** One event's quantity of a unit: nobody uses more at a time, so more is a mistake. A bucket of `numeric(38,12)` holds 10^14 of them. */
const MOST = exact('1000000000000');

const PAYLOAD_KEYS: ReadonlyMap<string, string> = new Map([
  ['token', 'tokens'],
  ['compute_unit', 'compute_units'],
]);

/** The payload key that holds an event's quantity of a unit; undefined for `invocation`, which the action tells. */
export const payloadKey = (unit: string): string | undefined => (unit === 'invocation' ? undefined : (PAYLOAD_KEYS.get(unit) ?? unit));

/**
 * What is wrong with the quantities that a payload holds of the units named. The quantity itself is computed in one place, the SQL
 * function `usage.meter_quantity`, so that counting, closing and reconciliation cannot differ; what passes here is what it reads exactly.
 */
export function quantityFaults(units: readonly string[], payload: Readonly<Record<string, unknown>>): Fault[] {
  return units.flatMap((unit) => {
    const key = payloadKey(unit);
    if (key === undefined || !Object.hasOwn(payload, key)) return [];
    if (decimalFromJson(payload[key])?.lessThanOrEqualTo(MOST)) return [];
    return [
      {
        code: 'INVALID_INPUT',
        message: `payload.${key}: must be a decimal from 0 to 10^12 with at most 12 places; send one of more than 15 digits as a string.`,
        field: ['payload', key],
      },
    ];
  });
}
