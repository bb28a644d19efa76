import { refusal } from '@guildhall/platform/errors.ts';
import { systemActor, type Actor } from '@guildhall/platform/identity/actor.ts';
import { appNotFound, authorize, teamOf, type App, type AppVersion, type Audience } from '../domain/app.ts';
import { appPublished, appWithdrawn } from '../domain/events.ts';
import { meteredUnits } from '../domain/manifest.ts';
import type { Tx } from '../store/store.ts';
import type { CatalogDeps } from './deps.ts';

export type PublishVersionInput = {
  readonly orgId: string;
  readonly appId: string;
  readonly number: number;
  readonly digest: string;
  readonly audience: Audience;
};

/** What was listed before a publication, so that it can be put back. */
export type Publication = { readonly number: number; readonly audience: Audience } | null;

/** The version that a publish request names, for its checks; for workflows. Throws when there is none: a request is only made of one that exists. */
export async function reviewedVersion({ store }: CatalogDeps, orgId: string, appId: string, number: number): Promise<AppVersion> {
  const version = await store.transaction(systemActor(orgId), (tx) => tx.apps.version(appId, number));
  if (!version || version.orgId !== orgId) throw refusal('APP_NOT_FOUND', `${appId}@${number} does not exist in ${orgId}.`);
  return version;
}

/**
 * Begins a publication: until {@link endPublication} the app cannot be unpublished; for workflows. Repeating it changes nothing.
 */
export async function beginPublication({ store }: CatalogDeps, orgId: string, appId: string, publishRequestId: string): Promise<void> {
  await store.transaction(systemActor(orgId), (tx) => tx.apps.beginPublishing(appId, publishRequestId));
}

/** Throws `DIGEST_MISMATCH` when the version is not the one that was approved; for workflows. */
export async function checkApproved({ store }: CatalogDeps, input: PublishVersionInput): Promise<void> {
  await store.transaction(systemActor(input.orgId), (tx) => approved(tx, input));
}

/** Ends what {@link beginPublication} began, whatever it came to; for workflows. Repeating it changes nothing. */
export async function endPublication({ store }: CatalogDeps, orgId: string, appId: string, publishRequestId: string): Promise<void> {
  await store.transaction(systemActor(orgId), (tx) => tx.apps.endPublishing(appId, publishRequestId));
}

/**
 * Lists a version with the price version that an install of it binds, and answers what was listed before; for workflows. Repeating
 * it changes nothing. Throws `DIGEST_MISMATCH` when the version is not the one that was approved.
 */
export async function publishVersion(
  { store, now }: CatalogDeps,
  input: PublishVersionInput & { readonly priceVersionId: string | null },
): Promise<Publication> {
  const { orgId, number, audience, priceVersionId } = input;
  return store.transaction(systemActor(orgId), async (tx) => {
    const { app, version } = await approved(tx, input);
    const before: Publication = app.publishedVersion && app.audience ? { number: app.publishedVersion, audience: app.audience } : null;
    const [listed] = await tx.listings.byIds([app.id]);
    const same = before?.number === number && JSON.stringify(before.audience) === JSON.stringify(audience);
    if (same && listed?.priceVersionId === priceVersionId) return before;
    const units = [...new Set([...app.units, ...meteredUnits(version.manifest)])].sort();
    const next: App = { ...app, publishedVersion: number, audience, team: teamOf(audience), publication: app.publication + 1, units };
    await tx.apps.setPublication(next);
    await tx.listings.put(version, { audience, priceVersionId }, now());
    if (next.team === null) await tx.copies.openSnapshots(orgId, app.id);
    await tx.outbox.emit(appPublished(next, version, now()));
    return before;
  });
}

async function approved(tx: Tx, { appId, number, digest }: PublishVersionInput): Promise<{ app: App; version: AppVersion }> {
  const app = await tx.apps.forUpdate(appId);
  const version = await tx.apps.version(appId, number);
  if (!app || !version || version.digest !== digest)
    throw refusal('DIGEST_MISMATCH', `${appId}@${number} is not the version that was approved.`);
  return { app, version };
}

/**
 * Removes an app of the actor's organisation from the listing: nobody can install it any more, and open installs continue until they are
 * ended. One that is not listed stays so. Throws `APP_NOT_FOUND`, and `PUBLISHING_IN_PROGRESS` while a request is publishing it.
 */
export async function unpublishApp({ store, now }: CatalogDeps, actor: Actor, appId: string): Promise<App> {
  authorize(actor, 'app.unpublish');
  return store.transaction(actor, async (tx) => {
    const app = await tx.apps.forUpdate(appId);
    if (!app) throw appNotFound(appId);
    if (app.publishing !== null)
      throw refusal('PUBLISHING_IN_PROGRESS', `${app.publishing} is publishing ${appId} at this moment; try again when it is done.`, [
        'appId',
      ]);
    if (app.publishedVersion === null) return app;
    const next: App = { ...app, publishedVersion: null, audience: null, publication: app.publication + 1 };
    await tx.apps.setPublication(next);
    await tx.listings.remove(appId);
    await tx.outbox.emit(appWithdrawn(next, now()));
    return next;
  });
}

/** The price version that others are shown of an app; undefined while it is not listed. For workflows. */
export async function listedPrice({ store }: CatalogDeps, orgId: string, appId: string): Promise<string | undefined> {
  const [listing] = await store.transaction(systemActor(orgId), (tx) => tx.listings.byIds([appId]));
  return listing?.priceVersionId ?? undefined;
}
