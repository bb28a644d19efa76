import type { Handlers } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
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

/** Keeps governance's copy of the catalog's versions; versions never change, so a repeated event changes nothing. */
export const keepVersions: Handlers<[EntityManager]> = {
  async 'catalog.version.created'({ orgId, payload }, em) {
    await em.upsert(AppVersionCopyEntity, { orgId, ...payload }, { onConflictAction: 'ignore' });
  },
};
