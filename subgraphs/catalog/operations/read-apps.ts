import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import { seesTeam, teamsSeen, type Actor } from '@guildhall/platform/identity/actor.ts';
import { type App, type AppSnapshot, type AppVersion, type Audience, type Install, versionId } from '../domain/app.ts';
import type { Tx } from '../store/store.ts';
import type { CatalogDeps } from './deps.ts';

/**
 * An app as one actor may see it: its publisher sees the newest version, everybody else the published one and nothing of the others; whoever
 * installed it what they were shown, once it is no longer listed to them.
 */
export type VisibleApp = {
  readonly id: string;
  readonly orgId: string;
  readonly own: boolean;
  readonly version: AppVersion;
  readonly publishedNumber: number | null;
  readonly audience: Audience | null;
  /** The price version that an install by the actor's organisation would bind. */
  readonly priceVersionId: string | null;
};

/** Of the apps named, those that the actor may see. */
export async function visibleApps({ store }: CatalogDeps, actor: Actor, ids: readonly string[]): Promise<VisibleApp[]> {
  return store.transaction(actor, async (tx) => {
    const own = await tx.apps.byIds(ids);
    const versions = new Map((await latestOf(tx.apps, own)).map((version) => [version.appId, version]));
    const listed = (await tx.listings.byIds(ids)).filter(({ team }) => seesTeam(actor, team));
    const mine = own.flatMap((app) => {
      const version = versions.get(app.id);
      if (!version || !seesTeam(actor, app.team)) return [];
      const { id, orgId, publishedVersion, audience } = app;
      const priceVersionId = listed.find(({ appId }) => appId === id)?.priceVersionId ?? null;
      return [{ id, orgId, own: true, version, publishedNumber: publishedVersion, audience, priceVersionId }];
    });
    const shown = listed
      .filter(({ appId }) => !own.some(({ id }) => id === appId))
      .map(({ appId, orgId, version, audience, priceVersionId }) => {
        return { id: appId, orgId, own: false, version, publishedNumber: version.number, audience, priceVersionId };
      });
    const visible = new Map<string, VisibleApp>([...mine, ...shown].map((app) => [app.id, app]));
    for (const { publisher, version } of await keptOf(
      tx,
      actor,
      ids.filter((id) => !visible.has(id)),
    )) {
      const { appId: id } = version;
      const kept = { id, orgId: publisher, own: false, version, publishedNumber: null, audience: null, priceVersionId: null };
      // The newest comes first.
      if (!visible.has(id)) visible.set(id, kept);
    }
    return [...visible.values()];
  });
}

/** What the actor's organisation was shown of apps when it installed them, as far as the actor may see that; the newest first. */
const keptOf = async ({ copies }: Tx, actor: Actor, appIds: readonly string[]): Promise<AppSnapshot[]> =>
  appIds.length > 0 ? (await copies.snapshotsOfApps(appIds)).filter(({ team }) => seesTeam(actor, team)) : [];

type Apps = { versions(keys: readonly { appId: string; number: number }[]): Promise<AppVersion[]> };

const latestOf = (apps: Apps, own: readonly App[]) =>
  own.length ? apps.versions(own.map(({ id, latestVersion }) => ({ appId: id, number: latestVersion }))) : Promise.resolve([]);

/** The ids of the apps that the actor's organisation registered, a page by id. */
export const ownApps = ({ store }: CatalogDeps, actor: Actor, page: PageRequest): Promise<App[]> =>
  store.transaction(actor, (tx) => tx.apps.page(page, teamsSeen(actor)));

/** Of the versions named, those that the actor may see: all of its own organisation's apps, of others the published one and those installed. */
export async function visibleVersions(
  { store }: CatalogDeps,
  actor: Actor,
  keys: readonly { appId: string; number: number }[],
): Promise<AppVersion[]> {
  return store.transaction(actor, async (tx) => {
    const appIds = keys.map(({ appId }) => appId);
    const apps = (await tx.apps.byIds(appIds)).filter((app) => seesTeam(actor, app.team)).map(({ id }) => id);
    const own = (await tx.apps.versions(keys)).filter(({ appId }) => apps.includes(appId));
    const listed = (await tx.listings.byIds(appIds)).filter(({ team, orgId }) => orgId !== actor.orgId && seesTeam(actor, team));
    const visible = [...(await keptOf(tx, actor, appIds)), ...listed].map(({ version }) => version).concat(own);
    const byId = new Map(visible.map((version) => [versionId(version.appId, version.number), version]));
    return keys.flatMap(({ appId, number }) => byId.get(versionId(appId, number)) ?? []);
  });
}

/** The versions of one of the actor's own apps, newest first. */
export const versionsOf = ({ store }: CatalogDeps, actor: Actor, appId: string, page: PageRequest): Promise<AppVersion[]> =>
  store.transaction(actor, async (tx) => {
    const [app] = await tx.apps.byIds([appId]);
    return app && seesTeam(actor, app.team) ? tx.apps.versionPage(appId, page) : [];
  });

/** The open installs that the actor's organisation has of the apps named. */
export const openInstalls = ({ store }: CatalogDeps, actor: Actor, appIds: readonly string[]): Promise<Install[]> =>
  store.transaction(actor, (tx) => tx.installs.openOf(appIds));

/** The actor's organisation's installs, newest first; without those of team apps that the actor may not see. */
export const installs = ({ store }: CatalogDeps, actor: Actor, page: PageRequest): Promise<Install[]> =>
  store.transaction(actor, (tx) => tx.installs.page(page, teamsSeen(actor)));

/** Of the installs named, those of the actor's organisation that the actor may see. */
export const installsByIds = ({ store }: CatalogDeps, actor: Actor, ids: readonly string[]): Promise<Install[]> =>
  store.transaction(actor, (tx) => tx.installs.byIds(ids, teamsSeen(actor)));

/** What the installs named were shown, as far as the actor may see that; of the actor's organisation. */
export const snapshots = ({ store }: CatalogDeps, actor: Actor, installIds: readonly string[]): Promise<AppSnapshot[]> =>
  store.transaction(actor, async (tx) => (await tx.copies.snapshots(installIds)).filter(({ team }) => seesTeam(actor, team)));

/** Of the apps named, those that are listed to the actor's organisation, or to a team of it. */
export const listedApps = ({ store }: CatalogDeps, actor: Actor, appIds: readonly string[]): Promise<string[]> =>
  store.transaction(actor, async (tx) => (await tx.listings.byIds(appIds)).map(({ appId }) => appId));
