import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { byId } from '@guildhall/platform/graphql/loader.ts';
import { parseVersionId, versionId, type Catalog, type Search } from '../index.ts';

/** What one request's resolvers share. */
export type Context = ReturnType<ReturnType<typeof createContext>>;

export const createContext = (catalog: Catalog, search: Search) => (actor: Actor) => ({
  actor,
  catalog,
  search,
  apps: byId(
    (ids) => catalog.visibleApps(actor, ids),
    ({ id }) => id,
  ),
  versions: byId(
    (ids) =>
      catalog.visibleVersions(
        actor,
        ids.flatMap((id) => parseVersionId(id) ?? []),
      ),
    ({ appId, number }) => versionId(appId, number),
  ),
  openInstalls: byId(
    (appIds) => catalog.openInstalls(actor, appIds),
    ({ appId }) => appId,
  ),
});
