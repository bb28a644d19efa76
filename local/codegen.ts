import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { Command } from 'commander';
import config from '../codegen.ts';
import { messageOf } from './failure.ts';
import { readIfThere } from './files.ts';
import { root } from './paths.ts';

const { check } = new Command('npm run codegen --')
  .description("Generates the subgraphs' resolver types and the typed operations from schema/ and operations/.")
  .option('--check', 'write nothing; exit 1 when a committed file is not what generating gives')
  .parse()
  .opts<{ check?: true }>();

try {
  process.chdir(root);
  // Given `false` it answers the files instead of writing them.
  const files: { filename: string; content: string }[] = await generate({ ...config, silent: true }, false);
  const stale = files.filter(({ filename, content }) => readIfThere(join(root, filename)) !== content);
  if (check && stale.length > 0)
    throw new Error(`Stale: ${stale.map(({ filename }) => filename).join(', ')}. Run npm run codegen and commit what it writes.`);
  for (const { filename, content } of check ? [] : stale) {
    mkdirSync(dirname(join(root, filename)), { recursive: true });
    writeFileSync(join(root, filename), content);
    process.stdout.write(`${filename} written\n`);
  }
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
