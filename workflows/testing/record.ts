import { mkdirSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Workflow, WorkflowHandle } from '@temporalio/client';
import type { Temporal } from '@guildhall/platform/temporal.ts';
import { QUEUES, WORKFLOWS } from '../contracts/ids.ts';
import { startTestEngines } from '../../local/testing/engines.ts';
import { endOf, OUTCOMES as BATCH_OUTCOMES, runsOf } from './batch-outcomes.ts';
import { createBatchWorld } from './batch-world.ts';
import { createHousekeepingWorld } from './housekeeping-world.ts';
import { OUTCOMES as PUBLISH_OUTCOMES } from './publish-outcomes.ts';
import { createPublishingWorld } from './publishing-world.ts';
import { createStage } from './stage.ts';

/**
 * Records histories for replay, one an outcome and run: `node workflows/testing/record.ts RELEASE [WORKFLOW]`, such as
 * `0.2.0 publish-approval`. Histories are added with each release that changes a workflow, and never edited: runs of every release must
 * still replay.
 */
const [, , release, only] = process.argv;
if (!release) throw new Error('Give the release, such as 0.2.0, and the workflow if only one is to be recorded, such as tick.');

const root = new URL('../../', import.meta.url).pathname;
const wanted = (workflow: string) => only === undefined || only === workflow;

async function record(temporal: Temporal, workflow: string, name: string, handle: WorkflowHandle<Workflow>): Promise<void> {
  const folder = new URL(`../histories/${workflow}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  const runs = await runsOf(temporal, handle);
  for (const [i, run] of runs.entries()) {
    // Who ran it, and in which folder, is nobody's business.
    const json = historyToJSON(await run.fetchHistory())
      .replaceAll(/"identity":\s*"[^"]*"/g, '"identity": "recorder"')
      .replaceAll(root, '');
    writeFileSync(new URL(`${release}-${name}${runs.length > 1 ? `-run-${i + 1}` : ''}.json`, folder), `${json}\n`);
  }
  process.stdout.write(`${workflow} ${name}: ${JSON.stringify(await endOf(handle))}\n`);
}

async function recordPublishing(address: string): Promise<void> {
  const world = await createPublishingWorld(address);
  await world.startWorker();
  try {
    for (const { name, result, run } of PUBLISH_OUTCOMES) {
      const { id } = await run(world, `${name}-1`);
      const ended: unknown = await world.handle(id).result();
      if (ended !== result) throw new Error(`${name} ended ${String(ended)} instead of ${result}.`);
      await record(world.temporal, 'publish-approval', name, world.handle(id));
    }
  } finally {
    await world.end();
  }
}

async function recordBatches(address: string): Promise<void> {
  const world = await createBatchWorld(address);
  await world.startWorker();
  try {
    for (const { workflow, name, ends, run } of BATCH_OUTCOMES.filter((outcome) => wanted(outcome.workflow))) {
      await world.clear();
      const handle = await run(world);
      const end = await endOf(handle);
      if (typeof ends === 'string' ? end !== ends : !isDeepStrictEqual({ ...Object(end), ...ends }, end))
        throw new Error(`${workflow} ${name} ended ${JSON.stringify(end)} instead of ${JSON.stringify(ends)}.`);
      await record(world.temporal, workflow, name, handle);
    }
  } finally {
    await world.end();
  }
}

async function recordHousekeeping(address: string): Promise<void> {
  const world = await createHousekeepingWorld();
  const stage = await createStage(address, { taskQueue: QUEUES.batch, activities: world.activities });
  await stage.startWorker();
  try {
    await world.tell('billing', 20, { id: 'evt_1', type: 'billing.invoice.finalized', entity: 'inv_1' });
    await world.allHaveRead('billing');
    await world.useKey('usage', 31, 'old');
    const { workflow } = stage.temporal.client;
    const handle = await workflow.start(WORKFLOWS.housekeeping, { workflowId: WORKFLOWS.housekeeping, taskQueue: QUEUES.batch, args: [] });
    await record(stage.temporal, 'housekeeping', 'drops', handle);
  } finally {
    await stage.end();
    await world.end();
  }
}

let address = '';
const end = await startTestEngines(
  {
    provide: (key, value) => {
      if (key === 'temporalAddress') address = value;
    },
  },
  { temporal: true },
);
try {
  if (wanted('publish-approval')) await recordPublishing(address);
  if (wanted('housekeeping')) await recordHousekeeping(address);
  if (only !== 'publish-approval' && only !== 'housekeeping') await recordBatches(address);
} finally {
  await end();
}
