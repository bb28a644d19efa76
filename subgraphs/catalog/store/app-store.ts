import { LockMode, UniqueConstraintViolationException, type EntityDTO, type EntityManager } from '@mikro-orm/postgresql';
import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import { refusal } from '@guildhall/platform/errors.ts';
import type { App, AppVersion, Audience } from '../domain/app.ts';
import { AppEntity, AppVersionEntity } from './entities.ts';

export type AppStore = {
  /** Adds an app with its first version. Throws `APP_ID_TAKEN`, also when the app of that id is another tenant's. */
  add(app: App, version: AppVersion): Promise<void>;
  addVersion(version: AppVersion): Promise<void>;
  byIds(ids: readonly string[]): Promise<App[]>;
  forUpdate(id: string): Promise<App | undefined>;
  /** By id; of apps that only a team may see, those of the `teams` alone when they are given. */
  page(page: PageRequest, teams?: readonly string[]): Promise<App[]>;
  version(appId: string, number: number): Promise<AppVersion | undefined>;
  versions(keys: readonly { appId: string; number: number }[]): Promise<AppVersion[]>;
  versionPage(appId: string, page: PageRequest): Promise<AppVersion[]>;
  setPublication(app: App): Promise<void>;
  /** Notes the request that is publishing an app, unless a later one is; their ids are in time order. */
  beginPublishing(appId: string, publishRequestId: string): Promise<void>;
  /** Forgets it, unless another request is publishing the app. */
  endPublishing(appId: string, publishRequestId: string): Promise<void>;
};

/** Apps and versions of the organisation of the transaction. */
export function appStore(em: EntityManager): AppStore {
  return {
    async add(app, version) {
      try {
        await em.insert(AppEntity, { ...columns(app), registeredAt: version.createdAt });
      } catch (error) {
        if (!(error instanceof UniqueConstraintViolationException)) throw error;
        throw refusal('APP_ID_TAKEN', `The id ${app.id} is taken; choose another.`, ['app_id']);
      }
      await em.insert(AppVersionEntity, version);
    },
    async addVersion(version) {
      await em.insert(AppVersionEntity, version);
      await em.nativeUpdate(AppEntity, { id: version.appId, orgId: version.orgId }, { latestVersion: version.number });
    },
    async byIds(ids) {
      return (await em.find(AppEntity, { id: { $in: [...ids] } })).map(toApp);
    },
    async forUpdate(id) {
      const row = await em.findOne(AppEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      return row ? toApp(row) : undefined;
    },
    async page({ limit, after, backward }, teams) {
      const [id] = after ?? [];
      const beyond = id === undefined ? {} : { id: backward ? { $lt: id } : { $gt: id } };
      const seen = teams ? { $or: [{ audienceTeam: null }, { audienceTeam: { $in: [...teams] } }] } : {};
      const rows = await em.find(AppEntity, { ...beyond, ...seen }, { orderBy: { id: backward ? 'desc' : 'asc' }, limit });
      return rows.map(toApp);
    },
    async version(appId, number) {
      return (await em.findOne(AppVersionEntity, { appId, number })) ?? undefined;
    },
    versions: (keys) => em.find(AppVersionEntity, { $or: [...keys] }),
    versionPage(appId, { limit, after, backward }) {
      const number = after?.[0] === undefined ? undefined : Number(after[0]);
      const beyond = number === undefined ? {} : { number: backward ? { $gt: number } : { $lt: number } };
      return em.find(AppVersionEntity, { appId, ...beyond }, { orderBy: { number: backward ? 'asc' : 'desc' }, limit });
    },
    async setPublication(app) {
      const { publishedVersion, audienceKind, audienceTeam, publication, units } = columns(app);
      const changed = { publishedVersion, audienceKind, audienceTeam, publication, units };
      await em.nativeUpdate(AppEntity, { id: app.id, orgId: app.orgId }, changed);
    },
    async beginPublishing(id, publishing) {
      await em.nativeUpdate(AppEntity, { id, $or: [{ publishing: null }, { publishing: { $lte: publishing } }] }, { publishing });
    },
    async endPublishing(id, publishing) {
      await em.nativeUpdate(AppEntity, { id, publishing }, { publishing: null });
    },
  };
}

type Row = EntityDTO<(typeof AppEntity)['~entity']>;

function columns({ audience, team, ...app }: App) {
  return { ...app, units: [...app.units], audienceKind: audience?.kind ?? null, audienceTeam: team };
}

function toApp({
  id,
  orgId,
  registeredBy,
  latestVersion,
  publishedVersion,
  audienceKind,
  audienceTeam,
  publication,
  units,
  publishing,
}: Pick<Row, keyof Row>): App {
  return {
    id,
    orgId,
    registeredBy,
    latestVersion,
    publishedVersion: publishedVersion ?? null,
    audience: toAudience(audienceKind, audienceTeam),
    team: audienceTeam ?? null,
    publication,
    units,
    publishing: publishing ?? null,
  };
}

export function toAudience(kind: string | null | undefined, team: string | null | undefined): Audience | null {
  if (kind === 'team' && team) return { kind, team };
  return kind === 'organization' || kind === 'public' ? { kind } : null;
}
