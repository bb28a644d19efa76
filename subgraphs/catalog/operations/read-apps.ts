import type { PageRequest } from '@guildhall/platform/graphql/connection.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { seesTeam, type App, type AppSnapshot, type AppVersion, type Audience, type Install, versionId } from '../domain/app.ts';
import type { CatalogDeps } from './deps.ts';

/**
 * An app as one actor may see it: its publisher sees the newest version, everybody else the published one and nothing of the others; whoever
 * installed it what they were shown, when it is on show to them no longer.
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
      if (!version || !seesOwn(actor, app)) return [];
      const { id, orgId, publishedVersion, audience } = app;
      const priceVersionId = listed.find(({ appId }) => appId === id)?.priceVersionId ?? null;
      return [{ id, orgId, own: true, version, publishedNumber: publishedVersion, audience, priceVersionId }];
    });
    const others = ids.filter((id) => !own.some((app) => app.id === id));
    const shown = listed
      .filter(({ appId }) => others.includes(appId))
      .map(({ appId, orgId, version, audience, priceVersionId }) => {
        return { id: appId, orgId, own: false, version, publishedNumber: version.number, audience, priceVersionId };
      });
    const gone = others.filter((id) => !shown.some((app) => app.id === id));
    const kept = (gone.length > 0 ? await tx.copies.snapshots(gone) : []).map(({ publisher, version }) => {
      const { appId } = version;
      return { id: appId, orgId: publisher, own: false, version, publishedNumber: null, audience: null, priceVersionId: null };
    });
    return [...mine, ...shown, ...kept];
  });
}

/** Inside its own organisation an app that is published to a team is not everybody's to see. */
const seesOwn = (actor: Actor, { audience }: App): boolean => audience?.kind !== 'team' || seesTeam(actor, audience.team);

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
    const appIds = keys.map(({ appId }) => appId);
    const apps = (await tx.apps.byIds(appIds)).filter((app) => seesOwn(actor, app)).map(({ id }) => id);
    const own = (await tx.apps.versions(keys)).filter(({ appId }) => apps.includes(appId));
    const wanted = (version: AppVersion) => keys.some(({ appId, number }) => appId === version.appId && number === version.number);
    const listed = (await tx.listings.byIds(appIds)).filter(({ team, orgId }) => orgId !== actor.orgId && seesTeam(actor, team));
    const kept = (await tx.copies.snapshots(appIds)).filter(({ publisher }) => publisher !== actor.orgId);
    const others = new Map([...kept, ...listed].map(({ version }) => [versionId(version.appId, version.number), version]));
    return [...own, ...[...others.values()].filter(wanted)];
  });
}

/** The versions of one of the actor's own apps, newest first. */
export const versionsOf = ({ store }: CatalogDeps, actor: Actor, appId: string, page: PageRequest): Promise<AppVersion[]> =>
  store.transaction(actor, async (tx) => {
    const [app] = await tx.apps.byIds([appId]);
    return app && seesOwn(actor, app) ? tx.apps.versionPage(appId, page) : [];
  });

/** The open installs that the actor's organisation has of the apps named. */
export const openInstalls = ({ store }: CatalogDeps, actor: Actor, appIds: readonly string[]): Promise<Install[]> =>
  store.transaction(actor, (tx) => tx.installs.openOf(appIds));

/** The actor's organisation's installs, newest first. */
export const installs = ({ store }: CatalogDeps, actor: Actor, page: PageRequest): Promise<Install[]> =>
  store.transaction(actor, (tx) => tx.installs.page(page));

/** Of the installs named, those of the actor's organisation. */
export const installsByIds = ({ store }: CatalogDeps, actor: Actor, ids: readonly string[]): Promise<Install[]> =>
  store.transaction(actor, (tx) => tx.installs.byIds(ids));

/** What the actor's organisation was shown of the apps named when it installed them, and whether they are on show to it still. */
export const snapshots = (
  { store }: CatalogDeps,
  actor: Actor,
  appIds: readonly string[],
): Promise<(AppSnapshot & { readonly delisted: boolean })[]> =>
  store.transaction(actor, async (tx) => {
    const listed = new Set((await tx.listings.byIds(appIds)).map(({ appId }) => appId));
    return (await tx.copies.snapshots(appIds)).map((snapshot) => ({ ...snapshot, delisted: !listed.has(snapshot.version.appId) }));
  });
