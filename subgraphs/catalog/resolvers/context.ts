import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { DeadLetters } from '@guildhall/platform/stream/dead-letters.ts';
import { byId } from '@guildhall/platform/graphql/loader.ts';
import { parseVersionId, versionId, type Catalog, type Installing, type Search } from '../index.ts';

/** What one request's resolvers share. */
export type Context = ReturnType<ReturnType<typeof createContext>>;

export const createContext = (catalog: Catalog, installing: Installing, search: Search, deadLetters: DeadLetters) => (actor: Actor) => ({
  actor,
  deadLetters,
  catalog,
  installing,
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
  installs: byId(
    (ids) => catalog.installsByIds(actor, ids),
    ({ id }) => id,
  ),
  snapshots: byId(
    (ids) => catalog.snapshots(actor, ids),
    ({ installId }) => installId,
  ),
  listed: byId(
    (appIds) => catalog.listedApps(actor, appIds),
    (appId) => appId,
  ),
  openInstalls: byId(
    (appIds) => catalog.openInstalls(actor, appIds),
    ({ appId }) => appId,
  ),
});
