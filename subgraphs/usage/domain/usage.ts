import { refusal } from '@guildhall/platform/errors.ts';
import { rights } from '@guildhall/platform/identity/actor.ts';
import { dayPeriod, type Period } from '@guildhall/platform/period.ts';

/** Who may do what with usage. Reading one's own organisation's use needs no role. */
export const authorize = rights({
  'signing-key.create': ['publisher', 'platform_admin'],
  'signing-key.revoke': ['publisher', 'platform_admin'],
  'signing-key.read': ['publisher', 'platform_admin', 'auditor'],
});

export type SigningKey = {
  readonly id: string;
  /** The publisher. */
  readonly orgId: string;
  readonly appId: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
};

/** How much of one unit of one app an organisation (or, of its own app, everybody) used on a UTC day. Quantities are plain decimals. */
export type UsageDay = {
  readonly appId: string;
  readonly day: string;
  readonly unit: string;
  readonly quantity: string;
  /** The day is closed and nothing came since; otherwise the figure is live. */
  readonly closed: boolean;
};

/** A counted event and what it counted. */
export type CountedEvent = {
  readonly appId: string;
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly actorId: string;
  readonly action: string;
  readonly keyId: string;
  readonly quantities: readonly { readonly unit: string; readonly quantity: string }[];
};

/** A row of the latest version of a closed day. */
export type ClosedDayRow = {
  /** The consumer, who owes. */
  readonly orgId: string;
  readonly appId: string;
  /** The organisation that publishes the app. */
  readonly publisher: string;
  readonly day: string;
  readonly unit: string;
  readonly version: number;
  readonly quantity: string;
  /** A quantity above zero was counted within an install, not by skew alone. */
  readonly withinInstall: boolean;
};

/** Two figures that should be one. `app_day` is an app's use by everybody, under its publisher. */
export type UsageDifference = {
  readonly orgId: string;
  readonly appId: string;
  readonly unit: string;
  readonly day: string;
  readonly left: 'raw' | 'day';
  readonly leftValue: string;
  readonly right: 'bucket' | 'day' | 'app_day';
  readonly rightValue: string;
};

/** Days `[from, to)`. */
export type DayRange = { readonly from: string; readonly to: string };

const MOST_DAYS = 92;

/** A range that a caller asks figures for. Throws `INVALID_PERIOD`. */
export function readRange({ from, to }: DayRange): DayRange {
  const [first, end] = [periodOfDay(from, 'from').start, periodOfDay(to, 'to').start];
  const days = (end.getTime() - first.getTime()) / 86_400_000;
  if (days < 1 || days > MOST_DAYS)
    throw refusal('INVALID_PERIOD', `to must lie 1 to ${MOST_DAYS} days after from; to itself is not included.`, ['to']);
  return { from, to };
}

/** The period of a day. Throws `INVALID_PERIOD`. */
export function periodOfDay(day: string, field = 'day'): Period {
  const period = dayPeriod(day);
  if (!period) throw refusal('INVALID_PERIOD', `${field}: "${day}" is no UTC day such as 2026-11-24.`, [field]);
  return period;
}

/** An absent app and one of another publisher answer alike. */
export const appNotFound = (id: string) => refusal('APP_NOT_FOUND', `Your organisation publishes no app ${id}.`, ['appId']);
export const keyNotFound = (id: string) => refusal('SIGNING_KEY_NOT_FOUND', `Your organisation has no signing key ${id}.`, ['keyId']);
