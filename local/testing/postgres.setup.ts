import type { TestProject } from 'vitest/node';
import { startTestEngines } from './engines.ts';

export default (project: TestProject): Promise<() => Promise<void>> => startTestEngines(project, { temporal: false });
