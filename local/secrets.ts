import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { SUBGRAPHS, type Subgraph } from '@guildhall/events/consumers.ts';
import { roleName, ROLES_OF, type LoginRole } from '@guildhall/platform/database/roles.ts';
import { Failure } from './failure.ts';
import { readIfThere, writePrivate } from './files.ts';

export interface Secrets {
  adminPassword: string;
  /** By user name, e.g. guildhall_usage_recorder. */
  rolePasswords: Record<string, string>;
  masterKey: string;
  /** Ed25519 and ES256 keys as JWK texts. */
  gatewaySigningKey: string;
  gatewayPublicKey: string;
  issuerKey: string;
}

export function roleNames(): { subgraph: Subgraph; role: LoginRole; user: string }[] {
  return SUBGRAPHS.flatMap((subgraph) => ROLES_OF[subgraph].map((role) => ({ subgraph, role, user: roleName(subgraph, role) })));
}

/** The secrets of one data folder: made once, kept in a file that only its owner may read. */
export function loadSecrets(dataDir: string): Secrets {
  const path = join(dataDir, 'secrets.json');
  const secrets = makeSecrets(parse(path));
  const text = `${JSON.stringify(secrets, null, 2)}\n`;
  if (text !== readIfThere(path)) writePrivate(path, text);
  return secrets;
}

/** Fresh secrets, but those that are known. */
export function makeSecrets(known: Partial<Secrets> = {}): Secrets {
  const gateway = known.gatewaySigningKey && known.gatewayPublicKey ? undefined : generateKeyPairSync('ed25519');
  return {
    adminPassword: known.adminPassword ?? password(),
    rolePasswords: Object.fromEntries(roleNames().map(({ user }) => [user, known.rolePasswords?.[user] ?? password()])),
    masterKey: known.masterKey ?? randomBytes(32).toString('base64'),
    gatewaySigningKey: gateway ? jwk(gateway.privateKey, 'EdDSA') : (known.gatewaySigningKey ?? ''),
    gatewayPublicKey: gateway ? jwk(gateway.publicKey, 'EdDSA') : (known.gatewayPublicKey ?? ''),
    issuerKey: known.issuerKey ?? jwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'ES256'),
  };
}

function parse(path: string): Partial<Secrets> {
  const text = readIfThere(path);
  if (text === undefined) return {};
  try {
    // Only this module writes the file; what is absent in it is made anew.
    return JSON.parse(text) as Partial<Secrets>;
  } catch (error) {
    throw new Failure('engine', `${path} is not JSON: put the right file back, or begin anew with npm start -- --reset.`, { cause: error });
  }
}

export function password(): string {
  return randomBytes(24).toString('base64url');
}

function jwk(key: ReturnType<typeof generateKeyPairSync>['privateKey'], alg: string): string {
  return JSON.stringify({ ...key.export({ format: 'jwk' }), alg, use: 'sig', kid: 'local-1' });
}
