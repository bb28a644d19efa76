import { billingConfig } from '@guildhall/billing/config.ts';
import { catalogConfig } from '@guildhall/catalog/config.ts';
import { SUBGRAPHS } from '@guildhall/events/consumers.ts';
import { gatewayConfig } from '@guildhall/gateway/config.ts';
import { governanceConfig } from '@guildhall/governance/config.ts';
import { migrateConfig } from '@guildhall/platform/database/migrate.ts';
import { ingestConfig, usageConfig } from '@guildhall/usage/config.ts';
import { workerConfig } from '@guildhall/workflows/config.ts';
import type { z } from 'zod';

type Shape = Readonly<Record<string, z.ZodType>>;

export type ConfiguredProcess = 'catalog' | 'usage' | 'ingest' | 'billing' | 'governance' | 'worker' | 'gateway';

/** The variables that each process reads, as its own schema says. */
export const configs: Readonly<Record<'migrate' | ConfiguredProcess, Shape>> = {
  migrate: Object.assign({}, ...SUBGRAPHS.map((name): Shape => migrateConfig(name).shape)),
  catalog: catalogConfig.shape,
  usage: usageConfig.shape,
  ingest: ingestConfig.shape,
  billing: billingConfig.shape,
  governance: governanceConfig.shape,
  worker: workerConfig.shape,
  gateway: gatewayConfig.shape,
};
