import 'vitest';

declare module 'vitest' {
  // What the global set-ups hand to the tests, by inject().
  interface ProvidedContext {
    /** workflows: a Temporal dev server of this run. */
    temporalAddress: string;
    /** e2e: the data folder of the started system; see runningSystem(). */
    dataDir: string;
  }
}
