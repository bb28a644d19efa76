import { port, postgresUrl, processConfig } from '@guildhall/platform/config.ts';
import { jwkText } from '@guildhall/platform/identity/hop.ts';
import { streamVariables } from '@guildhall/platform/stream/consumers.ts';

export const billingConfig = processConfig.extend({
  PORT: port(4003),
  ...streamVariables('billing'),
  GATEWAY_PUBLIC_KEY: jwkText.describe('Public Ed25519 JWK of the gateway, as JSON'),
  BILLING_REQUEST_DATABASE_URL: postgresUrl('The billing schema under its request role'),
  BILLING_WORKER_DATABASE_URL: postgresUrl('The billing schema under its worker role, for the copy of installs'),
});
