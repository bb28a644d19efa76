import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exact } from '@guildhall/platform/decimal.ts';
import { dayOf, periodOf } from '@guildhall/platform/period.ts';
import type { Consent } from './domain/binding.ts';
import { bindsFromOf, acceptedFrom, type OfferedPrice } from './domain/price-version.ts';
import { rateMonth } from './domain/rating.ts';
import { bindInstalls } from './operations/bound-installs.ts';
import { anyHistory, MONTHS, type History } from './testing/histories.ts';
import { NaiveConsent, type NaiveLine, type NaivePrice } from './testing/naive-consent.ts';
import { day, payg, subscription, version } from './testing/values.ts';

const decimal = (millionths: number) => exact(String(millionths)).div('1000000').toFixed();
const pricing = ({ token, fee, included }: NaivePrice) =>
  fee === null ? payg({ token: decimal(token) }) : subscription(decimal(fee), { token: String(included) }, { token: decimal(token) });
const date = (at: number) => new Date(at);

/** Plays a history step by step. */
function play({ own, steps }: History): NaiveConsent {
  const naive = new NaiveConsent(own);
  for (const step of steps) {
    if (step.do === 'publish') naive.publish(step.at, step.kind, step.price);
    else if (step.do === 'account') naive.openAccount(step.at, step.usd);
    else if (step.do === 'event') naive.event(step.at, step.timestamp, step.quantity);
    else naive[step.do](step.at);
  }
  return naive;
}

/** The lines of a month by billing's rules, from what the history left behind. */
function rate(naive: NaiveConsent, month: string): NaiveLine[] {
  const publisher = 'org:northwind';
  const offered = naive.versions.map((of): OfferedPrice => ({
    ...version(of.number, pricing(of.price)),
    audiences: of.forOthers ? ['OWN', 'PUBLIC'] : ['OWN'],
    announcedAt: date(of.announced),
    bindsFrom: bindsFromOf(date(of.announced)),
  }));
  const id = (number: number) => version(number, payg({})).id;
  const copies = naive.installs.map(({ from, to, shown, accepted }, i) => ({
    orgId: naive.own ? publisher : 'org:acme',
    id: `ins_${i}`,
    appId: 'where2eat-742',
    publisher,
    installedAt: date(from),
    uninstalledAt: to === null ? null : date(to),
    bindings: [
      { priceVersionId: id(shown), bindsFrom: null },
      ...accepted.map((of) => ({ priceVersionId: id(of.number), bindsFrom: acceptedFrom(date(of.from - 1)) })),
    ],
  }));
  const { account } = naive;
  if (!account) return [];
  const opened = date(account.opened);
  const consent: Consent = { currency: account.usd ? 'USD' : 'EUR', openedAt: opened, currencySince: opened };
  const counted = Map.groupBy(naive.counted, ({ at }) => dayOf(date(at)));
  const days = [...counted].map(([on, events]) =>
    day(on, 'token', String(events.reduce((sum, { quantity }) => sum + quantity, 0)), {
      withinInstall: events.some(({ within, quantity }) => within && quantity > 0),
    }),
  );
  const installs = bindInstalls(copies, offered, consent);
  const rated = rateMonth({ month, days, installs, openedOn: dayOf(opened), heldApps: new Set(), currency: consent.currency });
  return rated.lines
    .filter(({ quantity }) => !quantity.isZero())
    .map(({ kind, priceVersion, quantity, included, amount }) => [
      kind,
      priceVersion?.number ?? 0,
      quantity.toNumber(),
      included.toNumber(),
      Number(amount.minor),
    ]);
}

it('bills any history exactly as the plain reading of the rules does', () => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      const naive = play(history);
      for (const month of MONTHS) {
        const { start, end } = periodOf(month);
        const owed = naive.month(start.getTime(), end.getTime());
        expect(rate(naive, month)).toEqual(owed);
        // An account in another currency is billed nothing that costs anything.
        if (naive.account?.usd === false) expect(owed.every(([, , , , cents]) => cents === 0)).toBe(true);
      }
    }),
    { numRuns: 10_000 },
  );
}, 120_000);

it('reaches every rule: the histories hold installs, announcements that bind, acceptances, skew and fees', () => {
  const seen = { billed: 0, fees: 0, silent: 0, accepted: 0, skew: 0, reinstalls: 0, unapproved: 0 };
  for (const history of fc.sample(anyHistory, { numRuns: 2_000, seed: 8 })) {
    const naive = play(history);
    const lines = MONTHS.flatMap((month) => {
      const { start, end } = periodOf(month);
      return naive.month(start.getTime(), end.getTime());
    });
    if (lines.some(([, , , , cents]) => cents > 0)) seen.billed += 1;
    if (lines.some(([kind]) => kind === 'fee')) seen.fees += 1;
    const shown = new Set(naive.installs.flatMap((of) => [of.shown, ...of.accepted.map(({ number }) => number)]));
    if (lines.some(([, number]) => !shown.has(number))) seen.silent += 1;
    if (naive.installs.some(({ accepted }) => accepted.length > 0)) seen.accepted += 1;
    if (naive.counted.some(({ within }) => !within)) seen.skew += 1;
    if (naive.installs.length > 1) seen.reinstalls += 1;
    if (naive.installs.length > 0 && naive.versions.some(({ forOthers }) => !forOthers)) seen.unapproved += 1;
  }
  for (const [what, times] of Object.entries(seen)) expect(times, `${what} of ${JSON.stringify(seen)}`).toBeGreaterThan(100);
});
