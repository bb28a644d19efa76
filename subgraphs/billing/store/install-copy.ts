import type { Handlers } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import { usageStore } from './usage-store.ts';

/** Keeps billing's copy of installs by the catalog's stream; a month with one owes the app's fee. */
export const keepInstalls: Handlers<[EntityManager]> = {
  'catalog.install.changed': ({ orgId, payload: { installId, appId, installedAt, uninstalledAt } }, em) =>
    usageStore(em).putInstall({
      orgId,
      id: installId,
      appId,
      installedAt: new Date(installedAt),
      uninstalledAt: uninstalledAt === null ? null : new Date(uninstalledAt),
    }),
};
