import type { EntityManager } from '@mikro-orm/postgresql';

export type CopyStore = {
  addApp(app: { readonly orgId: string; readonly appId: string; readonly units: readonly string[] }): Promise<void>;
  /** Lets units join those that an app is known to be metered in. */
  addUnits(app: { readonly orgId: string; readonly appId: string; readonly units: readonly string[] }): Promise<void>;
  /**
   * Takes an app's publication or withdrawal unless a later one is known. Its units join those known, whatever the order: an earlier price
   * can still hold, or be that of late events.
   */
  setPublication(app: {
    readonly orgId: string;
    readonly appId: string;
    readonly units: readonly string[];
    readonly published: boolean;
    readonly publication: number;
    /**
     * The only team that may see it; stays as it was when it is absent. Once it is no team's alone, everybody of the publisher may see its
     * own use until then.
     */
    readonly team?: string | null;
  }): Promise<void>;
  /** Takes an install's state; once closed it stays closed. */
  putInstall(install: {
    readonly orgId: string;
    readonly appId: string;
    readonly installId: string;
    readonly installedAt: string;
    readonly uninstalledAt: string | null;
    /** The only team that the app was visible to. */
    readonly team: string | null;
  }): Promise<void>;
  /** Takes that something of another subgraph holds its organisation, or one app when `appId` is given. */
  addHold(hold: { readonly orgId: string; readonly holdId: string; readonly appId: string | null }): Promise<void>;
  /** Takes that it no longer does. */
  endHold(hold: { readonly orgId: string; readonly holdId: string }): Promise<void>;
  /** Marks that the copies hold all that the catalog had emitted when this transaction began. */
  markCurrent(): Promise<void>;
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
    async addUnits({ orgId, appId, units }) {
      await em.execute(
        `update usage.app_copy set units = array(select distinct unnest(units || string_to_array(?, ',')) order by 1)
          where org_id = ? and app_id = ?`,
        [units.join(','), orgId, appId],
      );
    },
    async setPublication({ orgId, appId, units, published, publication, team }) {
      if (team === null)
        await em.execute(
          `update usage.install_copy i set team = null from usage.app_copy app
            where i.org_id = ? and i.app_id = ? and i.team is not null
              and app.org_id = i.org_id and app.app_id = i.app_id and app.publication <= ?`,
          [orgId, appId, publication],
        );
      await em.execute(
        `update usage.app_copy
            set units = array(select distinct unnest(units || string_to_array(?, ',')) order by 1),
                published = case when publication < ? then ? else published end,
                team = case when ? and publication <= ? then ? else team end,
                publication = greatest(publication, ?)
          where org_id = ? and app_id = ?`,
        [units.join(','), publication, published, team !== undefined, publication, team ?? null, publication, orgId, appId],
      );
    },
    async putInstall({ orgId, appId, installId, installedAt, uninstalledAt, team }) {
      await em.execute(
        `insert into usage.install_copy as copy (org_id, app_id, install_id, installed_at, uninstalled_at, team) values (?, ?, ?, ?, ?, ?)
         on conflict (org_id, app_id, install_id) do update set uninstalled_at = excluded.uninstalled_at
          where copy.uninstalled_at is null and excluded.uninstalled_at is not null`,
        [orgId, appId, installId, installedAt, uninstalledAt, team],
      );
    },
    async addHold({ orgId, holdId, appId }) {
      await em.execute(`insert into usage.hold_copy (org_id, hold_id, app_id) values (?, ?, ?) on conflict do nothing`, [
        orgId,
        holdId,
        appId,
      ]);
    },
    async endHold({ orgId, holdId }) {
      await em.execute(`delete from usage.hold_copy where org_id = ? and hold_id = ?`, [orgId, holdId]);
    },
    async markCurrent() {
      await em.execute(
        `insert into usage.copy_mark (source, current_at) values ('catalog', now())
         on conflict (source) do update set current_at = excluded.current_at`,
      );
    },
  };
}
