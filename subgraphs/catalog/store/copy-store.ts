import type { EntityManager } from '@mikro-orm/postgresql';
import type { AppSnapshot, Listing } from '../domain/app.ts';
import { AccountCopyEntity, AppSnapshotEntity } from './entities.ts';

export type CopyStore = {
  /** The currency of an organisation's billing account; undefined without one, and for every organisation but the transaction's own. */
  accountCurrency(orgId: string): Promise<string | undefined>;
  /** *worker* only, as is the next. */
  putAccount(orgId: string, currency: string): Promise<void>;
  /** Keeps an organisation's name, the newest that was told, where others see it. */
  putName(orgId: string, name: string, toldAt: Date): Promise<void>;
  /** Keeps what the transaction's organisation was shown when it installed an app. */
  keepSnapshot(orgId: string, listing: Listing): Promise<void>;
  /** Of the apps named, what the transaction's organisation was shown. */
  snapshots(appIds: readonly string[]): Promise<AppSnapshot[]>;
};

export function copyStore(em: EntityManager): CopyStore {
  return {
    async accountCurrency(orgId) {
      return (await em.findOne(AccountCopyEntity, { orgId }, { disableIdentityMap: true }))?.currency;
    },
    async putAccount(orgId, currency) {
      await em.upsert(AccountCopyEntity, { orgId, currency });
    },
    async putName(orgId, name, toldAt) {
      const rows = await em.execute<object[]>(
        `insert into catalog.organization_copy as copy (id, name, told_at) values (?, ?, ?)
         on conflict (id) do update set name = excluded.name, told_at = excluded.told_at where copy.told_at <= excluded.told_at returning 1`,
        [orgId, name, toldAt.toISOString()],
      );
      if (rows.length === 0) return;
      await em.execute(`update catalog.listing set publisher_name = ? where org_id = ?`, [name, orgId]);
      // A snapshot keeps the name that was agreed to; one that had none yet gets it.
      await em.execute(`update catalog.app_snapshot set publisher_name = ? where publisher = ? and publisher_name is null`, [name, orgId]);
    },
    async keepSnapshot(orgId, { orgId: publisher, publisherName, priceVersionId, version }) {
      const { appId, number, digest, manifest, createdBy, createdAt } = version;
      await em.upsert(AppSnapshotEntity, {
        orgId,
        appId,
        publisher,
        publisherName,
        priceVersionId,
        number,
        digest,
        manifest,
        createdBy,
        createdAt,
      });
    },
    async snapshots(appIds) {
      const rows = await em.find(AppSnapshotEntity, { appId: { $in: [...appIds] } }, { disableIdentityMap: true });
      return rows.map(({ orgId, appId, publisher, publisherName, priceVersionId, number, digest, manifest, createdBy, createdAt }) => ({
        orgId,
        publisher,
        publisherName: publisherName ?? null,
        priceVersionId: priceVersionId ?? null,
        version: { orgId: publisher, appId, number, digest, manifest, createdBy, createdAt },
      }));
    },
  };
}
