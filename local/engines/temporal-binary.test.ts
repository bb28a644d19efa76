import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { scratchFolder } from '../testing/scratch.ts';
import { temporalBinary } from './temporal-binary.ts';

afterEach(() => vi.unstubAllEnvs());

function folderWith(text: string, mode = 0o755): string {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'temporal'), text, { mode });
  return folder;
}

test('a CLI on the PATH serves only when it runs and is new enough', async () => {
  const folder = scratchFolder();
  mkdirSync(join(folder, 'temporal'));
  const says = (version: string): string => `#!/bin/sh\necho 'temporal version ${version} (Server 1.31.2, UI 2.50.1)'\n`;
  const unusable = [folder, folderWith(says('1.8.2'), 0o644), folderWith('#!/bin/sh\nexit 3\n'), folderWith('#!/bin/sh\necho hello\n')];
  const old = folderWith(says('1.7.9'));
  const good = folderWith(says('1.10.0'));
  vi.stubEnv('PATH', [...unusable, old, good].join(delimiter));
  expect(await temporalBinary(() => undefined, false)).toEqual({ path: join(good, 'temporal'), source: 'on the PATH' });
});
