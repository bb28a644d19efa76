/**
 * The rules of consent once more, in the plainest way there is: one app of one publisher, one organisation, whole numbers, no libraries and
 * nothing of the product. The property tests hold the product against it.
 */
export const MINUTE = 60_000;
export const DAY = 1_440 * MINUTE;
export const EPOCH = Date.UTC(2026, 8, 1);

/** Prices in millionths of a major unit; `fee` null unless it is a subscription. */
export type NaivePrice = { readonly token: number; readonly fee: number | null; readonly included: number };
export type NaiveKind = 'team' | 'organization' | 'public';
type Version = {
  readonly number: number;
  readonly price: NaivePrice;
  readonly forOthers: boolean;
  readonly announced: number;
  readonly bindsFrom: number;
};
type Install = {
  readonly from: number;
  to: number | null;
  readonly shown: number;
  readonly accepted: { readonly number: number; readonly from: number }[];
};
type Counted = { readonly at: number; readonly quantity: number; readonly within: boolean };
export type NaiveLine = readonly [kind: string, version: number, quantity: number, included: number, cents: number];

const same = (a: NaivePrice, b: NaivePrice) => a.token === b.token && a.fee === b.fee && a.included === b.included;
const free = ({ token, fee }: NaivePrice) => token === 0 && (fee ?? 0) === 0;
const midnight = (at: number) => at - (((at % DAY) + DAY) % DAY);

/** Millionths to cents, half up. */
const cents = (millionths: number) => Math.floor((millionths + 5_000) / 10_000);

function firstMonthAfterNotice(at: number): number {
  const earliest = at + 30 * DAY;
  for (let year = 2026; ; year += 1)
    for (let month = 0; month < 12; month += 1) if (Date.UTC(year, month, 1) >= earliest) return Date.UTC(year, month, 1);
}

/** A history as it happens, step by step in the order of time; each step answers what the organisation or publisher is told. */
export class NaiveConsent {
  readonly own: boolean;
  readonly versions: Version[] = [];
  readonly installs: Install[] = [];
  readonly counted: Counted[] = [];
  listed: { readonly number: number; readonly kind: NaiveKind } | undefined;
  account: { readonly opened: number; readonly usd: boolean } | undefined;

  /** `own`: the organisation is the publisher itself. */
  constructor(own: boolean) {
    this.own = own;
  }

  publish(at: number, kind: NaiveKind, price: NaivePrice): void {
    const forOthers = kind === 'public';
    const newest = this.versions.at(-1);
    if (!newest || !same(newest.price, price) || (forOthers && !newest.forOthers))
      this.versions.push({ number: this.versions.length + 1, price, forOthers, announced: at, bindsFrom: firstMonthAfterNotice(at) });
    this.listed = { number: this.versions.length, kind };
  }

  openAccount(at: number, usd: boolean): void {
    this.account ??= { opened: at, usd };
  }

  private refusal(price: NaivePrice): string | undefined {
    if (free(price)) return undefined;
    if (!this.account) return 'ACCOUNT_REQUIRED';
    return this.account.usd ? undefined : 'CURRENCY_MISMATCH';
  }

  install(at: number): string {
    const { listed } = this;
    if (!listed || (listed.kind !== 'public' && !this.own)) return 'APP_NOT_FOUND';
    const refused = this.refusal(this.version(listed.number).price);
    if (refused) return refused;
    if (this.open()) return 'ALREADY_INSTALLED';
    this.installs.push({ from: at, to: null, shown: listed.number, accepted: [] });
    return 'installed';
  }

  uninstall(at: number): string {
    const open = this.open();
    if (!open) return 'NOT_INSTALLED';
    open.to = at;
    return 'uninstalled';
  }

  /** The newest version that was announced to the organisation, if any. */
  offered(): Version | undefined {
    return this.versions.findLast(({ forOthers }) => this.own || forOthers);
  }

  accept(at: number): string {
    const [open, offered] = [this.open(), this.offered()];
    if (!open || !offered) return 'INSTALL_NOT_FOUND';
    const refused = this.refusal(offered.price);
    if (refused) return refused;
    if (open.shown !== offered.number && !open.accepted.some(({ number }) => number === offered.number))
      open.accepted.push({ number: offered.number, from: midnight(at) + DAY });
    return 'accepted';
  }

  /** An event that arrives at `at`, when the copy of installs knows everything up to then. */
  event(at: number, timestamp: number, quantity: number): string {
    const known = this.installs.filter(({ from, to }) => timestamp >= from - 5 * MINUTE && (to === null || timestamp < to));
    if (known.length === 0) return 'NOT_INSTALLED';
    if (timestamp > at + 5 * MINUTE || timestamp < at - 90 * DAY) return 'out of time';
    this.counted.push({ at: timestamp, quantity, within: known.some(({ from }) => timestamp >= from) });
    return 'new';
  }

  /** What a month owes: its lines, or nothing without an account. */
  month(start: number, end: number): NaiveLine[] {
    const { account } = this;
    if (!account?.usd) return [];
    const days: { readonly day: number; readonly version: Version }[] = [];
    for (let day = start; day < end; day += DAY) {
      const version = day >= midnight(account.opened) ? this.versionOf(day) : undefined;
      if (version) days.push({ day, version });
    }
    const countedOn = (day: number) => this.counted.filter(({ at }) => at >= day && at < day + DAY);
    const feeDay = days.find(
      ({ day, version }) =>
        version.price.fee !== null &&
        (this.installs.some(({ from, to }) => from <= day && (to === null || to >= day + DAY)) ||
          countedOn(day).some(({ within, quantity }) => within && quantity > 0)),
    );
    let left = feeDay?.version.price.included ?? 0;
    const lines = new Map<number, { quantity: number; included: number }>();
    for (const { day, version } of days) {
      const quantity = countedOn(day).reduce((sum, event) => sum + event.quantity, 0);
      if (countedOn(day).length === 0 || quantity === 0) continue;
      const included = version.price.fee === null ? 0 : Math.min(left, quantity);
      left -= included;
      const line = lines.get(version.number) ?? { quantity: 0, included: 0 };
      lines.set(version.number, { quantity: line.quantity + quantity, included: line.included + included });
    }
    const fee = feeDay ? [['fee', feeDay.version.number, 1, 0, cents(feeDay.version.price.fee ?? 0)] as const] : [];
    const use = [...lines].sort(([a], [b]) => a - b);
    return [
      ...fee,
      ...use.map(
        ([number, { quantity, included }]) =>
          ['usage', number, quantity, included, cents((quantity - included) * this.version(number).price.token)] as const,
      ),
    ];
  }

  /** The version by which a day's use is rated. */
  private versionOf(day: number): Version | undefined {
    const overlapping = this.installs.find(({ from, to }) => from < day + DAY && (to === null || (to > day && to > from)));
    if (overlapping) return this.boundOn(overlapping, day);
    const skew = this.installs.find(({ from, to }) => from - 5 * MINUTE < day + DAY && (to === null || to > day));
    return skew && this.boundOn(skew, midnight(skew.from));
  }

  private boundOn(install: Install, day: number): Version | undefined {
    const { account } = this;
    return this.versions.findLast(
      ({ number, price, forOthers, announced, bindsFrom }) =>
        number === install.shown ||
        install.accepted.some((accepted) => accepted.number === number && accepted.from <= day) ||
        ((this.own || forOthers) && bindsFrom <= day && (free(price) || (account?.usd === true && account.opened <= announced))),
    );
  }

  private open(): Install | undefined {
    return this.installs.find(({ to }) => to === null);
  }

  private version(number: number): Version {
    const version = this.versions[number - 1];
    if (!version) throw new Error(`no version ${number}`);
    return version;
  }
}
