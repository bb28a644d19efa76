import { chmodSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { endEngines, startDatabase, startWorkflows } from './engines.ts';
import { postgresHome } from './engines/postgres-home.ts';
import { temporalBinary } from './engines/temporal-binary.ts';
import { canListen, choosePorts, type Ports } from './ports.ts';
import { gone } from './process-facts.ts';
import { silent } from './progress.ts';
import { Supervisor } from './supervisor.ts';
import { eraseData } from './system.ts';
import { scratchFolder } from './testing/scratch.ts';

const password = 'of-the-test';
let scratch: string;
let ports: Ports;
let supervisor: Supervisor;
let said: string[];

beforeAll(async () => {
  scratch = scratchFolder();
  ports = await choosePorts('free');
});
afterEach(() => {
  vi.unstubAllEnvs();
  return supervisor.stop();
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function begin(dataDir: string): Parameters<typeof startWorkflows>[0] {
  said = [];
  supervisor = new Supervisor({ logDir: join(scratch, 'logs'), say: (line) => void said.push(line) });
  return { supervisor, dataDir, ports, progress: { ...silent, say: (line) => void said.push(line) } };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

test('Postgres keeps its data over a stop, over kill -9, and ends what an earlier start left', async () => {
  const dataDir = join(scratch, 'open');
  mkdirSync(dataDir);
  const { adminUrl } = await startDatabase({ ...begin(dataDir), password, durable: true });
  await query(adminUrl, 'create table kept as select 1 as one');
  await supervisor.stop();

  const first = begin(dataDir);
  await startDatabase({ ...first, password, durable: true });
  await supervisor.child('postgres').kill('SIGKILL');
  await supervisor.child('postgres').ready();
  expect(await query(adminUrl, 'select one from kept')).toEqual([{ one: 1 }]);

  // A second supervisor on the same data, as after a start that was killed together with its guard.
  const orphan = supervisor;
  const orphanPid = orphan.child('postgres').pid ?? 0;
  const second = begin(dataDir);
  orphan
    .child('postgres')
    .kill('SIGCONT', { keepDown: true })
    .catch(() => undefined);
  await endEngines(dataDir, second.progress.say);
  expect(await canListen(ports.postgres)).toBe(true);
  expect(await gone(orphanPid, 0)).toBe(true);
  await startDatabase({ ...second, password, durable: true });
  expect(said).toContainEqual(expect.stringMatching(/Postgres of an earlier start still runs/));
  expect(await query(adminUrl, 'select one from kept')).toEqual([{ one: 1 }]);
  await orphan.stop();
  eraseData(dataDir);
});

const asRoot = test.runIf(process.getuid?.() === 0);

asRoot('as root in a folder that the database user cannot enter, the data moves and survives', async () => {
  const dataDir = join(scratch, 'closed', '.data');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const first = await startDatabase({ ...begin(dataDir), password, durable: false });
  expect(said[0]).toMatch(/its data lives in/);
  await query(first.adminUrl, 'create table kept as select 1 as one');
  await supervisor.stop();
  const again = await startDatabase({ ...begin(dataDir), password, durable: false });
  expect(await query(again.adminUrl, 'select one from kept')).toEqual([{ one: 1 }]);
  await supervisor.stop();
  const { movedTo = '/' } = postgresHome(dataDir);
  expect(existsSync(movedTo)).toBe(true);
  eraseData(dataDir);
  expect(existsSync(movedTo)).toBe(false);
});

asRoot('data that moved out is found again by its own folder only: not by a new one at its path, nor by a copy', async () => {
  const dataDir = join(scratch, 'keyed', '.data');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const { movedTo } = postgresHome(dataDir);
  cpSync(dataDir, `${dataDir}-copy`, { recursive: true });
  expect(postgresHome(`${dataDir}-copy`).movedTo).not.toBe(movedTo);
  expect(postgresHome(dataDir).movedTo).toBe(movedTo);
  await startDatabase({ ...begin(dataDir), password, durable: false });
  await supervisor.stop();
  rmSync(dataDir, { recursive: true });
  mkdirSync(dataDir, { mode: 0o700 });
  await startDatabase({ ...begin(dataDir), password: 'of-new-secrets', durable: false });
  await supervisor.stop();
  for (const folder of [dataDir, `${dataDir}-copy`]) eraseData(folder);
  rmSync(movedTo ?? '', { recursive: true });
});

asRoot('data that the database user cannot enter any more is said, and a reset begins anew', () => {
  const dataDir = join(scratch, 'shut', '.data');
  mkdirSync(join(dataDir, 'postgres'), { recursive: true });
  chmodSync(join(scratch, 'shut'), 0o700);
  expect(() => postgresHome(dataDir)).toThrow(/--reset/);
  eraseData(dataDir);
  mkdirSync(dataDir);
  expect(postgresHome(dataDir).movedTo).toBeDefined();
  eraseData(dataDir);
});

test('a server of one’s own that is none, or does not answer, is named with its variable and without its password', async () => {
  const deps = begin(scratch);
  const failing = { kind: 'engine', message: expect.not.stringContaining('s3cret') };
  for (const [text, address] of [
    ['localhost', 'localhost'],
    ['localhost:5432', 'localhost'],
    ['postgres://me:s3cret', 'me'],
    ['postgres://me:s3cret#@db:5432', 'db:5432'],
    ['postgres://me:s3cret@127.0.0.1:1/books', '127.0.0.1:1'],
  ] as const) {
    vi.stubEnv('DATABASE_ADMIN_URL', text);
    const failure = startDatabase({ ...deps, password, durable: true });
    await expect(failure).rejects.toMatchObject(failing);
    await expect(failure).rejects.toThrow(`DATABASE_ADMIN_URL (${address})`);
  }
  for (const address of ['localhost', 'http://127.0.0.1:7233', '127.0.0.1:1']) {
    vi.stubEnv('TEMPORAL_ADDRESS', address);
    const failure = startWorkflows(deps);
    await expect(failure).rejects.toMatchObject(failing);
    await expect(failure).rejects.toThrow(`TEMPORAL_ADDRESS (${address})`);
  }
});

describe('Temporal', () => {
  // On a cold cache it is downloaded, which no test's time allows for.
  beforeAll(() => temporalBinary(() => undefined), 400_000);

  test('serves its Web and starts again after kill -9', async () => {
    const dataDir = join(scratch, 'temporal');
    mkdirSync(dataDir);
    const { web } = await startWorkflows(begin(dataDir));
    await supervisor.child('temporal').kill('SIGKILL');
    await supervisor.child('temporal').ready();
    const answer = await fetch(`${web}/api/v1/namespaces/default`);
    expect(answer.status).toBe(200);
  });
});
