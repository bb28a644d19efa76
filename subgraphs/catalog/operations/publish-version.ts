import { refusal } from '@guildhall/platform/errors.ts';
import { systemActor } from '@guildhall/platform/identity/actor.ts';
import type { App, AppVersion, Audience } from '../domain/app.ts';
import { appPublished, appWithdrawn } from '../domain/events.ts';
import type { CatalogDeps } from './deps.ts';

export type PublishVersionInput = {
  readonly orgId: string;
  readonly appId: string;
  readonly number: number;
  readonly digest: string;
  readonly audience: Audience;
};

/** What was on show before a publication, so that it can be put back. */
export type Publication = { readonly number: number; readonly audience: Audience } | null;

/** The version that a publish request names, for its checks; for workflows. Throws when there is none: a request is only made of one that exists. */
export async function reviewedVersion({ store }: CatalogDeps, orgId: string, appId: string, number: number): Promise<AppVersion> {
  const version = await store.transaction(systemActor(orgId), (tx) => tx.apps.version(appId, number));
  if (!version || version.orgId !== orgId) throw refusal('APP_NOT_FOUND', `${appId}@${number} does not exist in ${orgId}.`);
  return version;
}

/**
 * Puts a version on show, with what was on show before as the answer; for workflows. Repeating it changes nothing.
 * Throws `DIGEST_MISMATCH` when the version is not the one that was approved.
 */
export async function publishVersion(
  { store, now }: CatalogDeps,
  { orgId, appId, number, digest, audience }: PublishVersionInput,
): Promise<Publication> {
  return store.transaction(systemActor(orgId), async (tx) => {
    const app = await tx.apps.forUpdate(appId);
    const version = await tx.apps.version(appId, number);
    if (!app || !version || version.digest !== digest)
      throw refusal('DIGEST_MISMATCH', `${appId}@${number} is not the version that was approved.`);
    const before: Publication = app.publishedVersion && app.audience ? { number: app.publishedVersion, audience: app.audience } : null;
    const next: App = { ...app, publishedVersion: number, audience, publication: app.publication + 1 };
    if (before?.number === number && JSON.stringify(before.audience) === JSON.stringify(audience)) return before;
    await tx.apps.setPublication(next);
    await tx.listings.put(version, audience, now());
    await tx.outbox.emit(appPublished(next, version, now()));
    return before;
  });
}

/** Undoes {@link publishVersion}: shows `before` again, or nothing; for workflows. Repeating it changes nothing. */
export async function restorePublication(
  deps: CatalogDeps,
  { orgId, appId, number }: PublishVersionInput,
  before: Publication,
): Promise<void> {
  if (before) {
    const version = await reviewedVersion(deps, orgId, appId, before.number);
    await publishVersion(deps, { orgId, appId, number: before.number, digest: version.digest, audience: before.audience });
    return;
  }
  await deps.store.transaction(systemActor(orgId), async (tx) => {
    const app = await tx.apps.forUpdate(appId);
    if (app?.publishedVersion !== number) return;
    const next: App = { ...app, publishedVersion: null, audience: null, publication: app.publication + 1 };
    await tx.apps.setPublication(next);
    await tx.listings.remove(appId);
    await tx.outbox.emit(appWithdrawn(next, deps.now()));
  });
}
