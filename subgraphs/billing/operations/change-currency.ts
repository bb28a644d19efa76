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

/** How long the catalog lets nothing be installed that can cost something; a change that takes longer than half of it is given up. */
const CHANGE_MS = 60_000;

/**
 * Changes the currency of the actor's organisation's account, while nothing was drafted, booked or used, no open install has, or was
 * announced, a price in another, and no use at such a price can still come. Throws `CURRENCY_IN_USE`, `ACCOUNT_NOT_FOUND`,
 * `IDEMPOTENCY_KEY_REUSED`, `UnavailableError` while the catalog's news does not arrive, or another change is under way.
 *
 * An install and a change at the same time cannot both miss each other: the catalog learns of the change first, and every install that
 * could not know of it is waited for; an install is written first, and then looks for news of the account.
 */
export async function changeAccountCurrency(deps: ConsentDeps, actor: Actor, input: ChangeAccountCurrencyInput): Promise<Account> {
  authorize(actor, 'account.changeCurrency');
  const until = await begin(deps, actor, input.currency);
  try {
    // What was installed a moment ago would else be paid in a currency that is gone.
    if (until && !(await deps.copies.settled(COPY_WAIT_MS, actor.orgId)))
      throw new UnavailableError(`What ${actor.orgId} has installed is not known to billing yet; try again in a moment.`);
    return await change(deps, actor, input, until);
  } catch (error) {
    if (until) await giveUp(deps, actor, until);
    throw error;
  }
}

/** Tells the catalog that the currency is changing; answers until when, undefined when the account has that currency already. */
const begin = ({ store, now }: ConsentDeps, actor: Actor, currency: Currency): Promise<Date | undefined> =>
  store.transaction(actor, async (tx) => {
    await tx.accounts.lock(actor.orgId);
    const account = found(await tx.accounts.forUpdate(actor.orgId), actor.orgId);
    if (account.currency === currency) return undefined;
    const at = now();
    if (account.changingUntil && account.changingUntil > at)
      throw new UnavailableError(`The currency of the account of ${actor.orgId} is being changed at this moment; try again in a minute.`);
    const changingUntil = new Date(at.getTime() + CHANGE_MS);
    await tx.accounts.setChanging(actor.orgId, changingUntil);
    await tx.outbox.emit(accountChanged({ ...account, changingUntil }, at));
    return changingUntil;
  });

const change = (
  { store, now }: ConsentDeps,
  actor: Actor,
  { currency, idempotencyKey }: ChangeAccountCurrencyInput,
  until: Date | undefined,
): Promise<Account> =>
  store.transaction(actor, async (tx) => {
    await tx.accounts.lock(actor.orgId);
    await tx.idempotency.once(actor.orgId, 'changeAccountCurrency', idempotencyKey, { currency }, async () => {
      const account = found(await tx.accounts.forUpdate(actor.orgId), actor.orgId);
      if (account.currency === currency) return account.orgId;
      const at = now();
      if (!until || account.changingUntil?.getTime() !== until.getTime() || at.getTime() > until.getTime() - CHANGE_MS / 2)
        throw new UnavailableError(`The currency of the account of ${actor.orgId} was not changed; try again in a moment.`);
      if (await tx.accounts.hasHistory(actor.orgId)) throw currencyInUse(account, 'something was used or billed in it');
      await checkInstalls(tx, account, currency, at);
      await tx.accounts.setCurrency(actor.orgId, currency, at);
      await tx.outbox.emit(accountChanged({ ...account, currency, currencySince: at, changingUntil: null }, at));
      return account.orgId;
    });
    const account = found(await tx.accounts.forUpdate(actor.orgId), actor.orgId);
    // The key was used before, so that nothing was changed now.
    if (until && account.changingUntil?.getTime() === until.getTime()) return end(tx, account, now());
    return account;
  });

async function giveUp({ store, now }: ConsentDeps, actor: Actor, until: Date): Promise<void> {
  await store.transaction(actor, async (tx) => {
    await tx.accounts.lock(actor.orgId);
    const account = await tx.accounts.forUpdate(actor.orgId);
    if (account?.changingUntil?.getTime() === until.getTime()) await end(tx, account, now());
  });
}

async function end(tx: Tx, account: Account, at: Date): Promise<Account> {
  const ended: Account = { ...account, changingUntil: null };
  await tx.accounts.setChanging(account.orgId, null);
  await tx.outbox.emit(accountChanged(ended, at));
  return ended;
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
