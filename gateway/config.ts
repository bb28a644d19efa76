import { httpUrl, port, processConfig } from '@guildhall/platform/config.ts';
import { jwkText } from '@guildhall/platform/identity/hop.ts';
import { z } from 'zod';
import type { ConsoleHeaders } from './console/graphiql.ts';

const consoleHeaders = z.string().transform((text, context): ConsoleHeaders => {
  try {
    return z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(text));
  } catch {
    context.addIssue('must be JSON such as {"*": {"Authorization": "Bearer …"}}, keyed by the name of a saved query');
    return z.NEVER;
  }
});

export const gatewayConfig = processConfig.extend({
  PORT: port(4000),
  GATEWAY_SIGNING_KEY: jwkText.describe('Private Ed25519 JWK that signs the identity for the subgraphs, as JSON'),
  OIDC_ISSUER: z.url().describe('Issuer of the tokens that people bring, exactly as their `iss` claim says it'),
  OIDC_AUDIENCE: z.string().min(1).describe('Audience that those tokens must name'),
  OIDC_JWKS_URL: httpUrl('Where the issuer shows its public keys'),
  CATALOG_URL: httpUrl('Base address of the catalog subgraph'),
  USAGE_URL: httpUrl('Base address of the usage subgraph'),
  BILLING_URL: httpUrl('Base address of the billing subgraph'),
  GOVERNANCE_URL: httpUrl('Base address of the governance subgraph'),
  GRAPHIQL_HEADERS: consoleHeaders
    .optional()
    .describe('Headers that GraphiQL is filled in with, as JSON; for development only, everybody sees them'),
});

/** Base address of each subgraph, by its name in the supergraph. */
export type SubgraphUrls = Readonly<Record<'catalog' | 'usage' | 'billing' | 'governance', string>>;

export const subgraphUrls = (config: z.output<typeof gatewayConfig>): SubgraphUrls => ({
  catalog: config.CATALOG_URL,
  usage: config.USAGE_URL,
  billing: config.BILLING_URL,
  governance: config.GOVERNANCE_URL,
});
