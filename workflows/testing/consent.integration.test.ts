import { anyHistory, MONTHS, type History, type Step } from '@guildhall/billing/testing/histories.ts';
import { DAY, MINUTE, NaiveConsent, type NaivePrice } from '@guildhall/billing/testing/naive-consent.ts';
import { payg, subscription } from '@guildhall/billing/testing/values.ts';
import { exact } from '@guildhall/platform/decimal.ts';
import { UserError } from '@guildhall/platform/errors.ts';
import { periodOf } from '@guildhall/platform/period.ts';
import type { SigningKeyInHand } from '@guildhall/usage/testing/world.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConsentWorld } from './consent-world.ts';

const RUNS = 100;
const YOUNG = MINUTE;
const decimal = (millionths: number) => exact(String(millionths)).div('1000000').toFixed();
const pricing = ({ token, fee, included }: NaivePrice) =>
  fee === null ? payg({ token: decimal(token) }) : subscription(decimal(fee), { token: String(included) }, { token: decimal(token) });
const AUDIENCES = {
  public: { kind: 'public' },
  organization: { kind: 'organization' },
  team: { kind: 'team', team: 'team:kitchen' },
} as const;

type Copied = { readonly from: number; readonly to: number | null };

/** The reference with a copy of installs that lags: what usage knew at the mark, and how it admits by it. */
class NaiveCopied extends NaiveConsent {
  private copy: readonly Copied[] = [];
  mark: number | undefined;

  arrive(at: number): void {
    this.copy = this.installs.map(({ from, to }) => ({ from, to }));
    this.mark = at;
  }

  fits(timestamp: number): readonly Copied[] {
    return this.copy.filter(({ from, to }) => timestamp >= from - 5 * MINUTE && (to === null || timestamp < to));
  }

  override event(at: number, timestamp: number, quantity: number): string {
    if (timestamp > at + 5 * MINUTE || timestamp < at - 90 * DAY) return 'out of time';
    const [mark, fitting] = [this.mark, this.fits(timestamp)];
    if (mark === undefined) return 'postponed';
    if (fitting.length > 0 && (at - mark <= YOUNG || mark > timestamp)) {
      this.counted.push({ at: timestamp, quantity, within: fitting.some(({ from }) => timestamp >= from) });
      return 'new';
    }
    return mark > timestamp + 5 * MINUTE ? 'NOT_INSTALLED' : 'postponed';
  }
}

let world: Awaited<ReturnType<typeof createConsentWorld>>;
beforeAll(async () => {
  world = await createConsentWorld();
});
afterAll(() => world?.end());

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof UserError) return error.code ?? '';
      throw error;
    },
  );

/**
 * Marks the copy of installs as the reference has it. The database measures a mark's age by its own clock, which no history moves: where the
 * age decides, the mark is put as far behind that clock as it is behind the history's; else it stands where it is, and is old.
 */
async function setMark(naive: NaiveCopied, { at, timestamp }: { readonly at: number; readonly timestamp: number }): Promise<void> {
  const { mark } = naive;
  if (mark === undefined) await world.usage.lag(null);
  else if (mark > timestamp) await world.usage.markAt(new Date(mark));
  else if (at - mark <= YOUNG && naive.fits(timestamp).length > 0) await world.usage.lag(Math.min((at - mark) / 1_000, 50));
  else await world.usage.markAt(new Date(Math.min(mark, Date.now() - 2 * YOUNG)));
}

/** Plays a history on the product and on the reference, which must answer alike at each step. */
async function play(n: number, { own, steps }: History, lagging: readonly boolean[]) {
  const publisher = `org:publisher-${n}`;
  const of = { naive: new NaiveCopied(own), org: own ? publisher : `org:payer-${n}`, app: `app-${n}`, answers: new Map<string, number>() };
  const { naive, org, app } = of;
  const versionIds = new Map<number, string>();
  let published = 0;
  let installId = 'ins_none';
  let key: SigningKeyInHand | undefined;
  const answer = (what: string) => of.answers.set(what, (of.answers.get(what) ?? 0) + 1);

  const doStep = async (step: Step, late: boolean): Promise<void> => {
    const { at } = step;
    world.setTime(at);
    if (step.do === 'publish') {
      naive.publish(at, step.kind, step.price);
      const id = await world.publish(publisher, app, (published += 1), AUDIENCES[step.kind], pricing(step.price));
      await world.appsReachUsage();
      const number = naive.versions.length;
      expect(versionIds.get(number) ?? id, 'the price version').toBe(id);
      versionIds.set(number, id);
      key ??= await world.key(publisher, app);
    } else if (step.do === 'account') {
      if (naive.account) return;
      naive.openAccount(at, step.usd);
      await world.openAccount(org, step.usd ? 'USD' : 'JPY');
    } else if (step.do === 'install') {
      const expected = naive.install(at);
      const told = await codeOf(world.install(org, app).then(({ id }) => (installId = id)));
      expect(told, step.do).toBe(expected === 'installed' ? 'done' : expected);
      answer(told);
    } else if (step.do === 'uninstall') {
      const expected = naive.uninstall(at);
      expect(await codeOf(world.uninstall(org, app)), step.do).toBe(expected === 'uninstalled' ? 'done' : expected);
    } else if (step.do === 'accept') {
      const expected = naive.accept(at);
      const offered = versionIds.get(naive.offered()?.number ?? 0) ?? 'prv_none';
      const told = await codeOf(world.accept(org, installId, offered));
      expect(told, step.do).toBe(expected === 'accepted' ? 'done' : expected);
    } else if (step.do === 'event' && key) {
      if (!late) {
        await world.installsReachUsage();
        naive.arrive(at);
      }
      await setMark(naive, step);
      const expected = naive.event(at, step.timestamp, step.quantity);
      const told = await world.send(key, org, step.timestamp, step.quantity);
      if (expected === 'out of time') expect(['new', 'postponed', 'NOT_INSTALLED']).not.toContain(told);
      else expect(told, `an event of ${new Date(step.timestamp).toISOString()} at ${new Date(at).toISOString()}`).toBe(expected);
      answer(told);
    }
  };
  for (const [i, step] of steps.entries()) await doStep(step, lagging[i % lagging.length] ?? false);
  await world.installsReachUsage();
  return of;
}

test(
  'any history of a payer is counted, rated and billed through Postgres exactly as the plain reading of the rules has it',
  { timeout: 240_000 },
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const histories = fc.sample(fc.tuple(anyHistory, fc.array(fc.constantFrom(true, false, false), { minLength: 5, maxLength: 9 })), {
      numRuns: RUNS,
      seed,
    });
    const played: Awaited<ReturnType<typeof play>>[] = [];
    for (const [n, [history, lagging]] of histories.entries())
      played.push(
        await play(n, history, lagging).catch((error: unknown) => {
          throw new Error(`History ${n} of the seed ${seed}: ${String(error)}`, { cause: error });
        }),
      );
    await world.installsReachBilling();
    await world.closeAll();

    const seen = { billed: 0, fees: 0, silent: 0, accepted: 0, skew: 0, reinstalls: 0, refused: 0, postponed: 0, notInstalled: 0 };
    for (const [n, { naive, org, answers }] of played.entries()) {
      for (const month of MONTHS) {
        const { start, end } = periodOf(month);
        const owed = naive.month(start.getTime(), end.getTime());
        const billed = naive.account ? await world.bill(org, month) : [];
        const label = `${month} of history ${n} of the seed ${seed}`;
        // An account in another currency is billed nothing that costs anything, and a month that costs nothing is not booked.
        if (naive.account?.usd && owed.some(([, , , , cents]) => cents > 0))
          expect(
            billed.map(({ line }) => line),
            label,
          ).toEqual(owed);
        else
          expect(
            billed.filter(({ line: [, , , , cents] }) => cents !== 0),
            label,
          ).toEqual([]);
        for (const {
          line: [, number, , , cents],
          audiences,
        } of billed.filter(({ line }) => line[4] > 0)) {
          expect(audiences, label).toContain(naive.own ? 'OWN' : 'PUBLIC');
          const version = naive.versions[number - 1];
          const agreed = naive.installs.some((of) => of.shown === number || of.accepted.some((accepted) => accepted.number === number));
          expect(agreed || (version !== undefined && version.bindsFrom < end.getTime()), `${label}: an unannounced price`).toBe(true);
          expect(naive.account && naive.account.opened < end.getTime(), `${label}: before the account`).toBe(true);
          if (cents > 0 && !agreed) seen.silent += 1;
        }
        if (billed.some(({ line }) => line[4] > 0)) seen.billed += 1;
        if (billed.some(({ line }) => line[0] === 'fee')) seen.fees += 1;
      }
      if (naive.installs.some(({ accepted }) => accepted.length > 0)) seen.accepted += 1;
      if (naive.counted.some(({ within }) => !within)) seen.skew += 1;
      if (naive.installs.length > 1) seen.reinstalls += 1;
      seen.refused += (answers.get('ACCOUNT_REQUIRED') ?? 0) + (answers.get('CURRENCY_MISMATCH') ?? 0);
      seen.postponed += answers.get('postponed') ?? 0;
      seen.notInstalled += answers.get('NOT_INSTALLED') ?? 0;
    }
    for (const [what, times] of Object.entries(seen)) expect(times, `${what} of ${JSON.stringify(seen)}, seed ${seed}`).toBeGreaterThan(0);
  },
);
