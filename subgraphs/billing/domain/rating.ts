import { refusal } from '@guildhall/platform/errors.ts';
import { Exact, exact } from '@guildhall/platform/decimal.ts';
import { money, roundToMinor, type Currency, type Money } from '@guildhall/platform/money.ts';
import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import { FEE_UNIT, priceOf } from './pricing.ts';
import { versionOfDay, type PriceVersion } from './price-version.ts';
import { newestDays, type UsageDay } from './usage-day.ts';

/** The time in which an organisation had an app installed, half-open; `uninstalledAt` is null while it has. */
export type InstallSpan = { readonly appId: string; readonly installedAt: Date; readonly uninstalledAt: Date | null };

/** What one organisation's month is rated from. */
export type MonthOfUse = {
  /** Such as `2026-11`. */
  readonly month: string;
  /** The account's currency: every amount is of it. */
  readonly currency: Currency;
  /** Closed days in any order; of several versions of one, the newest counts. Days outside the month are left out. */
  readonly days: readonly UsageDay[];
  readonly installs: readonly InstallSpan[];
  /** The price versions in force of every app named above. */
  readonly prices: readonly PriceVersion[];
};

export type LineKind = 'fee' | 'usage';

/** One app, unit and price version: `amount` is (quantity − included) × unitPrice, rounded once. */
export type RatedLine = {
  readonly kind: LineKind;
  readonly appId: string;
  readonly publisher: string;
  readonly unit: string;
  readonly priceVersion: PriceVersion | null;
  readonly quantity: Exact;
  readonly included: Exact;
  readonly unitPrice: Exact;
  readonly amount: Money;
};

/**
 * The lines of one organisation's month: a value in, lines out. The order of the steps matters, for only a fee buys an allowance.
 * Throws `CURRENCY_MISMATCH` when an app costs something in another currency than the account's, `AMOUNT_TOO_LARGE`.
 */
export function rateMonth(use: MonthOfUse): RatedLine[] {
  const { start, end } = periodOf(use.month);
  const [first, beyond] = [dayOf(start), dayOf(end)];
  const days = newestDays(use.days).filter(({ day }) => day >= first && day < beyond);
  const appIds = [...new Set([...days.map(({ appId }) => appId), ...use.installs.map(({ appId }) => appId)])];
  return appIds
    .flatMap((appId) => {
      const versions = use.prices.filter((version) => version.appId === appId);
      const fee = feeVersion(
        versions,
        use.installs.filter((install) => install.appId === appId),
        { start, end },
      );
      const usage = usageLines(
        days.filter((day) => day.appId === appId),
        versions,
        allowances(fee),
        use.currency,
      );
      return fee ? [feeLine(fee, use.currency), ...usage] : usage;
    })
    .sort(byPlace);
}

/** The subscription whose fee a month owes: the version in force on the month's first day with an install. */
function feeVersion(versions: readonly PriceVersion[], installs: readonly InstallSpan[], { start, end }: { start: Date; end: Date }) {
  const overlaps = installs.filter(
    ({ installedAt, uninstalledAt }) =>
      installedAt < end && (uninstalledAt === null || (uninstalledAt > start && uninstalledAt > installedAt)),
  );
  if (overlaps.length === 0) return undefined;
  const earliest = overlaps.reduce((day, { installedAt }) => (installedAt < day ? installedAt : day), end);
  const version = versionOfDay(versions, dayOf(earliest < start ? start : earliest));
  return version?.pricing.model === 'subscription' ? version : undefined;
}

function feeLine(version: PriceVersion, currency: Currency): RatedLine {
  const { appId, orgId: publisher, pricing } = version;
  const [quantity, included, unitPrice] = [exact('1'), exact('0'), exact(pricing.monthlyFee ?? '0')];
  return priced({ kind: 'fee', appId, publisher, unit: FEE_UNIT, priceVersion: version, quantity, included, unitPrice }, currency);
}

/** What the month's fee includes, a unit each; nothing in a month without a fee. */
const allowances = (fee: PriceVersion | undefined): Map<string, Exact> =>
  new Map(fee?.pricing.included.map(({ unit, quantity }) => [unit, exact(quantity)]));

/** One line a unit and price version; what is included goes to the earliest days, whichever version they fall under. */
function usageLines(
  days: readonly UsageDay[],
  versions: readonly PriceVersion[],
  left: Map<string, Exact>,
  currency: Currency,
): RatedLine[] {
  type Sum = { day: UsageDay; version: PriceVersion | undefined; quantity: Exact; included: Exact };
  const sums = new Map<string, Sum>();
  for (const day of [...days].sort((a, b) => compare(a.day, b.day))) {
    const version = versionOfDay(versions, day.day);
    const remaining = left.get(day.unit) ?? exact('0');
    const included = Exact.min(remaining, day.quantity);
    left.set(day.unit, remaining.minus(included));
    const key = JSON.stringify([day.unit, version?.id ?? null]);
    const sum = sums.get(key) ?? { day, version, quantity: exact('0'), included: exact('0') };
    sums.set(key, { ...sum, quantity: sum.quantity.plus(day.quantity), included: sum.included.plus(included) });
  }
  return [...sums.values()].map(({ day: { appId, unit, publisher }, version, quantity, included }) => {
    const unitPrice = version ? priceOf(version.pricing, unit) : exact('0');
    const priceVersion = version ?? null;
    return priced(
      { kind: 'usage', appId, publisher: version?.orgId ?? publisher, unit, priceVersion, quantity, included, unitPrice },
      currency,
    );
  });
}

/** Ten trillion major units. Nobody owes it, so a line beyond is a mistake in a price or a quantity, and thousands of them fit an entry. */
const LARGEST = 10n ** 15n;

/** The line with its amount: the one place that rounds. */
function priced(line: Omit<RatedLine, 'amount'>, currency: Currency): RatedLine {
  const charged = line.quantity.minus(line.included).times(line.unitPrice);
  if (charged.isZero() || line.priceVersion === null) return { ...line, amount: money(0n, currency) };
  const { pricing } = line.priceVersion;
  if (pricing.currency !== currency) {
    throw refusal(
      'CURRENCY_MISMATCH',
      `${line.appId} costs ${pricing.currency}, the account is billed in ${currency}; uninstall it or price it in ${currency}.`,
    );
  }
  const amount = roundToMinor(charged, currency, pricing.rounding);
  if (amount.minor > LARGEST) {
    throw refusal(
      'AMOUNT_TOO_LARGE',
      `The ${line.unit} line of ${line.appId} is larger than anybody can owe; correct its price or its usage.`,
    );
  }
  return { ...line, amount };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** By app, fee before use, then unit and price version: the one order of an invoice. */
const byPlace = (a: RatedLine, b: RatedLine) =>
  compare(a.appId, b.appId) ||
  compare(a.kind, b.kind) ||
  compare(a.unit, b.unit) ||
  (a.priceVersion?.number ?? 0) - (b.priceVersion?.number ?? 0);
