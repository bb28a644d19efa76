import fc from 'fast-check';
import { exact } from '@guildhall/platform/decimal.ts';
import { readPricing, type PricingTemplate } from '../domain/pricing.ts';
import type { PriceVersion } from '../domain/price-version.ts';
import type { BoundInstall, InstallSpan } from '../domain/binding.ts';
import type { MonthOfUse } from '../domain/rating.ts';
import type { UsageDay } from '../domain/usage-day.ts';

/** Values and generators that the tests of the domain share. November 2026 is the month of all of them. */
export const MONTH = '2026-11';

export const payg = (prices: Readonly<Record<string, string>>): PricingTemplate => ({
  model: 'payg',
  currency: 'USD',
  prices: Object.entries(prices).map(([unit, price_per_unit]) => ({ unit, price_per_unit })),
});

export const subscription = (
  fee: string,
  included: Readonly<Record<string, string>>,
  prices: Readonly<Record<string, string>>,
): PricingTemplate => ({
  ...payg(prices),
  model: 'subscription',
  monthly_fee: fee,
  included: Object.entries(included).map(([unit, quantity]) => ({ unit, quantity })),
});

export const version = (
  number: number,
  template: PricingTemplate,
  bindsFrom: string | null = null,
  appId = 'where2eat-742',
): PriceVersion => ({
  id: `prv_${appId}_${number}`,
  orgId: 'org:northwind',
  appId,
  number,
  pricing: readPricing(template),
  audiences: ['OWN', 'PUBLIC'],
  bindsFrom,
});

export const day = (of: string, unit: string, quantity: string, rest: Partial<UsageDay> = {}): UsageDay => ({
  orgId: 'org:acme',
  appId: 'where2eat-742',
  publisher: 'org:northwind',
  day: of,
  unit,
  version: 1,
  quantity: exact(quantity),
  withinInstall: true,
  ...rest,
});

export const installed = (from: string, to: string | null = null, appId = 'where2eat-742'): InstallSpan => ({
  id: `ins_${appId}_${from}`,
  appId,
  installedAt: new Date(from),
  uninstalledAt: to === null ? null : new Date(to),
});

/** Installs that every price version of their app binds from its day on. */
export const bound = (installs: readonly InstallSpan[], prices: readonly PriceVersion[]): BoundInstall[] =>
  installs.map((install) => ({
    ...install,
    bindings: prices.filter(({ appId }) => appId === install.appId).map((version) => ({ version, bindsFrom: version.bindsFrom })),
  }));

type UseOf = Partial<Omit<MonthOfUse, 'installs'>> & {
  readonly installs?: readonly InstallSpan[];
  readonly prices?: readonly PriceVersion[];
};

/** A month of an account that was opened long ago; without `installs` every app is installed all the time. */
export function use({ installs, prices = [], ...of }: UseOf): MonthOfUse {
  const appIds = [...new Set([...(of.days ?? []), ...prices].map(({ appId }) => appId))];
  const spans = installs ?? appIds.map((appId) => installed('2026-01-01T00:00:00Z', null, appId));
  return { month: MONTH, currency: 'USD', days: [], openedOn: '2026-01-01', heldApps: new Set(), ...of, installs: bound(spans, prices) };
}

const APPS = ['app-a', 'app-b'];
const UNITS = ['invocation', 'token', 'compute_unit'];
export const anyDay = fc.integer({ min: 1, max: 30 }).map((n) => `${MONTH}-${String(n).padStart(2, '0')}`);

/** A decimal with up to 12 places, as text. */
export const anyDecimal = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 16n }), fc.integer({ min: 0, max: 12 })).map(([digits, places]) =>
  exact(digits)
    .div(exact(10n ** BigInt(places)))
    .toFixed(),
);

const anyRounding = fc.constantFrom('HALF_UP', 'HALF_EVEN', 'DOWN');

/** Up to three price versions of one app: the first from the beginning, the others from days of the month. */
const anyPrices = (appId: string) =>
  fc
    .array(
      fc.record({
        fee: fc.option(fc.constantFrom('0', '0.005', '9.99', '120'), { nil: undefined }),
        included: fc.dictionary(fc.constantFrom(...UNITS), fc.constantFrom('0', '10', '0.5', '1000000'), {
          maxKeys: 3,
          noNullPrototype: true,
        }),
        prices: fc.dictionary(fc.constantFrom(...UNITS), fc.constantFrom('0', '0.005', '0.0000025', '1.333333333333'), {
          noNullPrototype: true,
        }),
        rounding: anyRounding,
        from: anyDay,
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((versions) =>
      versions
        .toSorted((a, b) => (a.from < b.from ? -1 : 1))
        .map(({ fee, included, prices, rounding, from }, i) =>
          version(
            i + 1,
            { ...(fee === undefined ? payg(prices) : subscription(fee, included, prices)), rounding },
            i === 0 ? null : from,
            appId,
          ),
        ),
    );

const anyUsageDay = fc
  .record({
    appId: fc.constantFrom(...APPS),
    day: anyDay,
    unit: fc.constantFrom(...UNITS),
    quantity: fc.constantFrom('0', '1', '0.5', '7', '8819', '18059974'),
  })
  .map(({ appId, day: of, unit, quantity }) => day(of, unit, quantity, { appId }));

/** A month of up to two apps, with installs and price changes inside it; each (app, day, unit) at most once. */
export const anyUse: fc.Arbitrary<MonthOfUse & { readonly prices: readonly PriceVersion[] }> = fc
  .record({
    days: fc.uniqueArray(anyUsageDay, { selector: (d) => `${d.appId} ${d.day} ${d.unit}`, maxLength: 40 }),
    installs: fc.array(
      fc
        .record({ appId: fc.constantFrom(...APPS), from: anyDay, to: fc.option(anyDay) })
        .map(({ appId, from, to }) => installed(`${from}T10:00:00Z`, to !== null && to > from ? `${to}T00:00:00Z` : null, appId)),
      { maxLength: 3 },
    ),
    prices: fc.tuple(...APPS.map(anyPrices)).map((all) => all.flat()),
  })
  .map((of) => ({ ...use(of), prices: of.prices }));
