import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { gone, startOf } from './process-facts.ts';
import { scratchFolder } from './testing/scratch.ts';

let folder: string;

// A checkout of its own, with an npm that only notes that it was called: the real node_modules is in use while tests run.
beforeEach(() => {
  folder = scratchFolder();
  mkdirSync(join(folder, 'local'));
  copyFileSync(join(import.meta.dirname, 'bootstrap.mjs'), join(folder, 'local', 'bootstrap.mjs'));
  writeFileSync(join(folder, 'local', 'start.ts'), 'console.log(process.argv.slice(2).join(" ")); process.exitCode = 7;');
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  writeFileSync(
    join(folder, 'npm-cli.js'),
    `const fs = require('node:fs'); fs.mkdirSync('node_modules', { recursive: true }); fs.appendFileSync('calls', process.argv[2] + ' ');
     if (fs.existsSync('offline')) process.exit(1); setTimeout(() => {}, 500);`,
  );
});

function bootstrap(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const env = { ...process.env, npm_execpath: join(folder, 'npm-cli.js') };
  return new Promise((resolve) => {
    execFile(process.execPath, [join(folder, 'local', 'bootstrap.mjs'), ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

const calls = (): string => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : '');

test('an unknown command is refused with the known ones, before anything is installed', async () => {
  for (const unknown of ['strat', 'constructor']) {
    expect(await bootstrap(unknown)).toMatchObject({ code: 2, stderr: expect.stringMatching(/There are: start, test, demo/) });
  }
  expect(calls()).toBe('');
});

test("installs only when the lock changed, and passes arguments and the script's exit code through", async () => {
  expect(await bootstrap('start', '--once', 'x')).toMatchObject({ code: 7, stdout: '--once x\n' });
  await bootstrap('start');
  expect(calls()).toBe('ci ');
  writeFileSync(join(folder, 'package-lock.json'), '{"changed":true}');
  await bootstrap('start');
  expect(calls()).toBe('ci ci ');
});

test('two at once install once', async () => {
  const both = await Promise.all([bootstrap('start'), bootstrap('start')]);
  expect(both.map(({ code }) => code)).toEqual([7, 7]);
  expect(calls()).toBe('ci ');
});

test('an install that failed is said, with what to do, and tried again next time', async () => {
  writeFileSync(join(folder, 'offline'), '');
  expect(await bootstrap('start')).toMatchObject({ code: 21, stdout: '', stderr: expect.stringMatching(/npm ci failed/) });
  await bootstrap('start');
  expect(calls()).toBe('ci ci ');
});

test('an install that was killed holds nobody up, even when its id is now that of another process', async () => {
  mkdirSync(join(folder, '.data'));
  for (const left of [{ pid: process.pid, started: 'long ago' }, { pid: 999_999_999 }]) {
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    writeFileSync(join(folder, '.data', 'installing'), JSON.stringify(left));
    expect(await bootstrap('start')).toMatchObject({ code: 7 });
  }
  expect(calls()).toBe('ci ci ');
});

test('an install that does not end is said, with what to do', async () => {
  const path = join(folder, 'local', 'bootstrap.mjs');
  writeFileSync(path, readFileSync(path, 'utf8').replace('longestInstall = 300_000', 'longestInstall = 300'));
  mkdirSync(join(folder, '.data'));
  writeFileSync(join(folder, '.data', 'installing'), JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
  expect(await bootstrap('start')).toMatchObject({ code: 21, stderr: expect.stringMatching(new RegExp(`kill ${process.pid}`)) });
  expect(calls()).toBe('');
});

test('the script is ended when npm’s shell is gone', async () => {
  writeFileSync(join(folder, 'local', 'start.ts'), 'console.log(process.pid); setInterval(() => {}, 1_000);');
  const env = { ...process.env, npm_execpath: join(folder, 'npm-cli.js'), npm_lifecycle_event: 'start' };
  const line = `${process.execPath} ${join(folder, 'local', 'bootstrap.mjs')} start; exit 0`;
  const shell = spawn('/bin/sh', ['-c', line], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const [text]: unknown[] = await once(shell.stdout, 'data');
  shell.kill('SIGTERM');
  expect(await gone(Number(String(text)), 3_000)).toBe(true);
});
