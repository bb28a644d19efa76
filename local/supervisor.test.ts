import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from './failure.ts';
import { choosePorts } from './ports.ts';
import { gone, isAlive } from './process-facts.ts';
import { Supervisor } from './supervisor.ts';
import { fixture } from './testing/fixture.ts';
import { scratchFolder } from './testing/scratch.ts';

let port: number;
let folder: string;
let said: string[];
let supervisor: Supervisor;

beforeEach(async () => {
  port = (await choosePorts('free')).gateway;
  folder = scratchFolder();
  said = [];
  supervisor = new Supervisor({ logDir: folder, say: (line) => void said.push(line) });
});

afterEach(() => supervisor.stop());

const pidOf = (): number => supervisor.child('fixture').pid ?? 0;

test('starts a child, writes its log, and ends it', async () => {
  await supervisor.start(fixture('ready', port));
  const pid = pidOf();
  expect(isAlive(pid)).toBe(true);
  await supervisor.stop();
  expect(isAlive(pid)).toBe(false);
  expect(readFileSync(join(folder, 'fixture.log'), 'utf8')).toContain('started in mode ready');
  await expect(supervisor.start(fixture('ready', port))).rejects.toThrow(/being stopped/);
});

test('a killed child is started again, and said', async () => {
  await supervisor.start(fixture('ready', port));
  const first = pidOf();
  await supervisor.child('fixture').kill('SIGKILL');
  await supervisor.child('fixture').ready();
  expect(pidOf()).not.toBe(first);
  await vi.waitFor(() => expect(said.at(-1)).toMatch(/fixture is ready again/));
  expect(said[0]).toMatch(/fixture died \(SIGKILL\); starting it again in 0.25 s/);
});

test('a child that is kept down stays down until it is started again', async () => {
  await supervisor.start(fixture('ready', port));
  await supervisor.child('fixture').kill('SIGKILL', { keepDown: true });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(supervisor.pids()).toEqual({});
  await supervisor.child('fixture').start();
  expect(isAlive(pidOf())).toBe(true);
});

test('a child that ends at once is a failure that shows its log', async () => {
  writeFileSync(join(folder, 'fixture.log'), 'of an earlier start\n');
  const failure = await supervisor.start(fixture('broken', port)).catch((error: unknown) => error);
  expect(failure).not.toMatchObject({ message: expect.stringMatching(/of an earlier start/) });
  expect(failure).toBeInstanceOf(Failure);
  expect(failure).toMatchObject({
    kind: 'process',
    message: expect.stringMatching(/ended before it was ready \(exit 7\)[^]*I lack a variable/),
  });
});

test('a program that does not exist is a failure that says so', async () => {
  await expect(supervisor.start({ ...fixture('ready', port), command: '/nowhere/program' })).rejects.toThrow(/ENOENT/);
});

test('a child that ignores the request to end is killed with all that it started', async () => {
  await supervisor.start(fixture('stubborn', port));
  const { pid, helper }: { pid: number; helper: number } = JSON.parse(await (await fetch(`http://127.0.0.1:${port}/`)).text());
  await supervisor.child('fixture').stop(200);
  expect(await gone(pid, 1_000)).toBe(true);
  expect(await gone(helper, 1_000)).toBe(true);
  expect(said.at(-1)).toMatch(/did not stop within 0.2 s: killed/);
});

test('children end when the supervisor is killed and can end nothing itself', async () => {
  const script = join(import.meta.dirname, 'testing', 'supervise-and-wait.ts');
  const parent = spawn(process.execPath, [script, folder, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [text]: unknown[] = await once(parent.stdout, 'data');
  const pid = Number(String(text));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  expect(await gone(pid, 5_000)).toBe(true);
});
