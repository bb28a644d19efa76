import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const here = fileURLToPath(new URL('.', import.meta.url));
const cache = fileURLToPath(new URL('../node_modules/.cache/guildhall-workflows/', import.meta.url));

/** The workflows as one file, made once a state of the sources and SDK: bundling takes seconds that a start need not wait for. */
export async function workflowBundle(): Promise<{ readonly codePath: string }> {
  const hash = createHash('sha256').update(readFileSync(new URL('../package-lock.json', import.meta.url)));
  for (const file of globSync('{workflows,contracts}/**/*.ts', { cwd: here }).sort()) hash.update(file).update(readFileSync(here + file));
  const codePath = `${cache}${hash.digest('hex').slice(0, 32)}.js`;
  if (!existsSync(codePath)) {
    const { code } = await bundleWorkflowCode({ workflowsPath: `${here}workflows/index.ts` });
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${codePath}.${process.pid}`, code);
    renameSync(`${codePath}.${process.pid}`, codePath);
  }
  return { codePath };
}
