import { Exact, exact } from '@guildhall/platform/decimal.ts';
import { money, roundToMinor, type Currency, type Money } from '@guildhall/platform/money.ts';
import { dayOf, daysOf, periodOf, type Period } from '@guildhall/platform/period.ts';
import { covers, overlaps, versionOfUse, type BoundInstall } from './binding.ts';
import { FEE_UNIT, priceOf } from './pricing.ts';
import type { PriceVersion } from './price-version.ts';
import { newestDays, type UsageDay } from './usage-day.ts';

/** What one organisation used and had in a month, and what that costs. */
export type Use = {
  /** Such as `2026-11`. */
  readonly month: string;
  /** Closed days in any order; of several versions of one, the newest counts. Days outside the month are left out. */
  readonly days: readonly UsageDay[];
  readonly installs: readonly BoundInstall[];
  /** The UTC day on which the account was opened: what came before it is not billed. Null without an account. */
  readonly openedOn: string | null;
  /** Apps of which an event is dead: what they cost is not known for sure, so their lines are held. */
  readonly heldApps: ReadonlySet<string>;
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

/** A line before it has an amount. */
type Charge = Omit<RatedLine, 'amount'>;

/** Why a line is held: nobody can owe so much, or an event of its app is dead. */
export type HoldCode = 'AMOUNT_TOO_LARGE' | 'APP_ON_HOLD';

/** A line that is not billed, while the rest of its month is. */
export type HeldLine = Charge & { readonly code: HoldCode };

/** What a month's use of an app costs in a currency that its account is not billed in: exact, for it is never billed. */
export type LeftOut = { readonly appId: string; readonly currency: string; readonly charged: Exact };

/** Use on a day on which no install was bound to any price: never billed. */
export type UnboundUse = Pick<UsageDay, 'appId' | 'day' | 'unit' | 'quantity'>;

/** What an account's month comes to. */
export type RatedMonth = {
  readonly lines: readonly RatedLine[];
  readonly held: readonly HeldLine[];
  /** A sum per app and currency: one publisher's price must not hold back what is owed to the others. */
  readonly leftOut: readonly LeftOut[];
  readonly unbound: readonly UnboundUse[];
};

/** Rates one organisation's month: a value in, lines out. Everything is in the order of an invoice. */
export function rateMonth(use: MonthOfUse): RatedMonth {
  const { charges, unbound } = chargesOf(use);
  const billable = charges.filter((charge) => otherCurrency(charge, use.currency) === undefined);
  const codeOf = (charge: Charge): HoldCode | undefined => {
    if (use.heldApps.has(charge.appId)) return 'APP_ON_HOLD';
    return amountOf(charge, use.currency).minor > LARGEST ? 'AMOUNT_TOO_LARGE' : undefined;
  };
  return {
    lines: billable.flatMap((charge) => (codeOf(charge) ? [] : [{ ...charge, amount: amountOf(charge, use.currency) }])),
    held: billable.flatMap((charge) => {
      const code = codeOf(charge);
      return code ? [{ ...charge, code }] : [];
    }),
    leftOut: sumLeftOut(charges, use.currency),
    unbound,
  };
}

function sumLeftOut(charges: readonly Charge[], accounts: Currency): LeftOut[] {
  const sums = new Map<string, LeftOut>();
  for (const charge of charges) {
    const currency = otherCurrency(charge, accounts);
    if (currency === undefined) continue;
    const { appId } = charge;
    const key = JSON.stringify([appId, currency]);
    sums.set(key, { appId, currency, charged: (sums.get(key)?.charged ?? exact('0')).plus(charged(charge)) });
  }
  return [...sums.values()];
}

/** Whether a month would come to anything, in whatever currency: of an organisation without an account nothing says which. */
export const costsAnything = (use: Use): boolean =>
  chargesOf(use).charges.some(
    (charge) => charge.priceVersion !== null && amountOf(charge, charge.priceVersion.pricing.currency).minor !== 0n,
  );

/** Unbound use on days on which there was no install either: an app that never had a price owes nobody anything. */
export const uninstalledOf = (use: Use): readonly UnboundUse[] =>
  chargesOf(use).unbound.filter(({ appId, day }) => !use.installs.some((one) => one.appId === appId && overlaps(one, periodOf(day))));

/** What a charge comes to before it is rounded. */
export const charged = ({ quantity, included, unitPrice }: Pick<Charge, 'quantity' | 'included' | 'unitPrice'>): Exact =>
  quantity.minus(included).times(unitPrice);

/** The currency that a charge costs when that is not the account's; what costs nothing has none. */
const otherCurrency = (charge: Charge, currency: Currency): Currency | undefined => {
  const own = charge.priceVersion?.pricing.currency;
  return own === undefined || own === currency || charged(charge).isZero() ? undefined : own;
};

/** The order of the steps matters, for only a fee buys an allowance. */
function chargesOf(use: Use): { readonly charges: Charge[]; readonly unbound: UnboundUse[] } {
  const month = periodOf(use.month);
  const [first, beyond] = [dayOf(month.start), dayOf(month.end)];
  const from = use.openedOn !== null && use.openedOn > first ? use.openedOn : first;
  const days = newestDays(use.days).filter(({ day }) => day >= from && day < beyond);
  const appIds = [...new Set([...days.map(({ appId }) => appId), ...use.installs.map(({ appId }) => appId)])].sort();
  const unbound: UnboundUse[] = [];
  const charges = appIds.flatMap((appId) => {
    const installs = use.installs.filter((install) => install.appId === appId);
    const used = days.filter((day) => day.appId === appId);
    const within = new Set(used.flatMap(({ day, withinInstall }) => (withinInstall ? [day] : [])));
    const bound = new Map(daysOf(month).flatMap((day) => (day >= from ? [[day, versionOfUse(installs, day, !within.has(day))]] : [])));
    unbound.push(...used.filter(({ day, quantity }) => !bound.get(day) && !quantity.isZero()).sort((a, b) => compare(a.day, b.day)));
    const fee = feeVersion(bound, installs, used);
    const usage = usageCharges(used, bound, allowances(fee));
    return fee ? [feeCharge(fee), ...usage] : usage;
  });
  return { charges: charges.sort(byPlace), unbound };
}

/** The version by which each of an app's days is rated. */
type BoundDays = ReadonlyMap<string, PriceVersion | undefined>;

/**
 * The subscription whose fee a month owes, and whose allowance it has: the first that is bound on a day that an install covers completely,
 * or on which anything was counted within an install. Skew alone owes no fee.
 */
function feeVersion(bound: BoundDays, installs: readonly BoundInstall[], used: readonly UsageDay[]): PriceVersion | undefined {
  for (const [day, version] of bound) {
    if (!isSubscription(version)) continue;
    const period: Period = periodOf(day);
    if (installs.some((install) => covers(install, period)) || used.some((use) => use.day === day && isWithin(use))) return version;
  }
  return undefined;
}

const isWithin = ({ withinInstall, quantity }: UsageDay): boolean => withinInstall && !quantity.isZero();
const isSubscription = (version: PriceVersion | undefined): boolean => version?.pricing.model === 'subscription';

function feeCharge(version: PriceVersion): Charge {
  const { appId, orgId: publisher, pricing } = version;
  const [quantity, included, unitPrice] = [exact('1'), exact('0'), exact(pricing.monthlyFee ?? '0')];
  return { kind: 'fee', appId, publisher, unit: FEE_UNIT, priceVersion: version, quantity, included, unitPrice };
}

/** What the month's fee includes, a unit each; nothing in a month without a fee. */
const allowances = (fee: PriceVersion | undefined): Map<string, Exact> =>
  new Map(fee?.pricing.included.map(({ unit, quantity }) => [unit, exact(quantity)]));

/**
 * One charge per unit and price version. What is included goes to the earliest days on which a subscription is bound, whichever it is;
 * a day under another model neither has any of it nor uses it up.
 */
function usageCharges(days: readonly UsageDay[], bound: BoundDays, left: Map<string, Exact>): Charge[] {
  type Sum = { unit: string; version: PriceVersion; quantity: Exact; included: Exact };
  const sums = new Map<string, Sum>();
  for (const day of [...days].sort((a, b) => compare(a.day, b.day))) {
    const version = bound.get(day.day);
    if (!version) continue;
    const remaining = left.get(day.unit) ?? exact('0');
    const included = isSubscription(version) ? Exact.min(remaining, day.quantity) : exact('0');
    left.set(day.unit, remaining.minus(included));
    const key = JSON.stringify([day.unit, version.id]);
    const sum = sums.get(key) ?? { unit: day.unit, version, quantity: exact('0'), included: exact('0') };
    sums.set(key, { ...sum, quantity: sum.quantity.plus(day.quantity), included: sum.included.plus(included) });
  }
  return [...sums.values()].map(({ unit, version, quantity, included }) => {
    const { appId, orgId: publisher, pricing } = version;
    return { kind: 'usage', appId, publisher, unit, priceVersion: version, quantity, included, unitPrice: priceOf(pricing, unit) };
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

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** By app, fee before use, then unit and price version: the one order of an invoice. */
const byPlace = (a: Charge, b: Charge) =>
  compare(a.appId, b.appId) ||
  compare(a.kind, b.kind) ||
  compare(a.unit, b.unit) ||
  (a.priceVersion?.number ?? 0) - (b.priceVersion?.number ?? 0);
