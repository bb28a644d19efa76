import { LockMode, raw, UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/postgresql';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import { refusal } from '@guildhall/platform/errors.ts';
import { seesTeamSql } from '@guildhall/platform/identity/actor.ts';
import type { Install } from '../domain/app.ts';
import { InstallEntity } from './entities.ts';

export type InstallStore = {
  /** Throws `ALREADY_INSTALLED` while the organisation has an open install of the app. */
  add(install: Install): Promise<void>;
  /** Locks the organisation's open install of an app. */
  openForUpdate(appId: string): Promise<Install | undefined>;
  openOf(appIds: readonly string[]): Promise<Install[]>;
  byIds(ids: readonly string[], teams?: readonly string[]): Promise<Install[]>;
  close(id: string, at: Date): Promise<void>;
  /** Newest first. Of installs of the organisation's own team apps, those that the `teams` see alone when they are given. */
  page(page: PageRequest, teams?: readonly string[]): Promise<Install[]>;
};

/** An install is seen by whoever was shown the app then, or sees it now. */
const seenBy = (teams: readonly string[] | undefined) => {
  if (!teams) return {};
  const condition = (install: string) =>
    `(exists (select from catalog.app_snapshot s
               where s.org_id = ${install}.org_id and s.install_id = ${install}.id and ${seesTeamSql('s.team')})
      or exists (select from catalog.app a where a.id = ${install}.app_id and ${seesTeamSql('a.audience_team')}))`;
  return { [raw(condition, [teams.join(','), teams.join(',')])]: true };
};

/** Installs of the organisation of the transaction. */
export function installStore(em: EntityManager): InstallStore {
  const toInstall = (
    row: Omit<Install, 'uninstalledAt' | 'priceVersionId'> & {
      uninstalledAt?: Date | null | undefined;
      priceVersionId?: string | null | undefined;
    },
  ): Install => ({
    id: row.id,
    orgId: row.orgId,
    appId: row.appId,
    publisher: row.publisher,
    priceVersionId: row.priceVersionId ?? null,
    installedBy: row.installedBy,
    installedAt: row.installedAt,
    uninstalledAt: row.uninstalledAt ?? null,
  });
  return {
    async add(install) {
      try {
        await em.insert(InstallEntity, install);
      } catch (error) {
        if (!(error instanceof UniqueConstraintViolationException)) throw error;
        throw refusal('ALREADY_INSTALLED', `${install.orgId} has installed ${install.appId} already.`, ['appId']);
      }
    },
    async openForUpdate(appId) {
      const row = await em.findOne(InstallEntity, { appId, uninstalledAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      return row ? toInstall(row) : undefined;
    },
    async openOf(appIds) {
      return (await em.find(InstallEntity, { appId: { $in: [...appIds] }, uninstalledAt: null })).map(toInstall);
    },
    async byIds(ids, teams) {
      return (await em.find(InstallEntity, { id: { $in: [...ids] }, ...seenBy(teams) })).map(toInstall);
    },
    async close(id, at) {
      await em.nativeUpdate(InstallEntity, { id }, { uninstalledAt: at });
    },
    async page({ limit, after, backward }, teams) {
      const [id] = after ?? [];
      const beyond = id === undefined ? {} : { id: backward ? { $gt: id } : { $lt: id } };
      const order = { id: backward ? 'asc' : 'desc' } as const;
      const rows = await em.find(InstallEntity, { ...beyond, ...seenBy(teams) }, { orderBy: order, limit });
      return rows.map(toInstall);
    },
  };
}
