import type { EntityManager } from '@mikro-orm/postgresql';
import type { AppSnapshot, Install, Listing } from '../domain/app.ts';
import { AccountCopyEntity, AppSnapshotEntity } from './entities.ts';

/** The currency in which an organisation agreed to be billed, and until when that may be changing. */
export type AccountCopy = { readonly currency: string; readonly changingUntil: Date | null };

export type CopyStore = {
  /** An organisation's billing account; undefined without one, and for every organisation but the transaction's own. */
  account(orgId: string): Promise<AccountCopy | undefined>;
  /** *worker* only, as is the next. */
  putAccount(orgId: string, account: AccountCopy): Promise<void>;
  /** Keeps the newest name of an organisation, where others see it. */
  putName(orgId: string, name: string, toldAt: Date): Promise<void>;
  /** Keeps what an install of the transaction's organisation was shown. */
  keepSnapshot(install: Install, listing: Listing): Promise<void>;
  /** Lets everybody of an app's publisher see what its installs of the app were shown; *worker* only. */
  openSnapshots(publisher: string, appId: string): Promise<void>;
  /** What the installs named were shown, of the transaction's organisation. */
  snapshots(installIds: readonly string[]): Promise<AppSnapshot[]>;
  /** What the transaction's organisation was shown of the apps named: the newest of each version and team, the newest first. */
  snapshotsOfApps(appIds: readonly string[]): Promise<AppSnapshot[]>;
};

export function copyStore(em: EntityManager): CopyStore {
  const snapshots = async (installIds: readonly string[]): Promise<AppSnapshot[]> => {
    const where = { installId: { $in: [...installIds] } };
    const rows = await em.find(AppSnapshotEntity, where, { disableIdentityMap: true, orderBy: { installId: 'desc' } });
    return rows.map(({ number, digest, manifest, createdBy, createdAt, ...row }) => ({
      installId: row.installId,
      orgId: row.orgId,
      publisher: row.publisher,
      publisherName: row.publisherName ?? null,
      team: row.team ?? null,
      priceVersionId: row.priceVersionId ?? null,
      version: { orgId: row.publisher, appId: row.appId, number, digest, manifest, createdBy, createdAt },
    }));
  };
  return {
    async account(orgId) {
      const row = await em.findOne(AccountCopyEntity, { orgId }, { disableIdentityMap: true });
      return row ? { currency: row.currency, changingUntil: row.changingUntil ?? null } : undefined;
    },
    async putAccount(orgId, { currency, changingUntil }) {
      await em.upsert(AccountCopyEntity, { orgId, currency, changingUntil });
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
    async keepSnapshot({ id: installId, orgId }, { orgId: publisher, publisherName, priceVersionId, team, version }) {
      const { appId, number, digest, manifest, createdBy, createdAt } = version;
      await em.insert(AppSnapshotEntity, {
        orgId,
        installId,
        appId,
        team,
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
    async openSnapshots(orgId, appId) {
      await em.nativeUpdate(AppSnapshotEntity, { orgId, appId, team: { $ne: null } }, { team: null });
    },
    snapshots,
    async snapshotsOfApps(appIds) {
      const newest = await em.execute<{ id: string }[]>(
        `select distinct on (app_id, number, team) install_id as id from catalog.app_snapshot
          where app_id in (select jsonb_array_elements_text(?::jsonb)) order by app_id, number, team, install_id desc`,
        [JSON.stringify(appIds)],
      );
      return snapshots(newest.map(({ id }) => id));
    },
  };
}
