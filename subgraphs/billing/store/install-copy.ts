import type { EntityManager } from '@mikro-orm/postgresql';
import type { StreamedEvent } from '@guildhall/platform/stream/source.ts';
import { z } from 'zod';
import { usageStore } from './usage-store.ts';

const payload = z.object({
  installId: z.string(),
  appId: z.string(),
  installedAt: z.iso.datetime(),
  uninstalledAt: z.iso.datetime().nullable(),
});

/** Keeps billing's copy of installs by the catalog's stream; a month with one owes the app's fee. */
export async function applyInstallChanged({ type, orgId, payload: sent }: StreamedEvent, em: EntityManager): Promise<void> {
  if (type !== 'catalog.install.changed') return;
  const { installId, appId, installedAt, uninstalledAt } = payload.parse(sent);
  await usageStore(em).putInstall({
    orgId,
    id: installId,
    appId,
    installedAt: new Date(installedAt),
    uninstalledAt: uninstalledAt === null ? null : new Date(uninstalledAt),
  });
}
