import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { envExample, envSecrets } from './env-example-text.ts';
import { readIfThere } from './files.ts';
import { root } from './paths.ts';

const { check, secrets } = new Command('npm run env-example --')
  .description("Writes .env.example from the processes' config schemas.")
  .option('--secrets', 'write nothing; print fresh keys and passwords as docker-compose.yml reads them from .env')
  .option('--check', 'write nothing; exit 1 when the committed file is not what writing gives')
  .parse()
  .opts<{ check?: true; secrets?: true }>();

const file = join(root, '.env.example');
if (secrets) process.stdout.write(envSecrets());
else if (!check) writeFileSync(file, envExample());
else if (readIfThere(file) !== envExample()) {
  process.stderr.write('.env.example is stale: run npm run env-example and commit it.\n');
  process.exitCode = 1;
}
