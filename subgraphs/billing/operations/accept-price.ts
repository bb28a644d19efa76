import { refusal, UnavailableError } from '@guildhall/platform/errors.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { dayOf } from '@guildhall/platform/period.ts';
import { authorize, checkConsent } from '../domain/account.ts';
import { boundOn, lastDayOf, newestOffered, upcomingPrice, type UpcomingPrice } from '../domain/binding.ts';
import { priceAccepted } from '../domain/events.ts';
import { acceptedFrom, type PriceVersion } from '../domain/price-version.ts';
import type { InstallCopy } from '../store/install-store.ts';
import type { Tx } from '../store/store.ts';
import { audienceOfInstall, bindInstalls } from './bound-installs.ts';
import { COPY_WAIT_MS, type ConsentDeps } from './deps.ts';

export type AcceptPriceInput = { readonly installId: string; readonly priceVersionId: string; readonly idempotencyKey: string };

/** What an install costs today, and what it will cost next; either may be undefined. */
export type PricesOfInstall = {
  readonly id: string;
  readonly price: PriceVersion | undefined;
  readonly upcoming: UpcomingPrice | undefined;
};

/**
 * Accepts the newest price version announced for an open install of the actor's organisation: it binds from the next 00:00 UTC. One that
 * binds already, or was accepted before, changes nothing. Answers the install's id. Throws `INSTALL_NOT_FOUND`, `PRICE_NOT_OFFERED`,
 * `ACCOUNT_REQUIRED`, `CURRENCY_MISMATCH`, `IDEMPOTENCY_KEY_REUSED`, `UnavailableError` while the catalog's news does not arrive.
 */
export async function acceptPrice(
  deps: ConsentDeps,
  actor: Actor,
  { installId, priceVersionId, idempotencyKey }: AcceptPriceInput,
): Promise<string> {
  authorize(actor, 'price.accept');
  await arrived(deps, actor, [installId]);
  const { store, now } = deps;
  return store.transaction(actor, (tx) =>
    tx.idempotency.once(actor.orgId, 'acceptPrice', idempotencyKey, { installId, priceVersionId }, async () => {
      // Locked, so that the account's currency cannot change before this commits.
      const account = await tx.accounts.forUpdate(actor.orgId);
      const [install] = await tx.installs.byIds(actor.orgId, [installId]);
      if (!install || install.uninstalledAt !== null) throw installNotFound(actor.orgId, installId);
      const offered = await tx.prices.ofApps([install.appId]);
      const newest = newestOffered(offered, audienceOfInstall(install));
      if (newest?.id !== priceVersionId) throw priceNotOffered(install, newest);
      checkConsent(actor.orgId, account, newest.pricing);
      const at = now();
      const bindsFrom = acceptedFrom(at);
      const [bound] = bindInstalls([install], offered, account);
      if ((bound && boundOn(bound.bindings, dayOf(at))?.id) === priceVersionId) return installId;
      const accepted = await tx.installs.accept({ orgId: actor.orgId, installId, priceVersionId, bindsFrom }, actor.principal, at);
      if (accepted) await tx.outbox.emit(priceAccepted(actor.orgId, { installId, appId: install.appId, priceVersionId, bindsFrom }, at));
      return installId;
    }),
  );
}

/** Of the installs named, those of the actor's organisation, with what they cost. Throws `UnavailableError` while the catalog's news does not arrive. */
export async function pricesOfInstalls(deps: ConsentDeps, actor: Actor, ids: readonly string[]): Promise<PricesOfInstall[]> {
  await arrived(deps, actor, ids);
  return deps.store.transaction(actor, async (tx) => pricesOf(tx, actor, await tx.installs.byIds(actor.orgId, ids), deps.now()));
}

async function pricesOf(tx: Tx, actor: Actor, installs: readonly InstallCopy[], now: Date): Promise<PricesOfInstall[]> {
  const offered = await tx.prices.ofApps([...new Set(installs.map(({ appId }) => appId))]);
  const account = await tx.accounts.find(actor.orgId);
  return bindInstalls(installs, offered, account).map(({ id, appId, installedAt, uninstalledAt, bindings }, i) => {
    const audience = audienceOfInstall(installs[i] ?? { orgId: actor.orgId, publisher: null });
    const today = dayOf(now);
    const versions = offered.filter((version) => version.appId === appId);
    const upcoming = uninstalledAt === null ? upcomingPrice(bindings, versions, audience, today) : undefined;
    return { id, price: boundOn(bindings, uninstalledAt === null ? today : lastDayOf({ installedAt, uninstalledAt })), upcoming };
  });
}

/** Waits a moment for installs that are not in billing's copy yet; one that is not there after that does not exist. */
async function arrived({ store, copies }: ConsentDeps, actor: Actor, ids: readonly string[]): Promise<void> {
  const known = await store.transaction(actor, (tx) => tx.installs.byIds(actor.orgId, ids));
  if (known.length < new Set(ids).size && !(await copies.caughtUp(COPY_WAIT_MS, actor.orgId)))
    throw new UnavailableError('What was installed a moment ago is not known to billing yet; try again in a moment.');
}

const installNotFound = (orgId: string, installId: string) =>
  refusal('INSTALL_NOT_FOUND', `${orgId} has no open install ${installId}; take its id from installs.`, ['installId']);

const priceNotOffered = ({ appId }: InstallCopy, newest: PriceVersion | undefined) =>
  refusal(
    'PRICE_NOT_OFFERED',
    newest
      ? `Only the newest price published to you can be accepted: that of ${appId} is ${newest.id}.`
      : `No price of ${appId} was announced to you.`,
    ['priceVersionId'],
  );
