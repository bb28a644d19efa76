import type { Currency } from '@guildhall/platform/money.ts';
import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import type { OfferedPrice, PriceAudience, PriceVersion } from './price-version.ts';
import { costsNothing } from './pricing.ts';

/** The time in which an organisation had an app installed, half-open; `uninstalledAt` is null while it has. */
export type InstallSpan = {
  readonly id: string;
  readonly appId: string;
  readonly installedAt: Date;
  readonly uninstalledAt: Date | null;
};

/** A price version that binds an install from a UTC day on; from the install's start when the day is null. */
export type Binding = { readonly version: PriceVersion; readonly bindsFrom: string | null };

/** An install with every price version that binds it, in any order. */
export type BoundInstall = InstallSpan & { readonly bindings: readonly Binding[] };

/** Since when an organisation has an account, and since when in this currency. */
export type Consent = { readonly currency: Currency; readonly openedAt: Date; readonly currencySince: Date };

/**
 * The announced price versions that bind the installs of an audience though nobody accepted them: those that cost nothing, and those in
 * the currency that the organisation's account had at the announcement. Whoever had none then keeps the old price until they accept.
 */
export const silentBindings = (offered: readonly OfferedPrice[], audience: PriceAudience, account: Consent | undefined): Binding[] =>
  offered.flatMap((version) => {
    const { announcedAt, bindsFrom, audiences, pricing } = version;
    if (announcedAt === null || bindsFrom === null || !audiences.includes(audience)) return [];
    const agreed =
      account !== undefined &&
      account.currency === pricing.currency &&
      account.openedAt <= announcedAt &&
      account.currencySince <= announcedAt;
    return agreed || costsNothing(pricing) ? [{ version, bindsFrom }] : [];
  });

/** The version that binds on a UTC day: of those that bind by then the one with the highest number. */
export const boundOn = (bindings: readonly Binding[], day: string): PriceVersion | undefined =>
  bindings
    .filter(({ bindsFrom }) => bindsFrom === null || bindsFrom <= day)
    .reduce<PriceVersion | undefined>((best, { version }) => (best && best.number >= version.number ? best : version), undefined);

/** The last UTC day that has any time of an install that ended. */
export const lastDayOf = ({ installedAt, uninstalledAt }: { readonly installedAt: Date; readonly uninstalledAt: Date }): string =>
  dayOf(new Date(Math.max(installedAt.getTime(), uninstalledAt.getTime() - 1)));

/** The next price of an install: `bindsFrom` is null when it only binds once it is accepted. */
export type UpcomingPrice = { readonly version: PriceVersion; readonly bindsFrom: string | null };

/**
 * What an install will cost next, as of a UTC day: the first version that will bind it, else the newest one announced to its audience that
 * waits to be accepted.
 */
export function upcomingPrice(
  bindings: readonly Binding[],
  offered: readonly OfferedPrice[],
  audience: PriceAudience,
  day: string,
): UpcomingPrice | undefined {
  const now = boundOn(bindings, day)?.number ?? 0;
  const [next] = bindings
    .flatMap(({ version, bindsFrom }) => (bindsFrom !== null && bindsFrom > day && version.number > now ? [{ version, bindsFrom }] : []))
    .sort((a, b) => (a.bindsFrom < b.bindsFrom ? -1 : a.bindsFrom > b.bindsFrom ? 1 : b.version.number - a.version.number));
  if (next) return next;
  const newest = newestOffered(offered, audience);
  return newest && newest.number > now ? { version: newest, bindsFrom: null } : undefined;
}

/** The newest version that was announced to an audience: the only one that can be accepted. */
export const newestOffered = (offered: readonly OfferedPrice[], audience: PriceAudience): OfferedPrice | undefined =>
  offered
    .filter(({ announcedAt, audiences }) => announcedAt !== null && audiences.includes(audience))
    .reduce<OfferedPrice | undefined>((best, version) => (best && best.number >= version.number ? best : version), undefined);

/**
 * The versions by which use of an install on a UTC day or later is rated, and, while it is open, those that were announced to it. What binds
 * after its end rates nothing.
 */
export function ratedSince(
  { bindings, installedAt, uninstalledAt }: BoundInstall,
  announced: readonly PriceVersion[],
  day: string,
): PriceVersion[] {
  const end = uninstalledAt === null ? undefined : lastDayOf({ installedAt, uninstalledAt });
  const binding = bindings.filter(({ bindsFrom }) => bindsFrom === null || end === undefined || bindsFrom <= end);
  const lowest = boundOn(binding, day)?.number ?? 0;
  return [...binding.map(({ version }) => version), ...(end === undefined ? announced : [])].filter(({ number }) => number >= lowest);
}

/** An event counts from this long before its install. */
const SKEW_MS = 5 * 60_000;

/**
 * The version by which use on a UTC day is rated: that of the earliest-started install that overlaps the day; on a day with skew use only,
 * that of the start of the install to which the skew belongs. Undefined when there is neither, as on a day with use that was counted within
 * an install whose end, before that day, was learned later: nobody agreed to the next install's price for that.
 */
export function versionOfUse(installs: readonly BoundInstall[], day: string, skewOnly: boolean): PriceVersion | undefined {
  const period = periodOf(day);
  const overlapping = earliest(installs.filter((install) => overlaps(install, period)));
  if (overlapping) return boundOn(overlapping.bindings, day);
  if (!skewOnly) return undefined;
  const skewed = earliest(
    installs.filter(({ installedAt, uninstalledAt }) => {
      const from = new Date(installedAt.getTime() - SKEW_MS);
      return from < period.end && (uninstalledAt === null || uninstalledAt > period.start);
    }),
  );
  return skewed && boundOn(skewed.bindings, dayOf(skewed.installedAt));
}

const earliest = (installs: readonly BoundInstall[]) =>
  installs.reduce<BoundInstall | undefined>(
    (best, install) => (best && best.installedAt <= install.installedAt ? best : install),
    undefined,
  );

type Span = Pick<InstallSpan, 'installedAt' | 'uninstalledAt'>;
type Instants = { readonly start: Date; readonly end: Date };

/** Whether an install and a period share any time. */
export const overlaps = ({ installedAt, uninstalledAt }: Span, { start, end }: Instants): boolean =>
  installedAt < end && (uninstalledAt === null || (uninstalledAt > start && uninstalledAt > installedAt));

/** Whether an install lasts for the whole of a period. */
export const covers = ({ installedAt, uninstalledAt }: Span, { start, end }: Instants): boolean =>
  installedAt <= start && (uninstalledAt === null || uninstalledAt >= end);
