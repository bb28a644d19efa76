import type { Handlers } from '@guildhall/events/event.ts';
import type { Parts } from '../store/store.ts';

/**
 * Keeps billing's copy of installs by the catalog's stream: what is used within one is rated by the price version that binds it. Days of use
 * may have been taken before the install, or its end, was known, so the held lines of open months are noted for an update.
 */
export const keepInstalls: Handlers<[Parts]> = {
  async 'catalog.install.changed'({ orgId, occurredAt, payload: { installId, appId, publisher, priceVersionId, ...span } }, parts) {
    const installedAt = new Date(span.installedAt);
    const uninstalledAt = span.uninstalledAt === null ? null : new Date(span.uninstalledAt);
    await parts.installs.put({ orgId, id: installId, appId, publisher, installedAt, uninstalledAt, priceVersionId }, occurredAt);
    await parts.stale.lockShared();
    await parts.stale.add(orgId, appId, span.installedAt);
  },
};
