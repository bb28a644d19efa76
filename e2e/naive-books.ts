/** One use of an app as an event tells it. */
export type Use = { readonly timestamp: string; readonly action: string; readonly payload: Readonly<Record<string, string | number>> };

/** In the order of an invoice. */
export const UNITS = ['compute_unit', 'images', 'invocation', 'token'] as const;
type Unit = (typeof UNITS)[number];
const KEYS: Readonly<Record<Exclude<Unit, 'invocation'>, string>> = { compute_unit: 'compute_units', images: 'images', token: 'tokens' };

// Everything is counted in 10^-12 as bigint: an arithmetic that shares nothing with the system's.
const PLACES = 12;
const ONE = 10n ** BigInt(PLACES);

function parse(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole) * ONE + BigInt(fraction.padEnd(PLACES, '0'));
}
const text = (scaled: bigint) => `${scaled / ONE}.${String(scaled % ONE).padStart(PLACES, '0')}`.replace(/0+$/, '').replace(/\.$/, '');

const quantityOf = ({ action, payload }: Use, unit: Unit): bigint =>
  unit === 'invocation' ? (action === 'invoke' ? ONE : 0n) : parse(String(payload[KEYS[unit]] ?? 0));
const sumOf = (uses: readonly Use[], unit: Unit) => uses.reduce((sum, use) => sum + quantityOf(use, unit), 0n);

/** `day unit quantity` of every UTC day, in order. */
export function daysOf(uses: readonly Use[]): string[] {
  const dayOf = ({ timestamp }: Use) => new Date(timestamp).toISOString().slice(0, 10);
  return [...new Set(uses.map(dayOf))].sort().flatMap((day) =>
    UNITS.flatMap((unit) => {
      const sum = sumOf(
        uses.filter((use) => dayOf(use) === day),
        unit,
      );
      return sum === 0n ? [] : [`${day} ${unit} ${text(sum)}`];
    }),
  );
}

/** `unit quantity amount` of every line at the prices of {@link UNITS}, and their total: each line is rounded half up to the cent, once. */
export function billOf(uses: readonly Use[], prices: readonly string[]): { readonly lines: string[]; readonly total: string } {
  const lines = UNITS.flatMap((unit, i) => {
    const sum = sumOf(uses, unit);
    const cents = (sum * parse(prices[i] ?? '0') * 100n + (ONE * ONE) / 2n) / (ONE * ONE);
    return sum === 0n ? [] : [{ unit, sum, cents }];
  });
  const amount = (cents: bigint) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
  return {
    lines: lines.map(({ unit, sum, cents }) => `${unit} ${text(sum)} ${amount(cents)}`),
    total: amount(lines.reduce((total, { cents }) => total + cents, 0n)),
  };
}
