import { bind } from '@guildhall/platform/bind.ts';
import { holds } from '@guildhall/platform/database/store.ts';
import { over } from '@guildhall/events/event.ts';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { CatalogDeps, InstallDeps } from './operations/deps.ts';
import { keepAccounts, keepListedPrices, keepOrganizations } from './operations/keep-copies.ts';
import { appStore } from './store/app-store.ts';
import { copyStore } from './store/copy-store.ts';
import { listingStore } from './store/listing-store.ts';
import { installApp, uninstallApp } from './operations/install-app.ts';
import { markStream } from './operations/mark-stream.ts';
import {
  beginPublication,
  checkApproved,
  endPublication,
  listedPrice,
  publishVersion,
  reviewedVersion,
  unpublishApp,
} from './operations/publish-version.ts';
import {
  installs,
  installsByIds,
  listedApps,
  openInstalls,
  ownApps,
  snapshots,
  versionsOf,
  visibleApps,
  visibleVersions,
} from './operations/read-apps.ts';
import { registerApp } from './operations/register-app.ts';
import { updateApp } from './operations/update-app.ts';

export { meteredUnits } from './domain/manifest.ts';
export { parseVersionId, versionId, type AppSnapshot, type AppVersion, type Install } from './domain/app.ts';
export type { Manifest } from './domain/manifest.ts';
export type { VisibleApp } from './operations/read-apps.ts';
export { createStore } from './store/store.ts';
export { startSearch, type Search } from './store/search-index.ts';
export { entities } from './store/entities.ts';

/** Every operation of the catalog, for resolvers, REST and activities alike; each is described where it is defined. */
export function createCatalog(deps: CatalogDeps) {
  return {
    registerApp: bind(deps, registerApp),
    updateApp: bind(deps, updateApp),
    visibleApps: bind(deps, visibleApps),
    ownApps: bind(deps, ownApps),
    visibleVersions: bind(deps, visibleVersions),
    versionsOf: bind(deps, versionsOf),
    openInstalls: bind(deps, openInstalls),
    installs: bind(deps, installs),
    installsByIds: bind(deps, installsByIds),
    snapshots: bind(deps, snapshots),
    listedApps: bind(deps, listedApps),
    uninstallApp: bind(deps, uninstallApp),
    markStream: bind(deps, markStream),
    holds: bind(deps, holds),
    reviewedVersion: bind(deps, reviewedVersion),
    publishVersion: bind(deps, publishVersion),
    unpublishApp: bind(deps, unpublishApp),
    beginPublication: bind(deps, beginPublication),
    checkApproved: bind(deps, checkApproved),
    endPublication: bind(deps, endPublication),
    listedPrice: bind(deps, listedPrice),
  };
}
export type Catalog = ReturnType<typeof createCatalog>;

/** Installing, under the *request* role. */
export const createInstalling = (deps: InstallDeps) => ({ installApp: bind(deps, installApp) });
export type Installing = ReturnType<typeof createInstalling>;

/** What the catalog takes from billing's and governance's streams: `apply` of its consumers, under the *worker* role. */
export const keepAccountCopies = over(keepAccounts, copyStore);
export const keepPriceCopies = over(keepListedPrices, listingStore);
export const keepGovernanceNews = over(keepOrganizations, (em: EntityManager) => ({ copies: copyStore(em), apps: appStore(em) }));
