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
type Account = { readonly opened: number; readonly usd: boolean };
type Counted = { readonly id: number; readonly at: number; readonly quantity: number; readonly within: boolean };
/** Each copy, and the mark of usage's copy of installs. */
type Copy = 'usage' | 'mark' | 'billing' | 'catalog';
export type NaiveDay = readonly [day: number, quantity: number, within: boolean];
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
  account: Account | undefined;
  /** The lines of the months that are booked, by their start. */
  readonly booked = new Map<number, readonly NaiveLine[]>();
  /** Until when each copy knows what happened elsewhere: usage and billing of installs, the catalog of accounts. */
  private readonly knows: Record<Copy, number>;

  /** `own`: the organisation is the publisher itself. `knows`: until when every copy knows everything at first. */
  constructor(own: boolean, knows = Infinity) {
    this.own = own;
    this.knows = { usage: knows, mark: knows, billing: knows, catalog: knows };
  }

  /** News arrives; what a copy knows it never forgets. */
  hear(copy: Copy, until: number): void {
    this.knows[copy] = Math.max(this.knows[copy], until);
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

  private refusal(price: NaivePrice, account: Account | undefined): string | undefined {
    if (free(price)) return undefined;
    if (!account) return 'ACCOUNT_REQUIRED';
    return account.usd ? undefined : 'CURRENCY_MISMATCH';
  }

  /** `arrives`: whether news that is waited for comes in time. */
  install(at: number, arrives = true): string {
    const { listed, account } = this;
    if (!listed || (listed.kind !== 'public' && !this.own)) return 'APP_NOT_FOUND';
    const { price } = this.version(listed.number);
    if (this.open()) return 'ALREADY_INSTALLED';
    if (!free(price)) {
      if (!arrives) return 'UNAVAILABLE';
      this.hear('catalog', at);
      const refused = this.refusal(price, account);
      if (refused) return refused;
    }
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

  /** Accepts the version `number` for the newest install, the one that is offered unless another is named. */
  accept(at: number, { arrives = true, number = this.offered()?.number }: { arrives?: boolean; number?: number | undefined } = {}): string {
    const install = this.installs.at(-1);
    if (!install || install.from > this.knows.billing) {
      if (!arrives) return 'UNAVAILABLE';
      this.hear('billing', at);
    }
    if (!install || (install.to !== null && install.to <= this.knows.billing)) return 'INSTALL_NOT_FOUND';
    const offered = this.offered();
    if (!offered || offered.number !== number) return 'PRICE_NOT_OFFERED';
    const refused = this.refusal(offered.price, this.account);
    if (refused) return refused;
    if (install.shown !== number && !install.accepted.some((accepted) => accepted.number === number))
      install.accepted.push({ number, from: midnight(at) + DAY });
    return 'accepted';
  }

  /** An event that arrives at `at`; sent again it has the same `id`. */
  event(at: number, timestamp: number, quantity: number, id = this.counted.length): string {
    if (timestamp > at + 5 * MINUTE || timestamp < at - 90 * DAY) return 'out of time';
    if (this.counted.some((event) => event.id === id)) return 'duplicate';
    const { usage, mark } = this.knows;
    const known = this.installs.filter(
      ({ from, to }) => from <= usage && timestamp >= from - 5 * MINUTE && (to === null || to > usage || timestamp < to),
    );
    if (known.length > 0 && (mark >= at - MINUTE || mark > timestamp)) {
      this.counted.push({ id, at: timestamp, quantity, within: known.some(({ from }) => timestamp >= from) });
      return 'new';
    }
    return mark > timestamp + 5 * MINUTE ? 'NOT_INSTALLED' : 'postponed';
  }

  /** What was used, a day each. */
  days(): NaiveDay[] {
    const days = new Map<number, NaiveDay>();
    for (const { at, quantity, within } of this.counted) {
      if (quantity === 0) continue;
      const day = midnight(at);
      const [, sum, before] = days.get(day) ?? [day, 0, false];
      days.set(day, [day, sum + quantity, before || within]);
    }
    return [...days.values()].sort(([a], [b]) => a - b);
  }

  /** Books a month by what was counted until now, once. */
  book(at: number, start: number, end: number): string {
    if (!this.account) return 'ACCOUNT_NOT_FOUND';
    if (at < end + 3 * DAY) return 'MONTH_NOT_DUE';
    if (!this.booked.has(start)) {
      const lines = this.owed(start, end);
      if (lines.length === 0) return 'none';
      this.booked.set(start, lines);
    }
    return this.own ? 'showback' : 'invoiced';
  }

  /** The lines to book of a month: what costs nothing is shown to the publisher itself, and booked for nobody else. */
  owed(start: number, end: number): NaiveLine[] {
    const lines = this.month(start, end);
    return this.own || lines.some(([, , , , cents]) => cents > 0) ? lines : [];
  }

  /** What a month comes to: its lines, or nothing without an account. */
  month(start: number, end: number): NaiveLine[] {
    const { account } = this;
    if (!account) return [];
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
    if (this.counted.some(({ at, within, quantity }) => within && quantity > 0 && at >= day && at < day + DAY)) return undefined;
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
