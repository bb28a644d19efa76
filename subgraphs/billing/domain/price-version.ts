import { addDays, dayOf, monthOf, monthPeriod } from '@guildhall/platform/period.ts';
import type { Pricing } from './pricing.ts';

/** An immutable price of an app, made of an approved publish request. */
export type PriceVersion = {
  readonly id: string;
  /** The publisher. */
  readonly orgId: string;
  readonly appId: string;
  /** Counts from 1 within the app. */
  readonly number: number;
  readonly pricing: Pricing;
  /** Whom it may charge; nobody is named by a line of 0.1.0. */
  readonly audiences: readonly PriceAudience[];
  /** The month start from which it binds open installs that do not refuse it by silence; null until it is announced. */
  readonly bindsFrom: string | null;
};

/** Whom a price version may charge: the publisher's own organisation, or every other one. */
export type PriceAudience = 'OWN' | 'PUBLIC';

/** A price version with the time at which it was announced to its audiences. */
export type OfferedPrice = PriceVersion & { readonly announcedAt: Date | null };

/** Who an approved request publishes to. */
export type Audience = { readonly kind: 'public' } | { readonly kind: 'organization' } | { readonly kind: 'team'; readonly team: string };

/** Only what was approved for the public may charge other organisations; a team's or an organisation's own publication charges nobody else. */
export const audiencesOf = ({ kind }: Audience): readonly PriceAudience[] => (kind === 'public' ? ['OWN', 'PUBLIC'] : ['OWN']);

/** The audience that an organisation's installs of a publisher's app are in. */
export const audienceOf = (orgId: string, publisher: string): PriceAudience => (orgId === publisher ? 'OWN' : 'PUBLIC');

const NOTICE_DAYS = 30;

/**
 * The UTC day from which an announced price version binds open installs: the first month start at least 30 × 24 h after the announcement,
 * so that no price changes in the middle of a month without acceptance.
 */
export function bindsFromOf(announcedAt: Date): string {
  const noticed = new Date(announcedAt.getTime() + NOTICE_DAYS * 86_400_000);
  const month = monthPeriod(monthOf(noticed));
  if (!month) throw new Error(`${noticed.toISOString()} is in no month`);
  return dayOf(noticed <= month.start ? month.start : month.end);
}

/** The UTC day from which an accepted price version binds: the next 00:00 UTC. */
export const acceptedFrom = (acceptedAt: Date): string => addDays(dayOf(acceptedAt), 1);

/** A price version as a line keeps it: what it was when the line was made. */
export const asKept = ({ id, orgId, appId, number, pricing, audiences, bindsFrom }: PriceVersion): PriceVersion => ({
  id,
  orgId,
  appId,
  number,
  pricing,
  audiences,
  bindsFrom,
});
