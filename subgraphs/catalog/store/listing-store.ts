import type { EntityManager } from '@mikro-orm/postgresql';
import { teamOf, type AppVersion, type Audience, type Listing } from '../domain/app.ts';
import { ListingEntity } from './entities.ts';

export type ListingStore = {
  /** Listings that the transaction's organisation may see; the caller leaves out those of teams that the actor is not in. */
  byIds(appIds: readonly string[]): Promise<Listing[]>;
  /** Replaces what is listed of an app; *worker* only. */
  put(version: AppVersion, of: { readonly audience: Audience; readonly priceVersionId: string | null }, at: Date): Promise<void>;
  /** Names the price version of a listing of 0.1.0, which named none; *worker* only. */
  setMissingPrice(appId: string, priceVersionId: string): Promise<void>;
  remove(appId: string): Promise<void>;
};

/** The key of a listing: everybody, or the one organisation that may see it. */
const audienceKey = (audience: Audience, orgId: string) => (audience.kind === 'public' ? '*' : orgId);

export function listingStore(em: EntityManager): ListingStore {
  return {
    async byIds(appIds) {
      return (await em.find(ListingEntity, { appId: { $in: [...appIds] } })).map(
        ({ audience, appId, orgId, team, number, digest, manifest, createdBy, createdAt, priceVersionId, publisherName }) => ({
          appId,
          orgId,
          publisherName: publisherName ?? null,
          priceVersionId: priceVersionId ?? null,
          team: team ?? null,
          version: { orgId, appId, number, digest, manifest, createdBy, createdAt },
          audience: audience === '*' ? { kind: 'public' } : team ? { kind: 'team', team } : { kind: 'organization' },
        }),
      );
    },
    async put(version, { audience, priceVersionId }, at) {
      const [publisher] = await em.execute<{ name: string }[]>(`select name from catalog.organization_copy where id = ?`, [version.orgId]);
      await em.nativeDelete(ListingEntity, { appId: version.appId });
      await em.insert(ListingEntity, {
        ...version,
        audience: audienceKey(audience, version.orgId),
        team: teamOf(audience),
        publishedAt: at,
        priceVersionId,
        publisherName: publisher?.name ?? null,
      });
    },
    async setMissingPrice(appId, priceVersionId) {
      await em.nativeUpdate(ListingEntity, { appId, priceVersionId: null }, { priceVersionId });
    },
    async remove(appId) {
      await em.nativeDelete(ListingEntity, { appId });
    },
  };
}
