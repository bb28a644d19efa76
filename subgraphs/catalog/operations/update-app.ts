import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { appNotFound, authorize, type App, type AppVersion } from '../domain/app.ts';
import { versionCreated } from '../domain/events.ts';
import { digestOf, readManifest } from '../domain/manifest.ts';
import type { CatalogDeps } from './deps.ts';

/**
 * Makes the next version of an app from the newest one and `changes` (snake case; what is absent stays, what is null is taken away).
 * Nothing changes when the manifest stays the same. Throws `INVALID_INPUT` faults, `APP_NOT_FOUND`.
 */
export async function updateApp(
  { store, now }: CatalogDeps,
  actor: Actor,
  appId: string,
  changes: Readonly<Record<string, unknown>>,
): Promise<App> {
  authorize(actor, 'app.update');
  return store.transaction(actor, async (tx) => {
    const app = await tx.apps.forUpdate(appId);
    const latest = app && (await tx.apps.version(appId, app.latestVersion));
    if (!app || !latest) throw appNotFound(appId);
    const wanted = Object.entries({ ...latest.manifest, ...changes, app_id: appId }).filter(([, value]) => value !== null);
    const manifest = readManifest(Object.fromEntries(wanted));
    const digest = digestOf(manifest);
    if (digest === latest.digest) return app;
    const version: AppVersion = {
      orgId: app.orgId,
      appId,
      number: app.latestVersion + 1,
      digest,
      manifest,
      createdBy: actor.principal,
      createdAt: now(),
    };
    await tx.apps.addVersion(version);
    await tx.outbox.emit(versionCreated(app, version));
    return { ...app, latestVersion: version.number };
  });
}
