import { port, postgresUrl, processConfig } from '@guildhall/platform/config.ts';
import { graceHours } from '@guildhall/platform/grace.ts';
import { z } from 'zod';

export const workerConfig = processConfig.extend({
  PORT: port(4005),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233').describe('Address of the Temporal frontend'),
  CATALOG_WORKER_DATABASE_URL: postgresUrl('The catalog schema under its worker role'),
  USAGE_WORKER_DATABASE_URL: postgresUrl('The usage schema under its worker role'),
  BILLING_WORKER_DATABASE_URL: postgresUrl('The billing schema under its worker role'),
  INVOICE_GRACE_HOURS: graceHours,
  GOVERNANCE_WORKER_DATABASE_URL: postgresUrl('The governance schema under its worker role'),
});
