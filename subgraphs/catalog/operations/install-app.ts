import { refusal } from '@guildhall/platform/errors.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { appNotFound, authorize, type Install } from '../domain/app.ts';
import { installChanged } from '../domain/events.ts';
import type { CatalogDeps } from './deps.ts';

/**
 * Installs a published app for the actor's organisation, which agrees to be billed for its use.
 * Throws `APP_NOT_FOUND` when nothing is published to the actor, `ALREADY_INSTALLED`.
 */
export async function installApp({ store, now, newId }: CatalogDeps, actor: Actor, appId: string): Promise<Install> {
  authorize(actor, 'app.install');
  return store.transaction(actor, async (tx) => {
    const [listing] = await tx.listings.byIds([appId]);
    if (!listing || (listing.team !== null && !actor.teams.includes(listing.team))) throw appNotFound(appId);
    const install: Install = {
      id: newId('ins'),
      orgId: actor.orgId,
      appId,
      installedBy: actor.principal,
      installedAt: now(),
      uninstalledAt: null,
    };
    await tx.installs.add(install);
    await tx.outbox.emit(installChanged(install));
    return install;
  });
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
    await tx.outbox.emit(installChanged(closed));
    return closed;
  });
}
