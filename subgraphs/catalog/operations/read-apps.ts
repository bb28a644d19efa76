import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { App, AppVersion, Audience, Install } from '../domain/app.ts';
import type { CatalogDeps } from './deps.ts';

/** An app as one actor may see it: its publisher sees the newest version, everybody else the published one and nothing of the others. */
export type VisibleApp = {
  readonly id: string;
  readonly orgId: string;
  readonly own: boolean;
  readonly version: AppVersion;
  readonly publishedNumber: number | null;
  readonly audience: Audience | null;
};

/** Of the apps named, those that the actor may see. */
export async function visibleApps({ store }: CatalogDeps, actor: Actor, ids: readonly string[]): Promise<VisibleApp[]> {
  return store.transaction(actor, async (tx) => {
    const own = await tx.apps.byIds(ids);
    const versions = new Map((await latestOf(tx.apps, own)).map((version) => [version.appId, version]));
    const mine = own.flatMap((app) => {
      const version = versions.get(app.id);
      return version
        ? [{ id: app.id, orgId: app.orgId, own: true, version, publishedNumber: app.publishedVersion, audience: app.audience }]
        : [];
    });
    const others = await tx.listings.byIds(ids.filter((id) => !own.some((app) => app.id === id)));
    const shown = others
      .filter(({ team }) => team === null || actor.teams.includes(team))
      .map(({ appId, orgId, version, audience }) => ({ id: appId, orgId, own: false, version, publishedNumber: version.number, audience }));
    return [...mine, ...shown];
  });
}

type Apps = { versions(keys: readonly { appId: string; number: number }[]): Promise<AppVersion[]> };

const latestOf = (apps: Apps, own: readonly App[]) =>
  own.length ? apps.versions(own.map(({ id, latestVersion }) => ({ appId: id, number: latestVersion }))) : Promise.resolve([]);

/** The ids of the apps that the actor's organisation registered, a page by id. */
export const ownApps = ({ store }: CatalogDeps, actor: Actor, page: PageRequest): Promise<App[]> =>
  store.transaction(actor, (tx) => tx.apps.page(page));

/** Of the versions named, those that the actor may see: all of its own organisation's apps, of others the published one. */
export async function visibleVersions(
  { store }: CatalogDeps,
  actor: Actor,
  keys: readonly { appId: string; number: number }[],
): Promise<AppVersion[]> {
  return store.transaction(actor, async (tx) => {
    const own = await tx.apps.versions(keys);
    const listed = await tx.listings.byIds(keys.map(({ appId }) => appId));
    const shown = listed.filter(
      ({ team, version }) =>
        (team === null || actor.teams.includes(team)) &&
        version.orgId !== actor.orgId &&
        keys.some(({ appId, number }) => appId === version.appId && number === version.number),
    );
    return [...own, ...shown.map(({ version }) => version)];
  });
}

/** The versions of one of the actor's own apps, newest first. */
export const versionsOf = ({ store }: CatalogDeps, actor: Actor, appId: string, page: PageRequest): Promise<AppVersion[]> =>
  store.transaction(actor, (tx) => tx.apps.versionPage(appId, page));

/** The open installs that the actor's organisation has of the apps named. */
export const openInstalls = ({ store }: CatalogDeps, actor: Actor, appIds: readonly string[]): Promise<Install[]> =>
  store.transaction(actor, (tx) => tx.installs.openOf(appIds));

/** The actor's organisation's installs, newest first. */
export const installs = ({ store }: CatalogDeps, actor: Actor, page: PageRequest): Promise<Install[]> =>
  store.transaction(actor, (tx) => tx.installs.page(page));
