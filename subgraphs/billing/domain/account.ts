import { refusal } from '@guildhall/platform/errors.ts';
import { rights, type Actor } from '@guildhall/platform/identity/actor.ts';
import type { Currency } from '@guildhall/platform/money.ts';
import { costsNothing, type Pricing } from './pricing.ts';

/** Who may do what in billing, each in their own organisation. What others may see of a price needs no role. */
export const authorize = rights({
  'account.open': ['billing_admin'],
  'account.changeKind': ['billing_admin', 'platform_admin'],
  'account.changeCurrency': ['billing_admin'],
  'price.accept': ['billing_admin'],
  'account.read': ['member', 'publisher', 'approver', 'billing_admin', 'platform_admin', 'auditor'],
  'invoice.read': ['billing_admin', 'platform_admin', 'auditor'],
  'ledger.read': ['billing_admin', 'platform_admin', 'auditor'],
  'price.read': ['publisher', 'approver', 'billing_admin', 'platform_admin', 'auditor'],
  'held-line.read': ['publisher', 'billing_admin', 'platform_admin', 'auditor'],
  'revenue.read': ['publisher', 'billing_admin', 'platform_admin', 'auditor'],
  'report.read': ['billing_admin', 'platform_admin', 'auditor'],
  'report.readAll': ['platform_admin', 'auditor'],
});

/** `external` is billed by invoice, `internal` by showback. */
export type AccountKind = 'external' | 'internal';

/** An organisation's consent to be billed; the organisation's id is the account's. */
export type Account = {
  readonly orgId: string;
  readonly kind: AccountKind;
  readonly currency: Currency;
  readonly openedBy: string;
  readonly openedAt: Date;
  /** When it got this currency; opening it did, unless it was changed since. */
  readonly currencySince: Date;
  /** Until when its currency may be changing; null when it is not. */
  readonly changingUntil: Date | null;
};

export const accountExists = (orgId: string) =>
  refusal('ACCOUNT_EXISTS', `${orgId} has an account already; use changeAccountKind to change how it is billed.`);

/** Throws `ACCOUNT_KIND_NOT_ALLOWED` when the actor may not put an account on this kind: nobody takes itself off the invoice. */
export function checkKind({ roles, orgId }: Pick<Actor, 'roles' | 'orgId'>, kind: AccountKind): void {
  if (kind === 'external' || roles.includes('platform_admin')) return;
  throw refusal(
    'ACCOUNT_KIND_NOT_ALLOWED',
    `Only a platform admin makes an account internal; use EXTERNAL, or ask one to do it for ${orgId}.`,
    ['kind'],
  );
}

/**
 * Whoever agrees to a price that can cost something needs an account in its currency. Throws `ACCOUNT_REQUIRED`, `CURRENCY_MISMATCH`.
 */
export function checkConsent(orgId: string, account: Pick<Account, 'currency'> | undefined, pricing: Pricing): void {
  if (costsNothing(pricing)) return;
  if (!account)
    throw refusal('ACCOUNT_REQUIRED', `This price can cost something and ${orgId} has no billing account; open one with openAccount.`);
  if (account.currency !== pricing.currency)
    throw refusal(
      'CURRENCY_MISMATCH',
      `This price is in ${pricing.currency} and the account of ${orgId} in ${account.currency}; both must be the same.`,
    );
}

export const accountNotFound = (orgId: string) =>
  refusal('ACCOUNT_NOT_FOUND', `${orgId} has no billing account; open one with openAccount.`);

export const currencyInUse = ({ orgId, currency }: Pick<Account, 'orgId' | 'currency'>, reason: string) =>
  refusal('CURRENCY_IN_USE', `The account of ${orgId} stays in ${currency}: ${reason}.`, ['currency']);
