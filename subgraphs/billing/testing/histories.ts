import fc from 'fast-check';
import { DAY, EPOCH, MINUTE, type NaiveKind, type NaivePrice } from './naive-consent.ts';

/** One thing that happens, at a time in ms since 1970. */
export type Step =
  | { readonly do: 'publish'; readonly at: number; readonly kind: NaiveKind; readonly price: NaivePrice }
  | { readonly do: 'account'; readonly at: number; readonly usd: boolean }
  | { readonly do: 'install' | 'uninstall' | 'accept'; readonly at: number }
  | { readonly do: 'event'; readonly at: number; readonly timestamp: number; readonly quantity: number };

/** What happens to one app and one organisation, in the order of time; `own`: the organisation is the publisher itself. */
export type History = { readonly own: boolean; readonly steps: readonly Step[] };

/** September to December 2026: long enough for an announcement to bind. */
export const LAST_DAY = 121;
export const MONTHS = ['2026-09', '2026-10', '2026-11', '2026-12'] as const;

/** Mostly where rules change their mind: around midnights, and around the skew of five minutes. */
const anyTime = (from = 0, to = LAST_DAY) =>
  fc
    .tuple(
      fc.integer({ min: from, max: to }),
      fc.oneof(
        fc.constantFrom(0, 1, 2 * MINUTE, 5 * MINUTE, DAY / 2, DAY - 5 * MINUTE, DAY - 2 * MINUTE, DAY - 1),
        fc.integer({ min: 0, max: DAY - 1 }),
      ),
    )
    .map(([day, offset]) => EPOCH + day * DAY + offset);

const anyPrice: fc.Arbitrary<NaivePrice> = fc.oneof(
  fc.constant({ token: 0, fee: null, included: 0 }),
  fc.record({ token: fc.constantFrom(1_000, 10_000, 1_000_000, 1_000_000_000), fee: fc.constant(null), included: fc.constant(0) }),
  fc.record({
    token: fc.constantFrom(0, 5_000, 20_000),
    fee: fc.constantFrom(0, 9_990_000, 9_000_000_000),
    included: fc.constantFrom(0, 5, 100),
  }),
);

const publish = fc.record({
  do: fc.constant('publish' as const),
  at: fc.oneof(anyTime(0, 3), anyTime(0, 60)),
  kind: fc.constantFrom<NaiveKind>('public', 'public', 'team', 'organization'),
  price: anyPrice,
});
const account = fc.record({
  do: fc.constant('account' as const),
  at: fc.oneof(anyTime(0, 3), anyTime(0, 70)),
  usd: fc.constantFrom(true, true, true, false),
});
const visit = fc.record({
  do: fc.constantFrom('install' as const, 'install' as const, 'uninstall' as const, 'accept' as const),
  at: anyTime(),
});
/** Use near a visit or anywhere, sent at once, late, ahead by skew, or dated long before. */
const event = (visits: readonly number[]) =>
  fc
    .record({
      timestamp: fc.oneof(
        anyTime(),
        fc
          .tuple(
            fc.constantFrom(...visits),
            fc.constantFrom(-5 * MINUTE - 1, -5 * MINUTE, -3 * MINUTE, -1, 0, 1, 9 * MINUTE, DAY, 40 * DAY),
          )
          .map(([at, offset]) => at + offset),
      ),
      late: fc.oneof(
        fc.constantFrom(0, 1, -5 * MINUTE, -2 * MINUTE, 7 * MINUTE),
        fc.integer({ min: 0, max: 3 * DAY }),
        fc.integer({ min: 0, max: 89 * DAY }),
      ),
      quantity: fc.constantFrom(0, 1, 3, 7, 60, 1_000),
    })
    .map(({ timestamp, late, quantity }) => ({ do: 'event' as const, at: timestamp + late, timestamp, quantity }));

/** Most histories begin as most customers do. */
const beginning: fc.Arbitrary<Step[]> = fc
  .record({ price: anyPrice, at: fc.tuple(anyTime(0, 3), anyTime(0, 6), anyTime(4, 12)), whole: fc.constantFrom(true, true, true, false) })
  .map(({ price, at: [published, opened, installed], whole }) =>
    whole
      ? [
          { do: 'publish', at: published, kind: 'public', price },
          { do: 'account', at: opened, usd: true },
          { do: 'install', at: installed },
        ]
      : [],
  );

/** Any history in which no two steps share a time, so that their order is one. */
export const anyHistory: fc.Arbitrary<History> = fc
  .record({
    own: fc.constantFrom(false, false, true),
    steps: fc
      .tuple(
        beginning,
        fc.array(publish, { minLength: 1, maxLength: 5, size: 'max' }),
        fc.array(account, { minLength: 0, maxLength: 2 }),
        fc.array(visit, { minLength: 1, maxLength: 8, size: 'max' }),
      )
      .chain(([begun, publications, accounts, visits]) =>
        fc
          .array(event([...begun, ...visits].map(({ at }) => at)), { maxLength: 25, size: 'max' })
          .map((events): Step[] => [...begun, ...publications, ...accounts, ...visits, ...events]),
      ),
  })
  .map(({ own, steps }) => {
    const byTime = new Map(steps.map((step) => [step.at, step]));
    return { own, steps: [...byTime.values()].sort((a, b) => a.at - b.at) };
  });
