import { readdirSync, readFileSync } from 'node:fs';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { workflowBundle } from '../bundle.ts';
import { OUTCOMES } from './publish-outcomes.ts';

const folder = new URL('../histories/publish-approval/', import.meta.url);
const files = readdirSync(folder);
Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });

test('every recorded approval replays on the code of today', { timeout: 60_000 }, async () => {
  const histories = files.map((file) => ({
    workflowId: file,
    history: historyFromJSON(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
  }));
  const replayed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: await workflowBundle() }, histories)) {
    expect(error, workflowId).toBeUndefined();
    replayed.push(workflowId);
  }
  expect(replayed.sort()).toEqual([...files].sort());
});

test('every outcome has a recorded history', () => {
  for (const { name } of OUTCOMES)
    expect(
      files.filter((file) => file.endsWith(`-${name}.json`)),
      name,
    ).not.toEqual([]);
});
