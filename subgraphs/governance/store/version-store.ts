import type { EntityManager } from '@mikro-orm/postgresql';
import type { StreamedEvent } from '@guildhall/platform/stream/source.ts';
import { z } from 'zod';
import type { KnownVersion } from '../domain/publish-request.ts';
import { AppVersionCopyEntity } from './entities.ts';

export type VersionStore = {
  /** A version of one of the organisation's apps; undefined also while an earlier version has not come over the stream. */
  version(orgId: string, appId: string, number: number): Promise<KnownVersion | undefined>;
};

export function versionStore(em: EntityManager): VersionStore {
  return {
    async version(orgId, appId, number) {
      const upTo = await em.find(AppVersionCopyEntity, { orgId, appId, number: { $lte: number } }, { orderBy: { number: 'desc' } });
      const [newest] = upTo;
      if (newest?.number !== number || upTo.length < number) return undefined;
      const { digest, title, ownerId, registeredBy, canExport } = newest;
      const editors = [...new Set(upTo.map(({ createdBy }) => createdBy))];
      return { orgId, appId, number, digest, title, ownerId, registeredBy, canExport, editors };
    },
  };
}

const created = z.object({
  appId: z.string(),
  number: z.int(),
  digest: z.string(),
  title: z.string(),
  ownerId: z.string(),
  registeredBy: z.string(),
  createdBy: z.string(),
  canExport: z.boolean(),
});

/** Keeps governance's copy of the catalog's versions; versions never change, so a repeated event changes nothing. */
export async function keepVersion({ type, orgId, payload }: StreamedEvent, em: EntityManager): Promise<void> {
  if (type !== 'catalog.version.created') return;
  const version = created.parse(payload);
  await em.upsert(AppVersionCopyEntity, { orgId, ...version }, { onConflictAction: 'ignore' });
}
