import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { Currency } from '@guildhall/platform/money.ts';
import { accountNotFound, authorize, checkKind, currencyInUse, type Account, type AccountKind } from '../domain/account.ts';
import { dayOf } from '@guildhall/platform/period.ts';
import { boundOn } from '../domain/binding.ts';
import { accountChanged } from '../domain/events.ts';
import { costsNothing } from '../domain/pricing.ts';
import { audienceOfInstall, bindInstalls } from './bound-installs.ts';
import type { BillingDeps } from './deps.ts';

export type OpenAccountInput = { readonly kind: AccountKind; readonly currency: Currency; readonly idempotencyKey: string };
export type ChangeAccountCurrencyInput = { readonly currency: Currency; readonly idempotencyKey: string };
export type ChangeAccountKindInput = { readonly kind: AccountKind; readonly idempotencyKey: string };

/**
 * Opens the account of the actor's organisation: nobody is billed without one, for it is the organisation's own word.
 * Throws `ACCOUNT_KIND_NOT_ALLOWED`, `ACCOUNT_EXISTS`, `IDEMPOTENCY_KEY_REUSED`.
 */
export async function openAccount(
  { store, now }: BillingDeps,
  actor: Actor,
  { kind, currency, idempotencyKey }: OpenAccountInput,
): Promise<Account> {
  authorize(actor, 'account.open');
  checkKind(actor, kind);
  return store.transaction(actor, async (tx) => {
    await tx.idempotency.once(actor.orgId, 'openAccount', idempotencyKey, { kind, currency }, async () => {
      const at = now();
      const account: Account = { orgId: actor.orgId, kind, currency, openedBy: actor.principal, openedAt: at, currencySince: at };
      await tx.accounts.add(account);
      await tx.outbox.emit(accountChanged(account, account.openedAt));
      return account.orgId;
    });
    return found(await tx.accounts.find(actor.orgId), actor.orgId);
  });
}

/**
 * Changes how the actor's organisation is billed, from the first month on that is not booked yet.
 * Throws `ACCOUNT_KIND_NOT_ALLOWED`, `ACCOUNT_NOT_FOUND`, `IDEMPOTENCY_KEY_REUSED`.
 */
export async function changeAccountKind(
  { store, now }: BillingDeps,
  actor: Actor,
  { kind, idempotencyKey }: ChangeAccountKindInput,
): Promise<Account> {
  authorize(actor, 'account.changeKind');
  checkKind(actor, kind);
  return store.transaction(actor, async (tx) => {
    await tx.idempotency.once(actor.orgId, 'changeAccountKind', idempotencyKey, { kind }, async () => {
      const account = found(await tx.accounts.forUpdate(actor.orgId), actor.orgId);
      if (account.kind !== kind) {
        await tx.accounts.setKind(actor.orgId, kind);
        await tx.outbox.emit(accountChanged({ ...account, kind }, now()));
      }
      return account.orgId;
    });
    return found(await tx.accounts.find(actor.orgId), actor.orgId);
  });
}

/**
 * Changes the currency of the actor's organisation's account, while nothing was drafted, booked or used and no open install has, or was
 * announced, a price in another. Throws `CURRENCY_IN_USE`, `ACCOUNT_NOT_FOUND`, `IDEMPOTENCY_KEY_REUSED`.
 */
export async function changeAccountCurrency(
  { store, now }: BillingDeps,
  actor: Actor,
  { currency, idempotencyKey }: ChangeAccountCurrencyInput,
): Promise<Account> {
  authorize(actor, 'account.changeCurrency');
  return store.transaction(actor, async (tx) => {
    await tx.idempotency.once(actor.orgId, 'changeAccountCurrency', idempotencyKey, { currency }, async () => {
      const account = found(await tx.accounts.forUpdate(actor.orgId), actor.orgId);
      if (account.currency === currency) return account.orgId;
      if (await tx.accounts.hasHistory(actor.orgId)) throw currencyInUse(account, 'something was used or billed in it');
      const installs = await tx.installs.openOf(actor.orgId);
      const offered = await tx.prices.ofApps([...new Set(installs.map(({ appId }) => appId))]);
      const other = bindInstalls(installs, offered, account).find(({ appId, bindings }, i) => {
        const announced = offered.filter(
          (version) =>
            version.appId === appId &&
            version.announcedAt !== null &&
            version.audiences.includes(audienceOfInstall(installs[i] ?? { orgId: '', publisher: null })),
        );
        const lowest = boundOn(bindings, dayOf(now()))?.number ?? 0;
        const owed = [...bindings.map(({ version }) => version), ...announced].filter(({ number }) => number >= lowest);
        return owed.some(({ pricing }) => !costsNothing(pricing) && pricing.currency !== currency);
      });
      if (other)
        throw currencyInUse(account, `its install of ${other.appId} has, or was announced, a price in another currency than ${currency}`);
      const since = now();
      await tx.accounts.setCurrency(actor.orgId, currency, since);
      await tx.outbox.emit(accountChanged({ ...account, currency, currencySince: since }, since));
      return account.orgId;
    });
    return found(await tx.accounts.find(actor.orgId), actor.orgId);
  });
}

function found(account: Account | undefined, orgId: string): Account {
  if (!account) throw accountNotFound(orgId);
  return account;
}
