import { Failure, messageOf } from '../failure.ts';
import { databaseName, versionOf } from './postgres.ts';

/** A server of the user's own, looked at: where, and which version answered. */
export interface Own {
  address: string;
  version: string;
}

/** The Postgres that DATABASE_ADMIN_URL names, its URL naming our database when it names none. Throws Failure `engine`. */
export async function ownPostgres(): Promise<(Own & { url: string }) | undefined> {
  const text = process.env['DATABASE_ADMIN_URL'];
  if (!text) return undefined;
  const url = URL.parse(text);
  const address = addressIn(text, url);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !url.hostname)
    throw new Failure(
      'engine',
      `DATABASE_ADMIN_URL (${address}) is no URL of a Postgres: write it as postgres://USER:PASSWORD@HOST:PORT, or unset it to use the embedded one.`,
    );
  if (['', '/', '/postgres'].includes(url.pathname)) url.pathname = `/${databaseName}`;
  const version = await versionOf(url.href).catch((error: unknown) => silent('DATABASE_ADMIN_URL', address, error));
  return { url: url.href, address, version };
}

/** The Temporal that TEMPORAL_ADDRESS names. Throws Failure `engine`. */
export async function ownTemporal(): Promise<Own | undefined> {
  const address = process.env['TEMPORAL_ADDRESS'];
  if (!address) return undefined;
  if (!/^[^\s/@:]+:\d+$|^\[[\da-f:.]+\]:\d+$/i.test(address))
    throw new Failure(
      'engine',
      `TEMPORAL_ADDRESS (${address.split('@').at(-1)}) is not an address: write it as HOST:PORT, such as 127.0.0.1:7233, or unset it to use the embedded one.`,
    );
  return { address, version: await temporalVersion(address).catch((error: unknown) => silent('TEMPORAL_ADDRESS', address, error)) };
}

/** Asks a Temporal server which version it is. */
export async function temporalVersion(address: string): Promise<string> {
  // Loaded only here: the SDK would cost every start half a second.
  const { Connection } = await import('@temporalio/client');
  const connection = await Connection.connect({ address, connectTimeout: 5_000 });
  try {
    return (await connection.withDeadline(Date.now() + 5_000, () => connection.workflowService.getSystemInfo({}))).serverVersion;
  } finally {
    await connection.close();
  }
}

/** What may be shown of a URL. Also a text that is none may hold a password: before its last @, or after a colon. */
function addressIn(text: string, url: URL | null): string {
  const at = text.lastIndexOf('@');
  const [shown = ''] = at < 0 ? text.replace(/^\w+:\/\//, '').split(/[:/?#]/) : text.slice(at + 1).split(/[/?#]/);
  return at < 0 ? url?.host || shown : shown;
}

function silent(variable: string, address: string, error: unknown): never {
  throw new Failure(
    'engine',
    `The server of ${variable} (${address}) does not answer (${messageOf(error)}): start it, correct the variable, or unset it to use the embedded one.`,
    { cause: error },
  );
}
