import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './paths.ts';

/** One check of `npm test` that is not a test file: a program that must exit 0, or a rule. Counts as one test. */
export interface Check {
  name: string;
  what: string;
  command: readonly string[];
}

const require = createRequire(import.meta.url);

/** The script behind a package's command, run by our own Node instead of whatever a shell would find. */
function bin(name: string, command = name): string {
  const manifest = join(root, 'node_modules', name, 'package.json');
  const { bin: bins }: { bin: string | Record<string, string> } = require(manifest);
  return join(dirname(manifest), typeof bins === 'string' ? bins : (bins[command] ?? ''));
}

export const checks: readonly Check[] = [
  { name: 'types', what: 'the TypeScript compiler', command: [bin('typescript', 'tsc'), '--noEmit'] },
  { name: 'lint', what: 'oxlint with import fences', command: [bin('oxlint'), '--deny-warnings'] },
  { name: 'format', what: 'prettier', command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
  { name: 'supergraph', what: 'the committed supergraph is what composing gives', command: ['local/compose.ts', '--check'] },
  { name: 'codegen', what: 'the generated code is what generating gives', command: ['local/codegen.ts', '--check'] },
  { name: 'env', what: '.env.example is what the config schemas give', command: ['local/env-example.ts', '--check'] },
  {
    name: 'tables',
    what: 'the tables of the docs and the roles of the compose file are what their declarations give',
    command: ['local/tables.ts', '--check'],
  },
  { name: 'unused', what: 'knip: no dependency, file or export is unused', command: [bin('knip'), '-n'] },
  {
    name: 'packages',
    what: 'install scripts equal the allow-list, and the lock is whole on every platform',
    command: ['local/check-packages.ts'],
  },
];

/** The kinds of test files, in the order in which they run. They are the projects of vitest.config.ts. */
export const projects = ['unit', 'integration', 'workflows', 'e2e'] as const;

export const vitest = bin('vitest');

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
