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
    installedBy: p.text(),
    installedAt: p.datetime(),
    uninstalledAt: p.datetime().nullable(),
  },
});

export const entities = [AppEntity, AppVersionEntity, ListingEntity, InstallEntity] as const;
