import { port, postgresUrl, processConfig } from '@guildhall/platform/config.ts';
import { jwkText } from '@guildhall/platform/identity/hop.ts';
import { streamVariables } from '@guildhall/platform/stream/consumers.ts';
import { temporalAddress } from '@guildhall/platform/temporal.ts';
import { z } from 'zod';

const hours = (standard: number) => z.coerce.number().positive().max(8_760).default(standard);

export const governanceConfig = processConfig.extend({
  PORT: port(4004),
  ...streamVariables('governance'),
  GATEWAY_PUBLIC_KEY: jwkText.describe('Public Ed25519 JWK of the gateway, as JSON'),
  GOVERNANCE_REQUEST_DATABASE_URL: postgresUrl('The governance schema under its request role'),
  GOVERNANCE_WORKER_DATABASE_URL: postgresUrl('The governance schema under its worker role, for the relay and the copy of versions'),
  GOVERNANCE_LOOKUP_DATABASE_URL: postgresUrl('The governance schema under its lookup role, for the identity of callers'),
  TEMPORAL_ADDRESS: temporalAddress,
  PLATFORM_ADMINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((part) => part.trim() || []))
    .pipe(z.array(z.string().regex(/^user:[A-Za-z0-9._@|:-]{1,100}$/, 'must list people such as "user:root", with commas between')))
    .describe('People who administer the platform, with commas between; made sure of at each start'),
  PUBLISH_REMINDER_AFTER_HOURS: hours(24).describe('Hours after which approvers are reminded of a publish request'),
  PUBLISH_EXPIRY_AFTER_HOURS: hours(168).describe('Hours after which an undecided publish request expires'),
});
