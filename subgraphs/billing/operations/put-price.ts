import { refusal } from '@guildhall/platform/errors.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { priceChanged } from '../domain/events.ts';
import { nextEffectiveFrom, type Audience, type PriceVersion } from '../domain/price-version.ts';
import { costsNothing, readPricing, samePricing, type PricingTemplate } from '../domain/pricing.ts';
import type { BillingDeps } from './deps.ts';

export type PutPriceInput = {
  /** The publisher. */
  readonly orgId: string;
  readonly appId: string;
  /** Number and digest of the app version that was approved. */
  readonly versionNumber: number;
  readonly digest: string;
  readonly publishRequestId: string;
  readonly audience: Audience;
  /** The `pricing_template` of that version's manifest. */
  readonly pricing: PricingTemplate;
};

export type WithdrawPriceInput = { readonly orgId: string; readonly appId: string; readonly publishRequestId: string };

/**
 * Puts the price of an approved version in force and shows it to the audience; for workflows. A pricing that charges as the newest one
 * does makes no new version. Repeating it with the same request changes nothing.
 * Throws `PRICE_WITHDRAWN` when the request's price was withdrawn already, `CURRENCY_CHANGED` when it costs something in another currency
 * than the app's first version that does, `INVALID_PRICING`.
 */
export async function putPriceInForce({ store, now, newId }: BillingDeps, input: PutPriceInput): Promise<{ priceVersionId: string }> {
  const { orgId, appId, publishRequestId, audience, versionNumber, digest } = input;
  const pricing = readPricing(input.pricing);
  return store.transaction(systemActor(orgId), async (tx) => {
    await tx.prices.lockApp(appId);
    const done = await tx.prices.publication(publishRequestId);
    if (done?.status === 'withdrawn')
      throw refusal('PRICE_WITHDRAWN', `The price of ${publishRequestId} was withdrawn; make a new request.`);
    if (done?.priceVersionId) return { priceVersionId: done.priceVersionId };

    const versions = await tx.prices.inForce([appId]);
    const currency = versions.find((version) => !costsNothing(version.pricing))?.pricing.currency ?? pricing.currency;
    if (pricing.currency !== currency && !costsNothing(pricing)) {
      throw refusal(
        'CURRENCY_CHANGED',
        `${appId} costs ${currency} and its users' accounts are billed in it: price it in ${currency}, or register another app that costs ${pricing.currency}.`,
      );
    }
    const newest = versions.at(-1);
    const kept = newest !== undefined && samePricing(newest.pricing, pricing);
    const version: PriceVersion = kept
      ? newest
      : {
          id: newId('prv'),
          orgId,
          appId,
          number: (await tx.prices.count(appId)) + 1,
          pricing,
          effectiveFrom: nextEffectiveFrom(versions, now()),
        };
    const audienceBefore = await tx.prices.audience(appId);
    if (!kept) await tx.prices.add(version, { versionNumber, digest, publishRequestId, madeAt: now() });
    await tx.prices.list(appId, kept ? versions : [...versions, version], audience);
    await tx.prices.addPublication({ orgId, publishRequestId, appId, priceVersionId: version.id, audienceBefore, status: 'in_force' });
    await tx.outbox.emit(priceChanged(orgId, appId, version, now()));
    return { priceVersionId: version.id };
  });
}

/**
 * Undoes {@link putPriceInForce} of a request: withdraws the version that it made, if it made one, and shows the app's price to whom it
 * was shown before, unless a later request has said so since; for workflows. Repeating it changes nothing; a price that comes after its withdrawal is refused.
 */
export async function withdrawPrice({ store, now }: BillingDeps, { orgId, appId, publishRequestId }: WithdrawPriceInput): Promise<void> {
  await store.transaction(systemActor(orgId), async (tx) => {
    await tx.prices.lockApp(appId);
    const done = await tx.prices.publication(publishRequestId);
    if (done?.status === 'withdrawn') return;
    if (!done) {
      await tx.prices.addPublication({ orgId, publishRequestId, appId, priceVersionId: null, audienceBefore: null, status: 'withdrawn' });
      return;
    }
    const isLast = (await tx.prices.lastPublication(appId)) === publishRequestId;
    await tx.prices.withdrawPublication(publishRequestId);
    await tx.prices.withdrawMadeBy(publishRequestId);
    const left = await tx.prices.inForce([appId]);
    await tx.prices.list(appId, left, isLast ? done.audienceBefore : await tx.prices.audience(appId));
    await tx.outbox.emit(priceChanged(orgId, appId, left.at(-1), now()));
  });
}
