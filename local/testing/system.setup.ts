import type { TestProject } from 'vitest/node';
import { consoleProgress } from '../progress.ts';
import { seed } from '../seed.ts';
import { startSystem } from '../system.ts';
import type {} from './provided.ts';
import { scratchFolder } from './scratch.ts';

/** One whole system for all end-to-end tests; those that kill processes start their own. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const progress = consoleProgress();
  const system = await startSystem({ dataDir: scratchFolder(), ports: 'free', durable: false, progress });
  await seed(system, progress);
  provide('dataDir', system.dataDir);
  return () => system.stop({ removeData: true });
}
