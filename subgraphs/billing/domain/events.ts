import type { OutboxEvent } from '@guildhall/events/event.ts';
import type { Account } from './account.ts';
import type { Invoice } from './invoice.ts';
import type { OfferedPrice, PriceVersion } from './price-version.ts';

/** An account was opened, or its kind changed: its whole state. */
export const accountChanged = (account: Account, at: Date): OutboxEvent => ({
  type: 'billing.account.changed',
  orgId: account.orgId,
  entityId: account.orgId,
  payload: {
    kind: account.kind,
    currency: account.currency,
    openedAt: account.openedAt.toISOString(),
    changingUntil: account.changingUntil?.toISOString() ?? null,
  },
  occurredAt: at,
});

/** A price version is in force. */
export const priceChanged = ({ id, orgId, appId, number }: PriceVersion, at: Date): OutboxEvent => ({
  type: 'billing.price.changed',
  orgId,
  entityId: appId,
  payload: { appId, priceVersionId: id, number },
  occurredAt: at,
});

/** An app has no price version any more. */
export const priceGone = (orgId: string, appId: string, at: Date): OutboxEvent => ({
  type: 'billing.price.changed',
  orgId,
  entityId: appId,
  payload: { appId, priceVersionId: null, number: null },
  occurredAt: at,
});

/** A listed price version binds open installs from a day on; the day is never computed again. */
export const priceAnnounced = (version: OfferedPrice & { readonly bindsFrom: string }, at: Date): OutboxEvent => ({
  type: 'billing.price.announced',
  orgId: version.orgId,
  entityId: version.appId,
  payload: {
    appId: version.appId,
    priceVersionId: version.id,
    number: version.number,
    audiences: [...version.audiences],
    bindsFrom: version.bindsFrom,
  },
  occurredAt: at,
});

type Acceptance = { readonly installId: string; readonly appId: string; readonly priceVersionId: string; readonly bindsFrom: string };

/** An organisation agreed to a price version for one of its installs. */
export const priceAccepted = (orgId: string, payload: Acceptance, at: Date): OutboxEvent => ({
  type: 'billing.price.accepted',
  orgId,
  entityId: payload.installId,
  payload,
  occurredAt: at,
});

export const invoiceFinalized = (invoice: Invoice, at: Date): OutboxEvent => ({
  type: 'billing.invoice.finalized',
  orgId: invoice.orgId,
  entityId: invoice.id,
  payload: { invoiceId: invoice.id, number: invoice.number, month: invoice.month },
  occurredAt: at,
});
