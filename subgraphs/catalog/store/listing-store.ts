import type { EntityManager } from '@mikro-orm/postgresql';
import type { AppVersion, Audience, Listing } from '../domain/app.ts';
import { ListingEntity } from './entities.ts';

export type ListingStore = {
  /** Listings that the transaction's organisation may see; the caller leaves out those of teams that the actor is not in. */
  byIds(appIds: readonly string[]): Promise<Listing[]>;
  /** Replaces what is listed of an app; *worker* only. */
  put(version: AppVersion, audience: Audience, at: Date): Promise<void>;
  remove(appId: string): Promise<void>;
};

/** The key of a listing: everybody, or the one organisation that may see it. */
const audienceKey = (audience: Audience, orgId: string) => (audience.kind === 'public' ? '*' : orgId);

export function listingStore(em: EntityManager): ListingStore {
  return {
    async byIds(appIds) {
      return (await em.find(ListingEntity, { appId: { $in: [...appIds] } })).map(
        ({ audience, appId, orgId, team, number, digest, manifest, createdBy, createdAt }) => ({
          appId,
          orgId,
          team: team ?? null,
          version: { orgId, appId, number, digest, manifest, createdBy, createdAt },
          audience: audience === '*' ? { kind: 'public' } : team ? { kind: 'team', team } : { kind: 'organization' },
        }),
      );
    },
    async put(version, audience, at) {
      await em.nativeDelete(ListingEntity, { appId: version.appId });
      await em.insert(ListingEntity, {
        ...version,
        audience: audienceKey(audience, version.orgId),
        team: audience.kind === 'team' ? audience.team : null,
        publishedAt: at,
      });
    },
    async remove(appId) {
      await em.nativeDelete(ListingEntity, { appId });
    },
  };
}
