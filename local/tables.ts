import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { format, resolveConfig } from 'prettier';
import { root } from './paths.ts';
import { withRoles, withTables } from './tables-text.ts';

const { check } = new Command('npm run tables --')
  .description('Writes the tables of docs/architecture.md and the login roles of docker-compose.yml from what declares them.')
  .option('--check', 'write nothing; exit 1 when a committed file is not what writing gives')
  .parse()
  .opts<{ check?: true }>();

const made = { 'docs/architecture.md': withTables, 'docker-compose.yml': withRoles };
for (const [name, make] of Object.entries(made)) {
  const path = join(root, name);
  const text = readFileSync(path, 'utf8');
  const wanted = await format(make(text), { ...(await resolveConfig(path)), filepath: path });
  if (wanted === text) continue;
  if (check) {
    process.stderr.write(`${name} is stale: run npm run tables and commit it.\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, wanted);
    process.stdout.write(`${name} written\n`);
  }
}
