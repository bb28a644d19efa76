import { addDays, dayOf } from '@guildhall/platform/period.ts';
import type { Pricing } from './pricing.ts';

/** An immutable price of an app, put in force by an approved publish request. */
export type PriceVersion = {
  readonly id: string;
  /** The publisher. */
  readonly orgId: string;
  readonly appId: string;
  /** Counts from 1 within the app. */
  readonly number: number;
  readonly pricing: Pricing;
  /** First UTC day that it holds on; null when it holds from the beginning. */
  readonly effectiveFrom: string | null;
};

/** Who may see an app's price beside its publisher. */
export type Audience = { readonly kind: 'public' } | { readonly kind: 'organization' } | { readonly kind: 'team'; readonly team: string };

/** The day that the next version of an app holds from: the beginning for the first, else the next midnight (UTC) that lies ahead. */
export const nextEffectiveFrom = (existing: readonly PriceVersion[], now: Date): string | null =>
  existing.length === 0 ? null : addDays(dayOf(now), 1);

/**
 * The version of an app that holds on a UTC day: of those that have begun, the one that began last; of two that begin together, the
 * one that was made later. Undefined when the app has none.
 */
export function versionOfDay<V extends Pick<PriceVersion, 'effectiveFrom' | 'number'>>(versions: readonly V[], day: string): V | undefined {
  return versions.filter(({ effectiveFrom }) => effectiveFrom === null || effectiveFrom <= day).reduce<V | undefined>(later, undefined);
}

/** Of two versions, the one that begins later, or was made later when both begin together. */
function later<V extends Pick<PriceVersion, 'effectiveFrom' | 'number'>>(best: V | undefined, next: V): V {
  if (best === undefined) return next;
  const [a, b] = [best.effectiveFrom ?? '', next.effectiveFrom ?? ''];
  return b > a || (b === a && next.number > best.number) ? next : best;
}
