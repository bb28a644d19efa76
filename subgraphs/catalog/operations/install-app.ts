import { refusal, UnavailableError } from '@guildhall/platform/errors.ts';
import { seesTeam, type Actor } from '@guildhall/platform/identity/actor.ts';
import { accountRequired, appNotFound, authorize, currencyMismatch, priceChanged, type Install, type Listing } from '../domain/app.ts';
import { installChanged } from '../domain/events.ts';
import { costsNothing } from '../domain/pricing-template.ts';
import type { Tx } from '../store/store.ts';
import type { CatalogDeps, InstallDeps } from './deps.ts';

const COPY_WAIT_MS = 2_000;

/**
 * Installs a published app for the actor's organisation, which agrees to be billed for its use at the price version that it was shown.
 * Throws `APP_NOT_FOUND` when nothing is published to the actor, `ALREADY_INSTALLED`, `PRICE_CHANGED` when another version than the one
 * shown is listed by now; of a version that can cost something `ACCOUNT_REQUIRED` and `CURRENCY_MISMATCH`, and `UnavailableError` while
 * billing's news of the account does not arrive, or its currency is changing.
 */
export async function installApp(deps: InstallDeps, actor: Actor, appId: string, shown?: string): Promise<Install> {
  authorize(actor, 'app.install');
  // So that no transaction waits for it below; that the news has arrived is asked again there.
  const current = await deps.accounts.caughtUp(COPY_WAIT_MS, actor.orgId);
  const { store, now, newId } = deps;
  return store.transaction(actor, async (tx) => {
    const [listing] = await tx.listings.byIds([appId]);
    if (!listing || !seesTeam(actor, listing.team)) throw appNotFound(appId);
    if (listing.priceVersionId === null) throw new UnavailableError(`The price of ${appId} is not known here yet; try again in a moment.`);
    if (shown !== undefined && shown !== listing.priceVersionId) throw priceChanged(appId, listing.priceVersionId);
    const made: Install = {
      id: newId('ins'),
      orgId: actor.orgId,
      appId,
      publisher: listing.orgId,
      priceVersionId: listing.priceVersionId,
      installedBy: actor.principal,
      installedAt: now(),
      uninstalledAt: null,
    };
    await tx.installs.add(made);
    // After the install was written: billing waits for it before it changes the account's currency, or this sees that it is changing.
    if (!costsNothing(listing.version.manifest.pricing_template)) await checkAccount(deps, tx, actor.orgId, listing, current);
    await tx.copies.keepSnapshot(made, listing);
    await tx.outbox.emit(installChanged(made, listing.team));
    return made;
  });
}

async function checkAccount({ accounts, now }: InstallDeps, tx: Tx, orgId: string, { appId, version }: Listing, current: boolean) {
  if (!current || !(await accounts.knows(orgId)))
    throw new UnavailableError(`Whether ${orgId} has a billing account for ${appId} is not known here yet; try again in a moment.`);
  const { currency } = version.manifest.pricing_template;
  const account = await tx.copies.account(orgId);
  if (account === undefined) throw accountRequired(orgId, appId);
  if (account.changingUntil && account.changingUntil > now())
    throw new UnavailableError(`The currency of the account of ${orgId} is being changed at this moment; try again in a minute.`);
  if (account.currency !== currency) throw currencyMismatch(orgId, appId, { costs: currency, account: account.currency });
}

/** Closes the actor's organisation's install of an app. Throws `NOT_INSTALLED`. */
export async function uninstallApp({ store, now }: CatalogDeps, actor: Actor, appId: string): Promise<Install> {
  authorize(actor, 'app.install');
  return store.transaction(actor, async (tx) => {
    const open = await tx.installs.openForUpdate(appId);
    if (!open) throw refusal('NOT_INSTALLED', `${actor.orgId} has no open install of ${appId}.`, ['appId']);
    const uninstalledAt = now();
    const closed: Install = { ...open, uninstalledAt };
    await tx.installs.close(closed.id, uninstalledAt);
    const [shown] = await tx.copies.snapshots([closed.id]);
    await tx.outbox.emit(installChanged(closed, shown?.team ?? null));
    return closed;
  });
}
