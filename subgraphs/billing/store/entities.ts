import { defineEntity, p } from '@mikro-orm/postgresql';
import type { AccountKind } from '../domain/account.ts';
import type { InvoiceStatus } from '../domain/invoice.ts';
import type { PriceVersion } from '../domain/price-version.ts';
import type { Pricing } from '../domain/pricing.ts';
import type { LineKind } from '../domain/rating.ts';

const schema = 'billing';

export const AccountEntity = defineEntity({
  name: 'Account',
  tableName: 'account',
  schema,
  properties: {
    orgId: p.text().primary(),
    kind: p.text().$type<AccountKind>(),
    currency: p.text(),
    openedBy: p.text(),
    openedAt: p.datetime(),
    currencySince: p.datetime(),
    changingUntil: p.datetime().nullable(),
  },
});

export const PriceVersionEntity = defineEntity({
  name: 'PriceVersion',
  tableName: 'price_version',
  schema,
  properties: {
    orgId: p.text().primary(),
    id: p.text().primary(),
    appId: p.text(),
    number: p.integer(),
    pricing: p.json<Pricing>().columnType('jsonb'),
    effectiveFrom: p.date().nullable(),
    audiences: p.array(),
    announcedAt: p.datetime().nullable(),
    bindsFrom: p.date().nullable(),
    versionNumber: p.integer(),
    digest: p.text(),
    publishRequestId: p.text(),
    status: p.text().$type<'in_force' | 'withdrawn'>(),
    madeAt: p.datetime(),
  },
});

export const InstallCopyEntity = defineEntity({
  name: 'InstallCopy',
  tableName: 'install_copy',
  schema,
  properties: {
    orgId: p.text().primary(),
    id: p.text().primary(),
    appId: p.text(),
    publisher: p.text().nullable(),
    installedAt: p.datetime(),
    uninstalledAt: p.datetime().nullable(),
  },
});

export const UsageDayEntity = defineEntity({
  name: 'UsageDay',
  tableName: 'usage_day',
  schema,
  properties: {
    orgId: p.text().primary(),
    appId: p.text().primary(),
    publisher: p.text(),
    day: p.date().primary(),
    unit: p.text().primary(),
    version: p.integer().primary(),
    quantity: p.decimal('string').precision(38).scale(12),
    withinInstall: p.boolean(),
    waiting: p.boolean(),
    receivedAt: p.datetime(),
  },
});

export const InvoiceEntity = defineEntity({
  name: 'Invoice',
  tableName: 'invoice',
  schema,
  properties: {
    orgId: p.text().primary(),
    id: p.text().primary(),
    month: p.text(),
    number: p.text().nullable(),
    status: p.text().$type<InvoiceStatus>(),
    currency: p.text(),
    totalMinor: p.bigint('bigint'),
    draftedAt: p.datetime(),
    postedAt: p.datetime().nullable(),
    finalizedAt: p.datetime().nullable(),
  },
});

const lineProperties = () => ({
  orgId: p.text().primary(),
  id: p.text().primary(),
  month: p.text(),
  position: p.integer(),
  invoiceId: p.text().nullable(),
  kind: p.text().$type<LineKind>(),
  appId: p.text(),
  publisher: p.text(),
  unit: p.text(),
  priceVersion: p.json<PriceVersion>().columnType('jsonb').nullable(),
  quantity: p.decimal('string').columnType('numeric'),
  included: p.decimal('string').columnType('numeric'),
  unitPrice: p.decimal('string').columnType('numeric'),
  amountMinor: p.bigint('bigint'),
  currency: p.text(),
});
export const ChargeLineEntity = defineEntity({ name: 'ChargeLine', tableName: 'charge_line', schema, properties: lineProperties() });
export const DraftLineEntity = defineEntity({ name: 'DraftLine', tableName: 'draft_line', schema, properties: lineProperties() });

export const LedgerEntryEntity = defineEntity({
  name: 'LedgerEntry',
  tableName: 'ledger_entry',
  schema,
  properties: {
    orgId: p.text().primary(),
    id: p.text().primary(),
    transactionId: p.text(),
    account: p.text(),
    amountMinor: p.bigint('bigint'),
    currency: p.text(),
    month: p.text(),
    invoiceId: p.text().nullable(),
    postedAt: p.datetime(),
  },
});

export const AppRevenueEntity = defineEntity({
  name: 'AppRevenueLine',
  tableName: 'app_revenue',
  schema,
  properties: {
    orgId: p.text().primary(),
    lineId: p.text().primary(),
    appId: p.text(),
    consumer: p.text().nullable(),
    month: p.text(),
    currency: p.text(),
    amountMinor: p.bigint('bigint'),
  },
});

export const ReportEntity = defineEntity({
  name: 'ReconciliationReport',
  tableName: 'reconciliation_report',
  schema,
  properties: {
    id: p.text().primary(),
    week: p.text(),
    version: p.integer(),
    digest: p.text(),
    createdAt: p.datetime(),
  },
});

export const DifferenceEntity = defineEntity({
  name: 'ReconciliationDifference',
  tableName: 'reconciliation_difference',
  schema,
  properties: {
    orgId: p.text().primary(),
    reportId: p.text().primary(),
    position: p.integer().primary(),
    kind: p.text(),
    appId: p.text().nullable(),
    unit: p.text().nullable(),
    day: p.date().nullable(),
    month: p.text().nullable(),
    invoiceId: p.text().nullable(),
    ledgerAccount: p.text().nullable(),
    leftName: p.text(),
    leftValue: p.text(),
    rightName: p.text(),
    rightValue: p.text(),
  },
});

export const entities = [
  AccountEntity,
  PriceVersionEntity,
  InstallCopyEntity,
  UsageDayEntity,
  InvoiceEntity,
  ChargeLineEntity,
  DraftLineEntity,
  LedgerEntryEntity,
  AppRevenueEntity,
  ReportEntity,
  DifferenceEntity,
] as const;
