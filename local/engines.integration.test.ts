import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startDatabase, startWorkflows } from './engines.ts';
import { postgresHome, removeHome } from './engines/postgres-home.ts';
import { choosePorts, type Ports } from './ports.ts';
import { gone } from './process-facts.ts';
import { silent } from './progress.ts';
import { Supervisor } from './supervisor.ts';
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
afterEach(() => supervisor.stop());
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
  await startDatabase({ ...second, password, durable: true });
  expect(await gone(orphanPid, 1_000)).toBe(true);
  expect(said).toContainEqual(expect.stringMatching(/Postgres of an earlier start still runs/));
  expect(await query(adminUrl, 'select one from kept')).toEqual([{ one: 1 }]);
  await orphan.stop();
  removeHome(postgresHome(dataDir));
});

test.runIf(process.getuid?.() === 0)('as root in a folder that the database user cannot enter, the data moves and survives', async () => {
  const dataDir = join(scratch, 'closed', '.data');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const first = await startDatabase({ ...begin(dataDir), password, durable: false });
  expect(said[0]).toMatch(/its data lives in/);
  await query(first.adminUrl, 'create table kept as select 1 as one');
  await supervisor.stop();
  const again = await startDatabase({ ...begin(dataDir), password, durable: false });
  expect(await query(again.adminUrl, 'select one from kept')).toEqual([{ one: 1 }]);
  await supervisor.stop();
  const home = postgresHome(dataDir);
  removeHome(home);
  expect(existsSync(home.movedTo ?? '/')).toBe(false);
});

test('Temporal serves its Web and starts again after kill -9', async () => {
  const dataDir = join(scratch, 'temporal');
  mkdirSync(dataDir);
  const { web } = await startWorkflows(begin(dataDir));
  await supervisor.child('temporal').kill('SIGKILL');
  await supervisor.child('temporal').ready();
  const answer = await fetch(`${web}/api/v1/namespaces/default`);
  expect(answer.status).toBe(200);
});
