// Runs a command of ours on a machine that has Node ≥ 20 and nothing else: fetches the pinned Node when this one is too old, installs
// the dependencies when the lock changed, then runs local/<command>.ts. Built-ins only, for nothing is installed yet.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants, homedir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const wanted = '24.21.0';
const integrity = {
  'linux-x64': 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  'linux-arm64': 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
};
const commands = {
  start: 'local/start.ts',
  test: 'local/test.ts',
  demo: 'local/demo.ts',
  event: 'local/event.ts',
  close: 'local/close.ts',
  doctor: 'local/doctor.ts',
  bench: 'bench/main.ts',
  codegen: 'local/codegen.ts',
  compose: 'local/compose.ts',
  'env-example': 'local/env-example.ts',
  tables: 'local/tables.ts',
  'rebase-streams': 'local/rebase-streams.ts',
};

const parent = process.ppid;
const longestInstall = 300_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line) => process.stderr.write(`  ${line}\n`);

class Stop extends Error {
  constructor(exitCode, message) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The Node to run with: this one, or the pinned one from the user's cache, fetched when it is not there. */
function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'guildhall', 'node', wanted);
  const node = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(node)) return node;
  const pin = integrity[`${process.platform}-${process.arch}`];
  if (!pin)
    throw new Stop(
      20,
      `Node ${process.versions.node} is too old and there is no pinned ${wanted} for ${process.platform}-${process.arch}: install Node ${wanted} or newer (https://nodejs.org).`,
    );
  say(`Node ${process.versions.node} is too old: fetching ${wanted} (60 MB, once)`);
  const fresh = `${folder}.${process.pid}.new`;
  mkdirSync(fresh, { recursive: true });
  // A lock of our own makes npm refuse anything but the pinned content.
  const manifest = { name: 'guildhall-node', version: '1.0.0', dependencies: { [name]: wanted } };
  const lock = {
    ...manifest,
    lockfileVersion: 3,
    packages: { '': manifest, [`node_modules/${name}`]: { version: wanted, integrity: pin } },
  };
  writeFileSync(join(fresh, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(fresh, 'package-lock.json'), JSON.stringify(lock));
  try {
    if (!npm(process.execPath, ['ci', '--prefix', fresh, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], fresh)) {
      throw new Stop(
        20,
        `Node ${wanted} could not be fetched (npm's reason is above): check the network and try again, or install Node ${wanted} or newer.`,
      );
    }
    try {
      renameSync(fresh, folder);
    } catch {
      // Another bootstrap was faster, or an older one left half of it.
      if (!existsSync(node)) {
        rmSync(folder, { recursive: true, force: true });
        renameSync(fresh, folder);
      }
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return node;
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** Installs the dependencies unless node_modules already holds what the lock says. */
async function install(node) {
  const stamp = join(root, 'node_modules', '.guildhall-installed');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const mark = `${lock} ${process.platform}-${process.arch}\n`;
  const done = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === mark;
  if (done()) return;
  const release = await alone();
  try {
    if (done()) return;
    const began = Date.now();
    say('installing the dependencies (npm ci, about a minute)');
    if (!npm(node, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], root)) {
      throw new Stop(21, "npm ci failed (its reason is above): check the network and the disk's space, then try again.");
    }
    writeFileSync(stamp, mark);
    say(`installed in ${Math.round((Date.now() - began) / 1000)} s`);
  } finally {
    release();
  }
}

/** Two installs at once would mix their files: waits for the other one. */
async function alone() {
  const path = join(root, '.data', 'installing');
  const began = Date.now();
  for (let said = false, empty = 0; ;) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST')
        throw new Stop(21, `${path} cannot be written (${error.code}): run as the user who owns the folder, and check the disk's space.`);
    }
    const holder = holderOf(path);
    empty = holder ? 0 : empty + 1;
    // A file without a holder is one that is just being written, or that a killed install left half.
    if (holder ? !runs(holder) : empty > 20) {
      rmSync(path, { force: true });
      continue;
    }
    if (holder && Date.now() - began > longestInstall)
      throw new Stop(
        21,
        `Another install still runs after ${longestInstall / 1000} s (process ${holder.pid}): end it (kill ${holder.pid}), then try again.`,
      );
    if (holder && !said) say(`another install runs (process ${holder.pid}): waiting for it`);
    said ||= Boolean(holder);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function holderOf(path) {
  try {
    const { pid, started } = JSON.parse(readFileSync(path, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}

// In a container the id that a killed install left is soon another process's, or our own.
function runs({ pid, started }) {
  if (pid === process.pid || startOf(pid) !== started) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** When a process began, as an opaque text; undefined when it is gone or a zombie. */
function startOf(pid) {
  if (!existsSync('/proc/self/stat')) return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim();
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // What follows the command, which is in parentheses and may itself hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function npm(node, args, cwd) {
  const own = process.env.npm_execpath;
  const [command, first] = own && basename(own) === 'npm-cli.js' ? [node, [own]] : ['npm', []];
  // Output of npm goes to our error output: the command's own output may be read by a program.
  const { status, error } = spawnSync(command, [...first, ...args], { cwd, env: withNode(node), stdio: ['ignore', 2, 2] });
  if (error) say(`npm did not run: ${error.message}`);
  return status === 0;
}

function withNode(node) {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
}

/** Runs the script in this terminal; its exit code is ours, and a signal that we get is passed on. */
function run(node, script, args) {
  // The channel tells the script when we are killed.
  const child = spawn(node, [join(root, script), ...args], {
    cwd: root,
    env: withNode(node),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A signal to npm ends its shell, which passes nothing on. Without npm a parent may end and mean us to stay, as with nohup.
  if (process.env.npm_lifecycle_event) {
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      child.kill('SIGTERM');
    }, 500).unref();
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

const [command = 'start', ...args] = process.argv.slice(2);
try {
  const script = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!script) throw new Stop(2, `There is no command ${command}. There are: ${Object.keys(commands).join(', ')}; e.g. npm run doctor.`);
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Stop(
      20,
      `Node ${process.versions.node} is too old even to fetch a newer one: install Node 20 or newer (https://nodejs.org).`,
    );
  const node = findNode();
  await install(node);
  process.exitCode = await run(node, script, args);
} catch (error) {
  process.stderr.write(`${error instanceof Stop ? error.message : error.stack}\n`);
  process.exitCode = error instanceof Stop ? error.exitCode : 1;
}
