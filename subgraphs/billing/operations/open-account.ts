import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { Currency } from '@guildhall/platform/money.ts';
import { accountNotFound, authorize, checkKind, type Account, type AccountKind } from '../domain/account.ts';
import { accountChanged } from '../domain/events.ts';
import type { BillingDeps } from './deps.ts';

export type OpenAccountInput = { readonly kind: AccountKind; readonly currency: Currency; readonly idempotencyKey: string };
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
    await tx.accounts.lock(actor.orgId);
    await tx.idempotency.once(actor.orgId, 'openAccount', idempotencyKey, { kind, currency }, async () => {
      const at = now();
      const account: Account = {
        orgId: actor.orgId,
        kind,
        currency,
        openedBy: actor.principal,
        openedAt: at,
        currencySince: at,
        changingUntil: null,
      };
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
    await tx.accounts.lock(actor.orgId);
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

export function found(account: Account | undefined, orgId: string): Account {
  if (!account) throw accountNotFound(orgId);
  return account;
}
