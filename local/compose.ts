import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { readIfThere } from './files.ts';
import { shown } from './paths.ts';
import { composeSupergraph, supergraphFile } from './supergraph.ts';

const { check } = new Command('npm run compose --')
  .description('Composes schema/*.graphql into schema/supergraph.graphql.')
  .option('--check', 'write nothing; exit 1 when the committed file is not what composing gives')
  .parse()
  .opts<{ check?: true }>();

try {
  const { supergraph } = composeSupergraph();
  if (!check) {
    writeFileSync(supergraphFile, supergraph);
    process.stdout.write(`${shown(supergraphFile)} written\n`);
  } else if (readIfThere(supergraphFile) !== supergraph)
    throw new Error(`${shown(supergraphFile)} is stale: run npm run compose and commit it.`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
