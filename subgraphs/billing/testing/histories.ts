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

/** Use dated ahead, on a day that begins after its install ended, and a dearer install soon after: nobody agreed to that price for it. */
const aheadOfEnd: fc.Arbitrary<History> = fc
  .record({
    own: fc.boolean(),
    price: anyPrice.filter(({ token, fee }) => token > 0 || (fee ?? 0) > 0),
    day: fc.constantFrom(29, 30, 60, 61, 91),
    at: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.constantFrom(1, 4, 6, 1_440)),
    ends: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ own, price, day, at: [before, after, again], ends }) => {
    const midnight = EPOCH + day * DAY;
    const sent = midnight - before * MINUTE;
    return {
      own,
      steps: [
        { do: 'publish', at: EPOCH, kind: 'public', price: { token: 0, fee: null, included: 0 } },
        { do: 'account', at: EPOCH + DAY, usd: true },
        { do: 'install', at: EPOCH + 2 * DAY },
        { do: 'publish', at: EPOCH + 28 * DAY, kind: 'public', price },
        { do: 'event', at: sent, timestamp: midnight + Math.min(after, 5 - before) * MINUTE, quantity: 7 },
        { do: 'uninstall', at: sent + 1 + Math.floor((ends / 4) * (before * MINUTE - 2)) },
        { do: 'install', at: midnight + again * MINUTE },
      ],
    };
  });

const mixed: fc.Arbitrary<History> = fc
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

/** Any history in which no two steps share a time, so that their order is one. */
export const anyHistory: fc.Arbitrary<History> = fc.oneof({ weight: 30, arbitrary: mixed }, { weight: 1, arbitrary: aheadOfEnd });

/** What the subgraphs know of each other at a step, as ms behind it, and whether news that is waited for arrives. */
type Hearing = {
  readonly lag: number;
  /** How much longer ago it was marked that usage knows everything. */
  readonly unmarked: number;
  readonly arrives: boolean;
  /** Whether an acceptance names the first version, whatever is offered. */
  readonly names: 'first' | 'offered';
};
/** A step with what is known by then; events of one `id` are one event, sent again. */
export type ToldStep = (Step | { readonly do: 'book'; readonly at: number; readonly month: string }) & Hearing & { readonly id: number };
export type ToldHistory = { readonly own: boolean; readonly steps: readonly ToldStep[] };

const HOUR = 60 * MINUTE;
const current: Hearing = { lag: 0, unmarked: 0, arrives: true, names: 'offered' };
const hearing: fc.Arbitrary<Hearing> = fc.record({
  lag: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.constantFrom(1, MINUTE - 1, MINUTE, MINUTE + 1, 4 * MINUTE, 20 * MINUTE) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 * DAY }) },
  ),
  unmarked: fc.constantFrom(0, 0, 2_000, MINUTE, MINUTE + 1, HOUR),
  arrives: fc.boolean(),
  names: fc.constantFrom('offered' as const, 'offered' as const, 'offered' as const, 'first' as const),
});
const again = fc.option(fc.oneof(fc.constantFrom(2_000, 6 * MINUTE, HOUR), fc.integer({ min: 1, max: 60 * DAY })), { freq: 2 });
/** Runs of each month around the time at which it is due. */
const bookings = fc.tuple(
  ...MONTHS.map((month, i) =>
    fc
      .array(fc.oneof(fc.constantFrom(-DAY, -1, 0), fc.integer({ min: 0, max: 30 * DAY })), { maxLength: 2, size: 'max' })
      .map((offsets) => offsets.map((offset) => ({ do: 'book' as const, at: Date.UTC(2026, 9 + i, 4) + offset, month }))),
  ),
);

/** A free app that is installed without an account, and has one and a price later. */
const lateAccount: fc.Arbitrary<History> = fc
  .record({
    own: fc.constantFrom(false, false, true),
    price: anyPrice.filter(({ token }) => token > 0),
    usd: fc.constantFrom(true, true, true, false),
    accepts: fc.constantFrom(true, true, false, false, false),
    at: fc.tuple(anyTime(2, 4), anyTime(25, 58), anyTime(14, 40), anyTime(52, 60), anyTime(61, 80)),
    use: fc.array(fc.oneof(anyTime(5, 12), anyTime(5, 110)), { minLength: 3, maxLength: 10, size: 'max' }),
  })
  .map(({ own, price, usd, accepts, at: [installed, opened, published, accepted, installedAgain], use }) => ({
    own,
    steps: [
      { do: 'publish', at: EPOCH, kind: 'public', price: { token: 0, fee: null, included: 0 } },
      { do: 'install', at: installed },
      { do: 'account', at: opened, usd },
      { do: 'publish', at: published, kind: 'public', price },
      { do: 'install', at: published + 1_000 },
      ...(accepts ? [{ do: 'accept' as const, at: accepted }] : []),
      ...[accepted + 2_000, ...use].map((at) => ({ do: 'event' as const, at: at + 1_000, timestamp: at, quantity: 60 })),
      { do: 'install', at: installedAgain },
    ],
  }));

/** An announcement in time to bind, and use when it does. */
const announcement: fc.Arbitrary<readonly Step[]> = fc
  .tuple(anyTime(13, 40), anyPrice, fc.array(anyTime(80, LAST_DAY), { minLength: 1, maxLength: 4 }))
  .map(([at, price, use]) => [
    { do: 'publish', at, kind: 'public', price },
    ...use.map((timestamp) => ({ do: 'event' as const, at: timestamp + 1_000, timestamp, quantity: 7 })),
  ]);

/** A month that has only skew, before an install at the start of the next. */
const turnOfMonth: fc.Arbitrary<History> = fc
  .record({
    own: fc.boolean(),
    price: anyPrice.filter(({ token, fee }) => token > 0 && fee !== null && fee > 0),
    at: fc.tuple(fc.constantFrom(30, 61, 91), fc.integer({ min: 0, max: 5 * MINUTE })),
    use: fc.array(
      fc.record({
        after: fc.oneof(fc.constantFrom(-5 * MINUTE - 1, -5 * MINUTE, -1, 0), fc.integer({ min: -9 * MINUTE, max: 20 * DAY })),
        late: fc.constantFrom(1_000, 10 * MINUTE),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  })
  .map(({ own, price, at: [day, offset], use }) => {
    const installed = EPOCH + day * DAY + offset;
    return {
      own,
      steps: [
        { do: 'publish', at: EPOCH, kind: 'public', price },
        { do: 'account', at: EPOCH + DAY, usd: true },
        { do: 'install', at: installed },
        ...[{ after: -4 * MINUTE, late: 10 * MINUTE }, ...use].map(({ after, late }) => ({
          do: 'event' as const,
          at: installed + after + late,
          timestamp: installed + after,
          quantity: 60,
        })),
      ],
    };
  });

/** Use just after an uninstall of which usage has not heard when it arrives, though its copy is fresh enough to be trusted. */
const unheard = ({ at }: Step, id: number): ToldStep[] => [
  { do: 'event', at: at + 30_000, timestamp: at + 20_000, quantity: 3, ...current, lag: 50_000, id },
];

/** Any history as the subgraphs learn of it: copies that lag behind, events that are sent again, and months that are booked meanwhile. */
export const anyToldHistory: fc.Arbitrary<ToldHistory> = fc
  .oneof(
    { weight: 1, arbitrary: mixed },
    {
      weight: 5,
      arbitrary: fc.tuple(mixed, announcement).map(([{ own, steps }, more]) => ({ own, steps: [...steps, ...more] })),
    },
    { weight: 5, arbitrary: lateAccount },
    { weight: 3, arbitrary: turnOfMonth },
    { weight: 1, arbitrary: aheadOfEnd },
  )
  .chain(({ own, steps }) => {
    const each = { minLength: steps.length, maxLength: steps.length, size: 'max' } as const;
    const heard = fc.tuple(fc.array(hearing, each), fc.array(fc.tuple(again, hearing), each));
    return fc.tuple(heard, bookings, fc.boolean()).map(([[hearings, resent], booked, hasUnheard]) => {
      const told = [
        ...resent.flatMap(([delay, hears], id) => {
          const step = steps[id];
          return step?.do === 'event' && delay !== null ? [{ ...step, ...hears, id, at: step.at + delay }] : [];
        }),
        ...steps.map((step, id) => ({ ...step, ...(hearings[id] ?? current), id })),
        ...steps.flatMap((step, id) => (hasUnheard && step.do === 'uninstall' ? unheard(step, steps.length + id) : [])),
        ...booked.flat().map((step) => ({ ...step, ...current, id: 0 })),
      ];
      const byTime = new Map(told.map((step): [number, ToldStep] => [step.at, step]));
      return { own, steps: [...byTime.values()].sort((a, b) => a.at - b.at) };
    });
  });
