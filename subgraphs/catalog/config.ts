import { port, postgresUrl, processConfig } from '@guildhall/platform/config.ts';
import { jwkText } from '@guildhall/platform/identity/hop.ts';

export const catalogConfig = processConfig.extend({
  PORT: port(4001),
  GATEWAY_PUBLIC_KEY: jwkText.describe('Public Ed25519 JWK of the gateway, as JSON'),
  CATALOG_REQUEST_DATABASE_URL: postgresUrl('The catalog schema under its request role'),
  CATALOG_WORKER_DATABASE_URL: postgresUrl('The catalog schema under its worker role, for its copies'),
  BILLING_STREAM_DATABASE_URL: postgresUrl('The billing outbox under the stream role'),
  GOVERNANCE_STREAM_DATABASE_URL: postgresUrl('The governance outbox under the stream role'),
  CATALOG_STREAM_DATABASE_URL: postgresUrl('The catalog outbox and listing under the stream role'),
});
