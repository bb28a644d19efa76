import { bind } from '@guildhall/platform/bind.ts';
import type { CatalogDeps } from './operations/deps.ts';
import { installApp, uninstallApp } from './operations/install-app.ts';
import { markStream } from './operations/mark-stream.ts';
import { publishVersion, restorePublication, reviewedVersion } from './operations/publish-version.ts';
import { installs, openInstalls, ownApps, versionsOf, visibleApps, visibleVersions } from './operations/read-apps.ts';
import { registerApp } from './operations/register-app.ts';
import { updateApp } from './operations/update-app.ts';

export { meteredUnits } from './domain/manifest.ts';
export { parseVersionId, versionId, type AppVersion, type Install } from './domain/app.ts';
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
    installApp: bind(deps, installApp),
    uninstallApp: bind(deps, uninstallApp),
    markStream: bind(deps, markStream),
    reviewedVersion: bind(deps, reviewedVersion),
    publishVersion: bind(deps, publishVersion),
    restorePublication: bind(deps, restorePublication),
  };
}
export type Catalog = ReturnType<typeof createCatalog>;
