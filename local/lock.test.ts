import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockDataDir } from './lock.ts';
import { scratchFolder } from './testing/scratch.ts';

test('a second start on the same data is refused, and allowed again after the first let go', () => {
  const folder = scratchFolder();
  const unlock = lockDataDir(folder);
  expect(() => lockDataDir(folder)).toThrow(new RegExp(`process ${process.pid}`));
  unlock();
  lockDataDir(folder)();
});

test('the lock of a dead process, or of one whose id another got, does not hold', () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'running'), JSON.stringify({ pid: process.pid, started: 'long ago' }));
  lockDataDir(folder)();
  writeFileSync(join(folder, 'running'), 'half a fi');
  lockDataDir(folder)();
});
