import { refusal } from '@guildhall/platform/errors.ts';
import { Exact, exact } from '@guildhall/platform/decimal.ts';
import { money, roundToMinor, type Currency, type Money } from '@guildhall/platform/money.ts';
import { dayOf, daysOf, periodOf, type Period } from '@guildhall/platform/period.ts';
import { FEE_UNIT, priceOf } from './pricing.ts';
import { versionOfDay, type PriceVersion } from './price-version.ts';
import { newestDays, type UsageDay } from './usage-day.ts';

/** The time in which an organisation had an app installed, half-open; `uninstalledAt` is null while it has. */
export type InstallSpan = { readonly appId: string; readonly installedAt: Date; readonly uninstalledAt: Date | null };

/** What one organisation used and had in a month, and what that costs. */
export type Use = {
  /** Such as `2026-11`. */
  readonly month: string;
  /** Closed days in any order; of several versions of one, the newest counts. Days outside the month are left out. */
  readonly days: readonly UsageDay[];
  readonly installs: readonly InstallSpan[];
  /** The price versions in force of every app named above. */
  readonly prices: readonly PriceVersion[];
};

/** What an account's month is rated from. `currency` is the account's: every amount is of it, and what costs another is left out. */
export type MonthOfUse = Use & { readonly currency: Currency };

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

/** What a month's use of an app costs in a currency that its account is not billed in: exact, for it is never billed. */
export type LeftOut = { readonly appId: string; readonly currency: string; readonly charged: Exact };

/** A line that is larger than anybody can owe, and the code under which it is refused. */
export type TooLarge = Pick<RatedLine, 'kind' | 'appId' | 'unit'> & { readonly code: 'AMOUNT_TOO_LARGE' };

/** A line before it has an amount. */
type Charge = Omit<RatedLine, 'amount'>;

/**
 * The lines of one organisation's month: a value in, lines out. What costs another currency than the account's is left out, for one
 * publisher's price must not hold back what is owed to the others; {@link leftOut} names it. Throws `AMOUNT_TOO_LARGE`.
 */
export const rateMonth = (use: MonthOfUse): RatedLine[] => billable(use).map((charge) => priced(charge, use.currency));

/** What {@link rateMonth} leaves out of a month: a sum an app and currency, in the order of the lines. */
export function leftOut(use: MonthOfUse): LeftOut[] {
  const sums = new Map<string, LeftOut>();
  for (const charge of chargesOf(use)) {
    const currency = otherCurrency(charge, use.currency);
    if (currency === undefined) continue;
    const { appId } = charge;
    const key = JSON.stringify([appId, currency]);
    sums.set(key, { appId, currency, charged: (sums.get(key)?.charged ?? exact('0')).plus(charged(charge)) });
  }
  return [...sums.values()];
}

/** The lines of a month that are larger than anybody can owe; while there is one, {@link rateMonth} refuses the month. */
export const tooLarge = (use: MonthOfUse): TooLarge[] =>
  billable(use)
    .filter((charge) => amountOf(charge, use.currency).minor > LARGEST)
    .map(({ kind, appId, unit }) => ({ code: 'AMOUNT_TOO_LARGE', kind, appId, unit }));

/** Whether a month would come to anything, in whatever currency: of an organisation without an account nothing says which. */
export const costsAnything = (use: Use): boolean =>
  chargesOf(use).some((charge) => charge.priceVersion !== null && amountOf(charge, charge.priceVersion.pricing.currency).minor !== 0n);

const billable = (use: MonthOfUse): Charge[] => chargesOf(use).filter((charge) => otherCurrency(charge, use.currency) === undefined);

const charged = ({ quantity, included, unitPrice }: Charge): Exact => quantity.minus(included).times(unitPrice);

/** The currency that a charge costs when that is not the account's; what costs nothing has none. */
const otherCurrency = (charge: Charge, currency: Currency): Currency | undefined => {
  const own = charge.priceVersion?.pricing.currency;
  return own === undefined || own === currency || charged(charge).isZero() ? undefined : own;
};

/** The order of the steps matters, for only a fee buys an allowance. */
function chargesOf(use: Use): Charge[] {
  const month = periodOf(use.month);
  const [first, beyond] = [dayOf(month.start), dayOf(month.end)];
  const days = newestDays(use.days).filter(({ day }) => day >= first && day < beyond);
  const appIds = [...new Set([...days.map(({ appId }) => appId), ...use.installs.map(({ appId }) => appId)])];
  return appIds
    .flatMap((appId) => {
      const versions = use.prices.filter((version) => version.appId === appId);
      const fee = feeVersion(
        versions,
        use.installs.filter((install) => install.appId === appId),
        month,
      );
      const usage = usageCharges(
        days.filter((day) => day.appId === appId),
        versions,
        allowances(fee),
      );
      return fee ? [feeCharge(fee), ...usage] : usage;
    })
    .sort(byPlace);
}

/**
 * The subscription whose fee a month owes, and whose allowance it has: the one in force on the first day with an install on which any
 * is. There is one of them a month, whatever the price becomes later in it.
 */
function feeVersion(versions: readonly PriceVersion[], installs: readonly InstallSpan[], month: Period): PriceVersion | undefined {
  if (!versions.some(isSubscription)) return undefined;
  for (const day of daysOf(month)) {
    const version = versionOfDay(versions, day);
    if (isSubscription(version) && installs.some((install) => overlaps(install, periodOf(day)))) return version;
  }
  return undefined;
}

const isSubscription = (version: PriceVersion | undefined): boolean => version?.pricing.model === 'subscription';

const overlaps = ({ installedAt, uninstalledAt }: InstallSpan, { start, end }: Period): boolean =>
  installedAt < end && (uninstalledAt === null || (uninstalledAt > start && uninstalledAt > installedAt));

function feeCharge(version: PriceVersion): Charge {
  const { appId, orgId: publisher, pricing } = version;
  const [quantity, included, unitPrice] = [exact('1'), exact('0'), exact(pricing.monthlyFee ?? '0')];
  return { kind: 'fee', appId, publisher, unit: FEE_UNIT, priceVersion: version, quantity, included, unitPrice };
}

/** What the month's fee includes, a unit each; nothing in a month without a fee. */
const allowances = (fee: PriceVersion | undefined): Map<string, Exact> =>
  new Map(fee?.pricing.included.map(({ unit, quantity }) => [unit, exact(quantity)]));

/**
 * One charge a unit and price version. What is included goes to the earliest days on which a subscription is in force, whichever it is;
 * a day under another model neither has any of it nor uses it up.
 */
function usageCharges(days: readonly UsageDay[], versions: readonly PriceVersion[], left: Map<string, Exact>): Charge[] {
  type Sum = { day: UsageDay; version: PriceVersion | undefined; quantity: Exact; included: Exact };
  const sums = new Map<string, Sum>();
  for (const day of [...days].sort((a, b) => compare(a.day, b.day))) {
    const version = versionOfDay(versions, day.day);
    const remaining = left.get(day.unit) ?? exact('0');
    const included = isSubscription(version) ? Exact.min(remaining, day.quantity) : exact('0');
    left.set(day.unit, remaining.minus(included));
    const key = JSON.stringify([day.unit, version?.id ?? null]);
    const sum = sums.get(key) ?? { day, version, quantity: exact('0'), included: exact('0') };
    sums.set(key, { ...sum, quantity: sum.quantity.plus(day.quantity), included: sum.included.plus(included) });
  }
  return [...sums.values()].map(({ day: { appId, unit, publisher }, version, quantity, included }) => {
    const unitPrice = version ? priceOf(version.pricing, unit) : exact('0');
    const priceVersion = version ?? null;
    return { kind: 'usage', appId, publisher: version?.orgId ?? publisher, unit, priceVersion, quantity, included, unitPrice };
  });
}

/** Ten trillion major units. Nobody owes it, so a line beyond is a mistake in a price or a quantity, and thousands of them fit an entry. */
const LARGEST = 10n ** 15n;

/** The one place that rounds. */
function amountOf(charge: Charge, currency: Currency): Money {
  const exactly = charged(charge);
  if (exactly.isZero() || charge.priceVersion === null) return money(0n, currency);
  return roundToMinor(exactly, currency, charge.priceVersion.pricing.rounding);
}

function priced(charge: Charge, currency: Currency): RatedLine {
  const amount = amountOf(charge, currency);
  if (amount.minor > LARGEST) {
    throw refusal(
      'AMOUNT_TOO_LARGE',
      `The ${charge.unit} line of ${charge.appId} is larger than anybody can owe; correct its price or its usage.`,
    );
  }
  return { ...charge, amount };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** By app, fee before use, then unit and price version: the one order of an invoice. */
const byPlace = (a: Charge, b: Charge) =>
  compare(a.appId, b.appId) ||
  compare(a.kind, b.kind) ||
  compare(a.unit, b.unit) ||
  (a.priceVersion?.number ?? 0) - (b.priceVersion?.number ?? 0);
