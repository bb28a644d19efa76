import { refusal, UnavailableError, UserError } from '@guildhall/platform/errors.ts';
import { seesTeam, type Actor } from '@guildhall/platform/identity/actor.ts';
import { accountRequired, appNotFound, authorize, currencyMismatch, priceChanged, type Install, type Listing } from '../domain/app.ts';
import { installChanged } from '../domain/events.ts';
import { costsNothing } from '../domain/pricing-template.ts';
import type { Tx } from '../store/store.ts';
import type { CatalogDeps, InstallDeps } from './deps.ts';

const COPY_WAIT_MS = 2_000;
const NEEDS_ACCOUNT = ['ACCOUNT_REQUIRED', 'CURRENCY_MISMATCH'];

/**
 * Installs a published app for the actor's organisation, which agrees to be billed for its use at the price version that it was shown.
 * Throws `APP_NOT_FOUND` when nothing is published to the actor, `ALREADY_INSTALLED`, `PRICE_CHANGED` when another version than the one
 * shown is listed by now; of a version that can cost something
 * `ACCOUNT_REQUIRED` and `CURRENCY_MISMATCH`, which are only said once billing's news has arrived: `UnavailableError` while it has not.
 */
export async function installApp(deps: InstallDeps, actor: Actor, appId: string, shown?: string): Promise<Install> {
  authorize(actor, 'app.install');
  // Before the account is looked at, for it may have changed its currency a moment ago.
  const current = await deps.accounts.caughtUp(COPY_WAIT_MS, actor.orgId);
  try {
    return await install(deps, actor, appId, shown);
  } catch (error) {
    if (current || !(error instanceof UserError) || !NEEDS_ACCOUNT.includes(error.code ?? '')) throw error;
    throw new UnavailableError(`Whether ${actor.orgId} has a billing account for ${appId} is not known here yet; try again in a moment.`);
  }
}

const install = ({ store, now, newId }: InstallDeps, actor: Actor, appId: string, shown?: string): Promise<Install> =>
  store.transaction(actor, async (tx) => {
    const [listing] = await tx.listings.byIds([appId]);
    if (!listing || !seesTeam(actor, listing.team)) throw appNotFound(appId);
    if (listing.priceVersionId === null) throw new UnavailableError(`The price of ${appId} is not known here yet; try again in a moment.`);
    if (shown !== undefined && shown !== listing.priceVersionId) throw priceChanged(appId, listing.priceVersionId);
    await checkAccount(tx, actor.orgId, listing);
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
    await tx.copies.keepSnapshot(made, listing);
    await tx.outbox.emit(installChanged(made, listing.team));
    return made;
  });

async function checkAccount(tx: Tx, orgId: string, { appId, version }: Listing): Promise<void> {
  const pricing = version.manifest.pricing_template;
  if (costsNothing(pricing)) return;
  const account = await tx.copies.accountCurrency(orgId);
  if (account === undefined) throw accountRequired(orgId, appId);
  if (account !== pricing.currency) throw currencyMismatch(orgId, appId, { costs: pricing.currency, account });
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
