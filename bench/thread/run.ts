import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@guildhall/local/failure.ts';
import type { Progress } from '@guildhall/local/progress.ts';
import { DEMO_APP, seed } from '@guildhall/local/seed.ts';
import { makeSigningKey } from '@guildhall/local/story/events.ts';
import { closePeriod } from '@guildhall/local/story/processes.ts';
import { NORTHWIND } from '@guildhall/local/story/publish.ts';
import { lastClosed } from '@guildhall/local/story/tell.ts';
import { enterWorld, type World } from '@guildhall/local/story/world.ts';
import { runningSystem } from '@guildhall/local/system-file.ts';
import { startSystem, type System } from '@guildhall/local/system.ts';
import { addDays, lastDay, periodOf } from '@guildhall/platform/period.ts';
import { rounded } from '../percentile.ts';
import { timedClose } from './close.ts';
import { requestBodies, type Workload } from './events.ts';
import { load } from './load.ts';
import { memoryOfEach } from './memory.ts';
import { timedQueries } from './queries.ts';
import { openRaw } from './raw.ts';

/** Bounds of a run: it ends whatever the machine. */
const SINGLY = { count: 4_000, clients: 8, seconds: 10 };
const BATCHES = { count: 100_000, batch: 500, clients: 4, seconds: 120 };
const WARM_UP = 1_000;

export type Figures = Awaited<ReturnType<typeof benchThread>>;
type Tools = { readonly progress: Progress; readonly signal: AbortSignal };

/**
 * Measures one app's whole life on a system of its own, with its own data that is thrown away. Throws a Failure when the system did not
 * count exactly what it acknowledged; then no figure is told.
 */
export async function benchThread(tools: Tools) {
  const dataDir = mkdtempSync(join(tmpdir(), 'guildhall-bench-'));
  // The database's user must enter it too.
  chmodSync(dataDir, 0o755);
  let system: System | undefined;
  const start = async () => {
    const began = performance.now();
    system = await startSystem({ dataDir, ports: 'free', durable: true, ...tools });
    return { system, seconds: rounded((performance.now() - began) / 1_000) };
  };
  try {
    const first = await start();
    await seed(first.system, tools.progress);
    const figures = await measure(first.system, tools);
    const memoryAfterLoadMb = memoryOfEach(runningSystem(dataDir).pids);
    await tools.progress.step('stopping', () => first.system.stop());
    const warm = await start();
    return {
      ...figures,
      start: { newDataSeconds: first.seconds, warmSeconds: warm.seconds },
      memory: { afterWarmStartMb: memoryOfEach(runningSystem(dataDir).pids), afterLoadMb: memoryAfterLoadMb },
    };
  } catch (error) {
    if (tools.signal.aborted) throw new Failure('interrupted', 'Stopped before it was done; nothing is left running.', { cause: error });
    throw error;
  } finally {
    await system?.stop({ removeData: true });
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(system: System, tools: Tools) {
  const world = enterWorld(system);
  const raw = await openRaw(system.databaseAdminUrl);
  try {
    return await measureWith(world, raw, tools);
  } finally {
    await raw.close();
  }
}

/** Single events go over the newest due month but its last day; the batches make that day. */
async function measureWith(world: World, raw: Awaited<ReturnType<typeof openRaw>>, { progress, signal }: Tools) {
  const { ingest } = world.doors.urls;
  const { month } = lastClosed(new Date());
  const day = lastDay(periodOf(month));
  const { start, end } = periodOf(day);
  const before = { start: periodOf(month).start, end: start };
  const workload: Workload = { appId: DEMO_APP, orgId: 'org:acme', key: await makeSigningKey(world, NORTHWIND, DEMO_APP) };

  const [warmUp, singly, batches] = await progress.step('signing', () =>
    Promise.resolve([
      requestBodies(workload, before, { name: 'warm-up', count: WARM_UP, batch: 1 }),
      requestBodies(workload, before, { name: 'single', count: SINGLY.count, batch: 1 }),
      requestBodies(workload, { start, end }, { name: 'batch', count: BATCHES.count, batch: BATCHES.batch }),
    ] as const),
  );
  const warm = await progress.step('warming ingest up', () => load(ingest, warmUp, { ...SINGLY, signal }));
  const single = await progress.step('events singly', () => load(ingest, singly, { ...SINGLY, signal }), rate);
  const batch = await progress.step('events in batches', () => load(ingest, batches, { ...BATCHES, signal }), rate);
  await progress.step('counts', async () => {
    await raw.verify(before, warm.events + single.events);
    await raw.verify({ start, end }, batch.events);
  });
  const copyBare = await progress.step('COPY', () => raw.copy({ start, end }, 'bare'));
  const copyIndexed = await progress.step('COPY with indexes', () => raw.copy({ start, end }, 'indexed'));

  await progress.step('closing the days before', () => closePeriod(world, 'day', addDays(day, -1)));
  signal.throwIfAborted();
  const close = await progress.step(`closing ${day}`, () => timedClose(world, day));
  const closeAgain = await progress.step(`closing ${day} again`, () => timedClose(world, day));
  const groupBySeconds = await progress.step('GROUP BY', () => raw.groupBySeconds({ start, end }));

  await progress.step(`invoicing ${month}`, () => closePeriod(world, 'month', month));
  const queries = await progress.step('queries', () => timedQueries(world, DEMO_APP, month, signal));
  return {
    bench: 'thread',
    at: new Date().toISOString(),
    machine: {
      cores: availableParallelism(),
      cpu: cpus()[0]?.model ?? 'unknown',
      memoryMb: Math.round(totalmem() / 1_048_576),
      node: process.versions.node,
      postgres: await raw.version(),
    },
    ingest: { single, batch: { eventsPerRequest: BATCHES.batch, ...batch }, copyBare, copyIndexed },
    close: { events: batch.events, first: close, again: closeAgain, groupBySeconds },
    queries,
  };
}

const rate = ({ eventsPerSecond }: { readonly eventsPerSecond: number }): string => `${eventsPerSecond} events/s`;
