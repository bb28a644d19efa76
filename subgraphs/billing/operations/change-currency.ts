import { UnavailableError } from '@guildhall/platform/errors.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { Currency } from '@guildhall/platform/money.ts';
import { addDays, dayOf, periodOf } from '@guildhall/platform/period.ts';
import { authorize, currencyInUse, type Account } from '../domain/account.ts';
import { ratedSince } from '../domain/binding.ts';
import { accountChanged } from '../domain/events.ts';
import { costsNothing } from '../domain/pricing.ts';
import type { Tx } from '../store/store.ts';
import { audienceOfInstall, bindInstalls } from './bound-installs.ts';
import { COPY_WAIT_MS, type ConsentDeps } from './deps.ts';
import { found } from './open-account.ts';

/** How late use of an install can still come. */
const LATEST_DAYS = 90;

export type ChangeAccountCurrencyInput = { readonly currency: Currency; readonly idempotencyKey: string };

/**
 * Changes the currency of the actor's organisation's account, while nothing was drafted, booked or used, no open install has, or was
 * announced, a price in another, and no use at such a price can still come. Throws `CURRENCY_IN_USE`, `ACCOUNT_NOT_FOUND`,
 * `IDEMPOTENCY_KEY_REUSED`, `UnavailableError` while the catalog's news does not arrive.
 */
export async function changeAccountCurrency(
  { store, now, copies }: ConsentDeps,
  actor: Actor,
  { currency, idempotencyKey }: ChangeAccountCurrencyInput,
): Promise<Account> {
  authorize(actor, 'account.changeCurrency');
  // What was installed a moment ago would else be paid in a currency that is gone.
  if (!(await copies.caughtUp(COPY_WAIT_MS, actor.orgId)))
    throw new UnavailableError(`What ${actor.orgId} has installed is not known to billing yet; try again in a moment.`);
  return store.transaction(actor, async (tx) => {
    await tx.idempotency.once(actor.orgId, 'changeAccountCurrency', idempotencyKey, { currency }, async () => {
      const account = found(await tx.accounts.forUpdate(actor.orgId), actor.orgId);
      if (account.currency === currency) return account.orgId;
      if (await tx.accounts.hasHistory(actor.orgId)) throw currencyInUse(account, 'something was used or billed in it');
      const since = now();
      await checkInstalls(tx, account, currency, since);
      await tx.accounts.setCurrency(actor.orgId, currency, since);
      await tx.outbox.emit(accountChanged({ ...account, currency, currencySince: since }, since));
      return account.orgId;
    });
    return found(await tx.accounts.find(actor.orgId), actor.orgId);
  });
}

/** Ended installs count as long as use of them can come: billing learns of use when its day is closed, and of late use later. */
async function checkInstalls(tx: Tx, account: Account, currency: Currency, now: Date): Promise<void> {
  const oldest = addDays(dayOf(now), -LATEST_DAYS);
  const installs = await tx.installs.openSince(account.orgId, periodOf(oldest).start);
  const offered = await tx.prices.ofApps([...new Set(installs.map(({ appId }) => appId))]);
  const other = bindInstalls(installs, offered, account).find((install, i) => {
    const audience = audienceOfInstall(installs[i] ?? { orgId: account.orgId, publisher: null });
    const announced = offered.filter(
      ({ appId, announcedAt, audiences }) => appId === install.appId && announcedAt !== null && audiences.includes(audience),
    );
    return ratedSince(install, announced, oldest).some(({ pricing }) => !costsNothing(pricing) && pricing.currency !== currency);
  });
  if (!other) return;
  const why = other.uninstalledAt
    ? `its install of ${other.appId}, which it ended, cost another currency than ${currency}, and use of it can come ${LATEST_DAYS} days late`
    : `its install of ${other.appId} has, had or was announced a price in another currency than ${currency}`;
  throw currencyInUse(account, why);
}
