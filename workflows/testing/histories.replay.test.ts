import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { workflowBundle } from '../bundle.ts';
import { OUTCOMES as BATCH_OUTCOMES } from './batch-outcomes.ts';
import { OUTCOMES as PUBLISH_OUTCOMES } from './publish-outcomes.ts';

const folder = fileURLToPath(new URL('../histories/', import.meta.url));
const files = globSync('*/*.json', { cwd: folder }).sort();

test('every recorded run of every workflow replays on the code of today', { timeout: 120_000 }, async () => {
  const histories = files.map((file) => ({ workflowId: file, history: historyFromJSON(JSON.parse(readFileSync(folder + file, 'utf8'))) }));
  const replayed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: await workflowBundle() }, histories)) {
    expect(error, workflowId).toBeUndefined();
    replayed.push(workflowId);
  }
  expect(replayed.sort()).toEqual(files);
});

test('every outcome has a recorded history', () => {
  const outcomes = [
    ...PUBLISH_OUTCOMES.map(({ name }) => `publish-approval/${name}`),
    ...BATCH_OUTCOMES.map((of) => `${of.workflow}/${of.name}`),
    'housekeeping/drops',
  ];
  const recorded = new Set(files.map((file) => file.replace(/\/\d+\.\d+\.\d+-/, '/').replace(/(-run-\d+)?\.json$/, '')));
  expect(outcomes.filter((outcome) => !recorded.has(outcome))).toEqual([]);
});
