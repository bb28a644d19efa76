import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { authorize, type App, type AppVersion } from '../domain/app.ts';
import { versionCreated } from '../domain/events.ts';
import { digestOf, readManifest } from '../domain/manifest.ts';
import type { CatalogDeps } from './deps.ts';

/** Registers an app with its first version from the article's metadata (snake case). Throws `INVALID_INPUT` faults, `APP_ID_TAKEN`. */
export async function registerApp({ store, now }: CatalogDeps, actor: Actor, input: unknown): Promise<App> {
  authorize(actor, 'app.register');
  const manifest = readManifest(input);
  const app: App = {
    id: manifest.app_id,
    orgId: actor.orgId,
    registeredBy: actor.principal,
    latestVersion: 1,
    publishedVersion: null,
    audience: null,
    team: null,
    publication: 0,
    units: [],
    publishing: null,
  };
  const version: AppVersion = {
    orgId: actor.orgId,
    appId: app.id,
    number: 1,
    digest: digestOf(manifest),
    manifest,
    createdBy: actor.principal,
    createdAt: now(),
  };
  return store.transaction(actor, async (tx) => {
    await tx.apps.add(app, version);
    await tx.outbox.emit(versionCreated(app, version));
    return app;
  });
}
