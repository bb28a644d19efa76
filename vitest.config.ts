import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const rooms = '{platform,events,operations,subgraphs,workflows,gateway,local,bench}';

/** One kind of test: which files, and what must run beside them. */
function project(
  name: string,
  include: string[],
  {
    setup,
    exclude = [],
    seconds = 10,
    ...more
  }: { setup?: string; exclude?: string[]; seconds?: number; fileParallelism?: boolean; maxWorkers?: number } = {},
): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name,
      include,
      exclude: ['**/node_modules/**', ...exclude],
      testTimeout: seconds * 1_000,
      hookTimeout: 120_000,
      ...(setup ? { globalSetup: [setup] } : {}),
      ...more,
    },
  };
}

export default defineConfig({
  // Apollo requires graphql as CommonJS; without this our own imports would get a second copy, whose errors and types are not instances of the first.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql/index.js')) }] },
  test: {
    // Of two cores; more would only make the timings of the real engines worse.
    maxWorkers: 2,
    reporters: ['default', './local/testing/totals-reporter.ts'],
    env: { APOLLO_TELEMETRY_DISABLED: '1' },
    projects: [
      project('unit', [`${rooms}/**/*.test.ts`, '*.test.ts'], { exclude: ['**/*.integration.test.ts', '**/*.workflow.test.ts'] }),
      project('integration', [`${rooms}/**/*.integration.test.ts`], { setup: './local/testing/postgres.setup.ts', seconds: 30 }),
      // They wait for timers and for workers that are gone more than they compute.
      project('workflows', ['workflows/**/*.workflow.test.ts'], { setup: './local/testing/temporal.setup.ts', seconds: 60, maxWorkers: 3 }),
      // One after the other: they share a system, and closing its month or altering its books is seen by all of its organisations.
      project('e2e', ['e2e/**/*.test.ts'], { setup: './local/testing/system.setup.ts', seconds: 120, fileParallelism: false }),
    ],
  },
});
