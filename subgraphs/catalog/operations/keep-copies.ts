import type { Handlers } from '@guildhall/events/event.ts';
import type { AppStore } from '../store/app-store.ts';
import type { CopyStore } from '../store/copy-store.ts';
import type { ListingStore } from '../store/listing-store.ts';

/** Takes billing's events into the catalog's copy of who agreed to be billed in which currency. */
export const keepAccounts: Handlers<[CopyStore]> = {
  'billing.account.changed': ({ orgId, payload: { currency, changingUntil } }, copies) =>
    copies.putAccount(orgId, { currency, changingUntil: changingUntil === null ? null : new Date(changingUntil) }),
};

/** Takes the prices of what 0.1.0 listed; repeated it changes nothing. */
export const keepListedPrices: Handlers<[ListingStore]> = {
  // A price of 0.1.0 may have been one that only the publisher's team was to see; the upgrade tells which of them is listed.
  async 'billing.price.changed'({ payload: { appId, priceVersionId, listed } }, listings) {
    if (listed && priceVersionId !== null) await listings.setMissingPrice(appId, priceVersionId);
  },
};

/** Takes governance's events: into the copy of organisations' names, and that nobody is publishing an app any more. */
export const keepOrganizations: Handlers<[{ readonly copies: CopyStore; readonly apps: AppStore }]> = {
  'governance.organization.created': ({ orgId, occurredAt, payload: { name } }, { copies }) => copies.putName(orgId, name, occurredAt),
  'governance.organization.renamed': ({ orgId, occurredAt, payload: { name } }, { copies }) => copies.putName(orgId, name, occurredAt),
  'governance.publish.abandoned': ({ payload: { appId, publishRequestId } }, { apps }) => apps.endPublishing(appId, publishRequestId),
};
