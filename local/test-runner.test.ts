import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { processesWith } from './process-facts.ts';
import { scratchFolder } from './testing/scratch.ts';

test('a run that is ended ends what it started, removes its scratch, and says its last line', async () => {
  const folder = scratchFolder();
  // The last word finds no test, and this run's process again.
  const words = ['unit', 'local/supervisor', `of-${process.pid}`];
  const run = spawn(process.execPath, [join(import.meta.dirname, 'test.ts'), ...words], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  run.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  while (!output.includes('RUN')) await once(run.stdout, 'data');
  run.kill('SIGTERM');
  expect(await once(run, 'close')).toEqual([1, null]);
  expect(output.trimEnd().split('\n').at(-1)).toMatch(/^\d+ passed, 1 failed$/);
  expect(readdirSync(folder)).toEqual([]);
  expect(processesWith('vitest', ...words)).toEqual([]);
}, 30_000);
