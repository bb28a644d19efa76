import { SUBGRAPHS } from '@guildhall/events/consumers.ts';
import { urlVariable } from '@guildhall/platform/database/roles.ts';
import { invoiceGraceHours } from './grace.ts';
import type { Ports } from './ports.ts';
import { roleNames, type Secrets } from './secrets.ts';

export const audience = 'guildhall';

/** Every variable that the table of processes may name, for one system. */
export function variables({
  secrets,
  ports,
  adminUrl,
  temporalAddress,
  tokens,
}: {
  secrets: Secrets;
  ports: Ports;
  adminUrl: string;
  temporalAddress: string;
  /** Of the demo's people, by subject. */
  tokens: Readonly<Record<string, string>>;
}): Record<string, string> {
  const issuer = localUrl(ports.issuer);
  const values: Record<string, string> = {
    DATABASE_ADMIN_URL: adminUrl,
    GATEWAY_PUBLIC_KEY: secrets.gatewayPublicKey,
    GATEWAY_SIGNING_KEY: secrets.gatewaySigningKey,
    ISSUER_KEY: secrets.issuerKey,
    INVOICE_GRACE_HOURS: String(invoiceGraceHours()),
    GRAPHIQL_HEADERS: JSON.stringify(consoleHeaders(tokens)),
    MASTER_KEY: secrets.masterKey,
    OIDC_AUDIENCE: audience,
    OIDC_ISSUER: issuer,
    OIDC_JWKS_URL: `${issuer}/jwks`,
    PLATFORM_ADMINS: 'user:root',
    TEMPORAL_ADDRESS: temporalAddress,
  };
  for (const { subgraph, role, user } of roleNames()) {
    const url = new URL(adminUrl);
    url.username = user;
    url.password = secrets.rolePasswords[user] ?? '';
    values[urlVariable(subgraph, role)] = url.href;
  }
  for (const subgraph of SUBGRAPHS) values[`${subgraph.toUpperCase()}_URL`] = localUrl(ports[subgraph]);
  return values;
}

/** Whoever opens GraphiQL is the demo's consumer, and its publisher where a saved query is a publisher's. */
function consoleHeaders(tokens: Readonly<Record<string, string>>): Record<string, Record<string, string>> {
  const as = (subject: string, organization: string) => ({
    Authorization: `Bearer ${tokens[subject]}`,
    'guildhall-organization': organization,
  });
  return {
    '*': as('user:alice', 'org:acme'),
    PublisherApp: as('user:beckayu', 'org:northwind'),
    WaitingForApproval: as('user:priya', 'org:northwind'),
    ReconciliationReport: as('user:olga', 'org:guildhall'),
  };
}

export function localUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}
