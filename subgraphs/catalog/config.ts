import { port, postgresUrl, processConfig } from '@guildhall/platform/config.ts';
import { jwkText } from '@guildhall/platform/identity/hop.ts';
import { streamVariables } from '@guildhall/platform/stream/consumers.ts';

export const catalogConfig = processConfig.extend({
  PORT: port(4001),
  ...streamVariables('catalog'),
  GATEWAY_PUBLIC_KEY: jwkText.describe('Public Ed25519 JWK of the gateway, as JSON'),
  CATALOG_REQUEST_DATABASE_URL: postgresUrl('The catalog schema under its request role'),
  CATALOG_WORKER_DATABASE_URL: postgresUrl('The catalog schema under its worker role, for its copies'),
  CATALOG_STREAM_DATABASE_URL: postgresUrl('The catalog outbox and listing under the stream role'),
});
