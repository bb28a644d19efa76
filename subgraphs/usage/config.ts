import { port, postgresUrl, processConfig } from '@guildhall/platform/config.ts';
import { jwkText } from '@guildhall/platform/identity/hop.ts';
import { streamVariables } from '@guildhall/platform/stream/consumers.ts';
import { z } from 'zod';

const masterKey = z
  .string()
  .transform((text, context): Buffer => {
    const key = Buffer.from(text, 'base64');
    if (key.length === 32) return key;
    context.addIssue('must be 32 bytes in base64, such as `openssl rand -base64 32` makes');
    return z.NEVER;
  })
  .describe('32 bytes in base64 that the secrets of signing keys are encrypted with; the same for usage and ingest');

export const usageConfig = processConfig.extend({
  PORT: port(4002),
  ...streamVariables('usage'),
  GATEWAY_PUBLIC_KEY: jwkText.describe('Public Ed25519 JWK of the gateway, as JSON'),
  USAGE_REQUEST_DATABASE_URL: postgresUrl('The usage schema under its request role'),
  USAGE_WORKER_DATABASE_URL: postgresUrl('The usage schema under its worker role'),
  MASTER_KEY: masterKey,
});

export const ingestConfig = processConfig.extend({
  PORT: port(4100),
  USAGE_RECORDER_DATABASE_URL: postgresUrl('The usage schema under its recorder role'),
  USAGE_LOOKUP_DATABASE_URL: postgresUrl('The usage schema under its lookup role'),
  MASTER_KEY: masterKey,
});
