import type { Handlers } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { installStore } from './install-store.ts';

/** Keeps billing's copy of installs by the catalog's stream: what is used within one is rated by the price version that binds it. */
export const keepInstalls: Handlers<[EntityManager]> = {
  'catalog.install.changed': ({ orgId, occurredAt, payload: { installId, appId, publisher, priceVersionId, ...span } }, em) =>
    installStore(em).put(
      {
        orgId,
        id: installId,
        appId,
        publisher,
        installedAt: new Date(span.installedAt),
        uninstalledAt: span.uninstalledAt === null ? null : new Date(span.uninstalledAt),
        priceVersionId,
      },
      occurredAt,
    ),
};
