import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Manifest } from '../domain/manifest.ts';

export const AppEntity = defineEntity({
  name: 'App',
  tableName: 'app',
  schema: 'catalog',
  properties: {
    orgId: p.text().primary(),
    id: p.text().primary(),
    registeredBy: p.text(),
    registeredAt: p.datetime(),
    latestVersion: p.integer(),
    publishedVersion: p.integer().nullable(),
    audienceKind: p.text().nullable(),
    audienceTeam: p.text().nullable(),
    publication: p.integer(),
    units: p.array(),
    publishing: p.text().nullable(),
  },
});

export const AppVersionEntity = defineEntity({
  name: 'AppVersion',
  tableName: 'app_version',
  schema: 'catalog',
  properties: {
    orgId: p.text().primary(),
    appId: p.text().primary(),
    number: p.integer().primary(),
    digest: p.text(),
    manifest: p.json<Manifest>().columnType('jsonb'),
    createdBy: p.text(),
    createdAt: p.datetime(),
  },
});

export const ListingEntity = defineEntity({
  name: 'Listing',
  tableName: 'listing',
  schema: 'catalog',
  properties: {
    audience: p.text().primary(),
    appId: p.text().primary(),
    orgId: p.text(),
    team: p.text().nullable(),
    number: p.integer(),
    digest: p.text(),
    manifest: p.json<Manifest>().columnType('jsonb'),
    createdBy: p.text(),
    createdAt: p.datetime(),
    publishedAt: p.datetime(),
    priceVersionId: p.text().nullable(),
    publisherName: p.text().nullable(),
  },
});

export const InstallEntity = defineEntity({
  name: 'Install',
  tableName: 'install',
  schema: 'catalog',
  properties: {
    orgId: p.text().primary(),
    id: p.text().primary(),
    appId: p.text(),
    publisher: p.text(),
    priceVersionId: p.text().nullable(),
    installedBy: p.text(),
    installedAt: p.datetime(),
    uninstalledAt: p.datetime().nullable(),
  },
});

export const AccountCopyEntity = defineEntity({
  name: 'AccountCopy',
  tableName: 'account_copy',
  schema: 'catalog',
  properties: { orgId: p.text().primary(), currency: p.text(), changingUntil: p.datetime().nullable() },
});

export const AppSnapshotEntity = defineEntity({
  name: 'AppSnapshot',
  tableName: 'app_snapshot',
  schema: 'catalog',
  properties: {
    orgId: p.text().primary(),
    installId: p.text().primary(),
    appId: p.text(),
    team: p.text().nullable(),
    publisher: p.text(),
    publisherName: p.text().nullable(),
    number: p.integer(),
    digest: p.text(),
    manifest: p.json<Manifest>().columnType('jsonb'),
    priceVersionId: p.text().nullable(),
    createdBy: p.text(),
    createdAt: p.datetime(),
  },
});

export const entities = [AppEntity, AppVersionEntity, ListingEntity, InstallEntity, AccountCopyEntity, AppSnapshotEntity] as const;
