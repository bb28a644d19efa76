import type { OutboxEvent } from '@guildhall/events/event.ts';
import { versionId, type App, type AppVersion, type Install } from './app.ts';

/** A new version exists. Governance keeps who made it, for a publisher must not approve their own; usage keeps whose app it is. */
export const versionCreated = (app: App, version: AppVersion): OutboxEvent => ({
  type: 'catalog.version.created',
  orgId: app.orgId,
  entityId: versionId(app.id, version.number),
  payload: {
    appId: app.id,
    number: version.number,
    digest: version.digest,
    title: version.manifest.title,
    ownerId: version.manifest.owner_id,
    registeredBy: app.registeredBy,
    createdBy: version.createdBy,
    canExport: version.manifest.capabilities?.includes('export') ?? false,
  },
  occurredAt: version.createdAt,
});

/** A version is listed; `publication` orders this against later publications and withdrawals of the app. The units are all so far. */
export const appPublished = (app: App, version: AppVersion, at: Date): OutboxEvent => ({
  type: 'catalog.app.published',
  orgId: app.orgId,
  entityId: app.id,
  payload: {
    appId: app.id,
    number: version.number,
    digest: version.digest,
    units: [...app.units],
    publication: app.publication,
    team: app.team,
  },
  occurredAt: at,
});

export const appWithdrawn = (app: App, at: Date): OutboxEvent => ({
  type: 'catalog.app.withdrawn',
  orgId: app.orgId,
  entityId: app.id,
  payload: { appId: app.id, publication: app.publication, team: app.team },
  occurredAt: at,
});

/** A place in the stream that somebody waits to be read up to; no reader does anything with it. */
export const streamMarked = (orgId: string, reason: string, at: Date): OutboxEvent => ({
  type: 'catalog.stream.marked',
  orgId,
  entityId: reason,
  payload: {},
  occurredAt: at,
});

/** An install opened or closed, as its whole state: whichever of the two a reader sees last, the closed one holds. */
export const installChanged = (install: Install, team: string | null): OutboxEvent => ({
  type: 'catalog.install.changed',
  orgId: install.orgId,
  entityId: install.id,
  payload: {
    installId: install.id,
    appId: install.appId,
    installedAt: install.installedAt.toISOString(),
    uninstalledAt: install.uninstalledAt?.toISOString() ?? null,
    publisher: install.publisher,
    audience: install.orgId === install.publisher ? 'OWN' : 'PUBLIC',
    priceVersionId: install.priceVersionId,
    team,
  },
  occurredAt: install.uninstalledAt ?? install.installedAt,
});
