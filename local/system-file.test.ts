import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isAlive } from './process-facts.ts';
import { endLeftovers } from './system-file.ts';
import { scratchFolder } from './testing/scratch.ts';

test('what a killed start left is gone when the next one chooses ports, and a stranger with such an id is spared', async () => {
  const folder = scratchFolder();
  const idle = (script: string): number => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)', script]).pid ?? 0;
  const pids = { catalog: idle('subgraphs/catalog/main.ts'), usage: idle('of-somebody-else.ts') };
  writeFileSync(join(folder, 'system.json'), JSON.stringify({ pids }));
  await endLeftovers(folder);
  expect([isAlive(pids.catalog), isAlive(pids.usage)]).toEqual([false, true]);
  process.kill(pids.usage);
});
