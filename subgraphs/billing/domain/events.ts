import type { OutboxEvent } from '@guildhall/events/event.ts';
import type { Account } from './account.ts';
import type { Invoice } from './invoice.ts';
import type { PriceVersion } from './price-version.ts';

/** An account was opened, or its kind changed: its whole state. */
export const accountChanged = (account: Account, at: Date): OutboxEvent => ({
  type: 'billing.account.changed',
  orgId: account.orgId,
  entityId: account.orgId,
  payload: { kind: account.kind, currency: account.currency, openedAt: account.openedAt.toISOString() },
  occurredAt: at,
});

/** A price version was put in force or withdrawn, or others may see it who could not; readers look at the state again. */
export const priceChanged = (orgId: string, appId: string, current: PriceVersion | undefined, at: Date): OutboxEvent => ({
  type: 'billing.price.changed',
  orgId,
  entityId: appId,
  payload: { appId, priceVersionId: current?.id ?? null, number: current?.number ?? null },
  occurredAt: at,
});

export const invoiceFinalized = (invoice: Invoice, at: Date): OutboxEvent => ({
  type: 'billing.invoice.finalized',
  orgId: invoice.orgId,
  entityId: invoice.id,
  payload: { invoiceId: invoice.id, number: invoice.number, month: invoice.month },
  occurredAt: at,
});
