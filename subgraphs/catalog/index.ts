import type { CatalogDeps } from './operations/deps.ts';
import { installApp, uninstallApp } from './operations/install-app.ts';
import { publishVersion, restorePublication, reviewedVersion } from './operations/publish-version.ts';
import { installs, openInstalls, ownApps, versionsOf, visibleApps, visibleVersions } from './operations/read-apps.ts';
import { registerApp } from './operations/register-app.ts';
import { updateApp } from './operations/update-app.ts';

export { parseVersionId, versionId, type AppVersion, type Install } from './domain/app.ts';
export type { Manifest } from './domain/manifest.ts';
export type { VisibleApp } from './operations/read-apps.ts';
export { createStore } from './store/store.ts';
export { startSearch, type Search } from './store/search-index.ts';
export { entities } from './store/entities.ts';

type Bound<F> = F extends (deps: CatalogDeps, ...args: infer Args) => infer Result ? (...args: Args) => Result : never;

/** Every operation of the catalog, for resolvers, REST and activities alike; each is described where it is defined. */
export function createCatalog(deps: CatalogDeps) {
  const bind = <F extends (deps: CatalogDeps, ...args: never[]) => unknown>(operation: F): Bound<F> =>
    // Binding the first argument keeps the rest of the signature; TypeScript cannot follow that through `F`.
    ((...args: never[]) => operation(deps, ...args)) as Bound<F>;
  return {
    registerApp: bind(registerApp),
    updateApp: bind(updateApp),
    visibleApps: bind(visibleApps),
    ownApps: bind(ownApps),
    visibleVersions: bind(visibleVersions),
    versionsOf: bind(versionsOf),
    openInstalls: bind(openInstalls),
    installs: bind(installs),
    installApp: bind(installApp),
    uninstallApp: bind(uninstallApp),
    reviewedVersion: bind(reviewedVersion),
    publishVersion: bind(publishVersion),
    restorePublication: bind(restorePublication),
  };
}
export type Catalog = ReturnType<typeof createCatalog>;
