import { refusal } from '@guildhall/platform/errors.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import { priceAnnounced, priceChanged, priceGone } from '../domain/events.ts';
import { audiencesOf, bindsFromOf, type Audience, type OfferedPrice } from '../domain/price-version.ts';
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
export type AnnouncePriceInput = { readonly orgId: string; readonly appId: string; readonly priceVersionId: string };

/**
 * Puts the price of an approved version in force for its audiences; for workflows. A publication to the public makes one version for the
 * publisher's own organisation and for all others, any other publication one for its own. A pricing that charges as the app's newest version
 * does makes no new one if that has all of these audiences. It binds nobody by itself: installs take the version that their listing names,
 * and open installs the one that {@link announcePrice} announces. Repeating it with the same request changes nothing.
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

    const versions = await tx.prices.ofApps([appId]);
    const currency = versions.find((version) => !costsNothing(version.pricing))?.pricing.currency ?? pricing.currency;
    if (pricing.currency !== currency && !costsNothing(pricing)) {
      throw refusal(
        'CURRENCY_CHANGED',
        `${appId} costs ${currency} and its users' accounts are billed in it: price it in ${currency}, or register another app that costs ${pricing.currency}.`,
      );
    }
    const audiences = audiencesOf(audience);
    const newest = versions.at(-1);
    const kept =
      newest && samePricing(newest.pricing, pricing) && audiences.every((of) => newest.audiences.includes(of)) ? newest : undefined;
    const made = async (): Promise<OfferedPrice> => {
      const number = (await tx.prices.count(appId)) + 1;
      const version = { id: newId('prv'), orgId, appId, number, pricing, audiences, announcedAt: null, bindsFrom: null };
      await tx.prices.add(version, { versionNumber, digest, publishRequestId, madeAt: now() });
      return version;
    };
    const version = kept ?? (await made());
    await tx.prices.addPublication({ orgId, publishRequestId, appId, priceVersionId: version.id, status: 'in_force' });
    await tx.outbox.emit(priceChanged(version, now()));
    return { priceVersionId: version.id };
  });
}

/** The price version that a publish request put in force; undefined while it did not. For workflows. */
export async function priceOfPublication({ store }: BillingDeps, orgId: string, publishRequestId: string): Promise<string | undefined> {
  const publication = await store.transaction(systemActor(orgId), (tx) => tx.prices.publication(publishRequestId));
  return publication?.status === 'in_force' ? (publication.priceVersionId ?? undefined) : undefined;
}

/**
 * Announces a price version once the catalog shows it: from the first month start at least 30 × 24 h later it binds the open installs of
 * its audiences whose organisations agreed by having an account; for workflows. A version is announced once; repeating it changes nothing.
 */
export async function announcePrice({ store, now }: BillingDeps, { orgId, appId, priceVersionId }: AnnouncePriceInput): Promise<void> {
  await store.transaction(systemActor(orgId), async (tx) => {
    await tx.prices.lockApp(appId);
    const [version] = await tx.prices.byIds([priceVersionId]);
    if (!version || version.orgId !== orgId || version.appId !== appId)
      throw new Error(`${priceVersionId} is not a price version of ${appId} in force`);
    if (version.announcedAt !== null) return;
    const announcedAt = now();
    const announced = { ...version, announcedAt, bindsFrom: bindsFromOf(announcedAt) };
    await tx.prices.announce(announced);
    await tx.outbox.emit(priceAnnounced(announced, announcedAt));
  });
}

/**
 * Undoes {@link putPriceInForce} of a request that the catalog never showed; for workflows. The version that it made is withdrawn, unless
 * another publication uses it too or it was announced. Repeating it changes nothing; a price that comes after its withdrawal is refused.
 */
export async function withdrawPrice({ store, now }: BillingDeps, { orgId, appId, publishRequestId }: WithdrawPriceInput): Promise<void> {
  await store.transaction(systemActor(orgId), async (tx) => {
    await tx.prices.lockApp(appId);
    const done = await tx.prices.publication(publishRequestId);
    if (done?.status === 'withdrawn') return;
    if (!done) {
      await tx.prices.addPublication({ orgId, publishRequestId, appId, priceVersionId: null, status: 'withdrawn' });
      return;
    }
    await tx.prices.withdraw(publishRequestId);
    const newest = (await tx.prices.ofApps([appId])).at(-1);
    await tx.outbox.emit(newest ? priceChanged(newest, now()) : priceGone(orgId, appId, now()));
  });
}
