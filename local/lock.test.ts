import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { lockDataDir } from './lock.ts';
import { runningSystem } from './system-file.ts';
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

test.runIf(process.getuid?.() === 0)("another user's data is refused, with what to do, by root and by a user", () => {
  const folder = scratchFolder();
  chownSync(folder, 4711, 4711);
  expect(() => lockDataDir(folder)).toThrow(/belongs to user 4711, and you are user 0: run as that user, or begin anew: rm -r/);
  const user = vi.spyOn(process, 'geteuid').mockReturnValue(4712);
  expect(() => runningSystem(folder)).toThrow(/sudo chown -R 4712/);
  expect(() => lockDataDir(folder)).toThrow(expect.objectContaining({ kind: 'foreign' }));
  user.mockReturnValue(4711);
  lockDataDir(folder)();
  user.mockRestore();
});
