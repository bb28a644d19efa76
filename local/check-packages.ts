import { packageFaults } from './package-rules.ts';
import { readJson } from './test-steps.ts';

// Both files have the shape that npm gives them.
const { allowScripts } = readJson('package.json') as { allowScripts: Record<string, boolean> };
const lock = readJson('package-lock.json') as Parameters<typeof packageFaults>[0];
const faults = packageFaults(lock, Object.keys(allowScripts));
process.stdout.write(faults.map((fault) => `${fault}\n`).join(''));
process.exitCode = faults.length > 0 ? 1 : 0;
