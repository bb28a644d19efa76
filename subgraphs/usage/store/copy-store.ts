import type { EntityManager } from '@mikro-orm/postgresql';

export type CopyStore = {
  addApp(app: { readonly orgId: string; readonly appId: string; readonly units: readonly string[] }): Promise<void>;
  /** Takes an app's publication (its units) or withdrawal (units absent: the last stay) unless a later one is known. */
  setPublication(app: {
    readonly orgId: string;
    readonly appId: string;
    readonly units: readonly string[] | undefined;
    readonly publication: number;
  }): Promise<void>;
  /** Takes an install's state; once closed it stays closed. */
  putInstall(install: {
    readonly orgId: string;
    readonly appId: string;
    readonly installId: string;
    readonly installedAt: string;
    readonly uninstalledAt: string | null;
  }): Promise<void>;
};

/** Usage's own copies of whose app it is, what it is metered in, and who installed it; under the *worker* role. */
export function copyStore(em: EntityManager): CopyStore {
  return {
    async addApp({ orgId, appId, units }) {
      await em.execute(
        `insert into usage.app_copy (org_id, app_id, units, publication, published)
         values (?, ?, string_to_array(?, ','), 0, false) on conflict do nothing`,
        [orgId, appId, units.join(',')],
      );
    },
    async setPublication({ orgId, appId, units, publication }) {
      await em.execute(
        `update usage.app_copy
            set publication = ?, published = ?, units = coalesce(string_to_array(?, ','), units)
          where org_id = ? and app_id = ? and publication < ?`,
        [publication, units !== undefined, units?.join(',') ?? null, orgId, appId, publication],
      );
    },
    async putInstall({ orgId, appId, installId, installedAt, uninstalledAt }) {
      await em.execute(
        `insert into usage.install_copy as copy (org_id, app_id, install_id, installed_at, uninstalled_at) values (?, ?, ?, ?, ?)
         on conflict (org_id, app_id, install_id) do update set uninstalled_at = excluded.uninstalled_at
          where copy.uninstalled_at is null and excluded.uninstalled_at is not null`,
        [orgId, appId, installId, installedAt, uninstalledAt],
      );
    },
  };
}
