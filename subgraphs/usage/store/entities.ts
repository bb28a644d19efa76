import { defineEntity, p } from '@mikro-orm/postgresql';

// Most of this schema is read and written by sets, in SQL; the entities say what the tables are, which the drift gate holds them to.

const UsageEventEntity = defineEntity({
  name: 'UsageEvent',
  tableName: 'usage_event',
  schema: 'usage',
  properties: {
    orgId: p.text().primary(),
    appId: p.text().primary(),
    eventId: p.text().primary(),
    occurredAt: p.datetime().index('usage_event_occurred_at'),
    receivedAt: p.datetime(),
    actorId: p.text(),
    action: p.text(),
    payload: p.json<Readonly<Record<string, unknown>>>().columnType('jsonb'),
    keyId: p.text(),
    contentHash: p.blob(),
    units: p.array(),
    withinInstall: p.boolean(),
  },
});

const UsageHourEntity = defineEntity({
  name: 'UsageHour',
  tableName: 'usage_hour',
  schema: 'usage',
  properties: {
    orgId: p.text().primary(),
    appId: p.text().primary(),
    unit: p.text().primary(),
    hour: p.datetime().primary().index('usage_hour_hour'),
    quantity: p.decimal('string').precision(38).scale(12),
  },
  indexes: [{ name: 'usage_hour_app', properties: ['appId', 'hour'] }],
});

const UsageDayEntity = defineEntity({
  name: 'UsageDay',
  tableName: 'usage_day',
  schema: 'usage',
  properties: {
    orgId: p.text().primary(),
    appId: p.text().primary(),
    day: p.date().primary(),
    unit: p.text().primary(),
    version: p.integer().primary(),
    quantity: p.decimal('string').precision(38).scale(12),
    withinInstall: p.boolean(),
  },
  indexes: [{ name: 'usage_day_order', properties: ['day', 'orgId', 'appId', 'unit', 'version'] }],
});

const DayCloseEntity = defineEntity({
  name: 'DayClose',
  tableName: 'day_close',
  schema: 'usage',
  properties: {
    day: p.date().primary(),
    begun: p.integer(),
    done: p.integer(),
    handed: p.integer(),
    late: p.boolean(),
    closedAt: p.datetime().nullable(),
  },
});

const AppDayEntity = defineEntity({
  name: 'AppDay',
  tableName: 'app_day',
  schema: 'usage',
  properties: {
    orgId: p.text().primary(),
    appId: p.text().primary(),
    day: p.date().primary().index('app_day_day'),
    unit: p.text().primary(),
    quantity: p.decimal('string').precision(38).scale(12),
  },
});

const AppCopyEntity = defineEntity({
  name: 'AppCopy',
  tableName: 'app_copy',
  schema: 'usage',
  properties: {
    orgId: p.text().primary(),
    appId: p.text().primary(),
    units: p.array(),
    publication: p.integer(),
    published: p.boolean(),
    team: p.text().nullable(),
  },
});

const InstallCopyEntity = defineEntity({
  name: 'InstallCopy',
  tableName: 'install_copy',
  schema: 'usage',
  properties: {
    orgId: p.text().primary(),
    appId: p.text().primary(),
    installId: p.text().primary(),
    installedAt: p.datetime(),
    uninstalledAt: p.datetime().nullable(),
    team: p.text().nullable(),
  },
});

const HoldCopyEntity = defineEntity({
  name: 'HoldCopy',
  tableName: 'hold_copy',
  schema: 'usage',
  properties: {
    orgId: p.text().primary(),
    holdId: p.text().primary(),
    appId: p.text().nullable(),
  },
});

const CopyMarkEntity = defineEntity({
  name: 'CopyMark',
  tableName: 'copy_mark',
  schema: 'usage',
  properties: {
    source: p.text().primary(),
    currentAt: p.datetime(),
  },
});

export const SigningKeyEntity = defineEntity({
  name: 'SigningKey',
  tableName: 'signing_key',
  schema: 'usage',
  properties: {
    orgId: p.text().primary(),
    appId: p.text().primary(),
    id: p.text().primary(),
    secret: p.blob().lazy(),
    createdBy: p.text(),
    createdAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
  },
});

export const entities = [
  UsageEventEntity,
  UsageHourEntity,
  UsageDayEntity,
  DayCloseEntity,
  AppDayEntity,
  AppCopyEntity,
  InstallCopyEntity,
  HoldCopyEntity,
  CopyMarkEntity,
  SigningKeyEntity,
] as const;
