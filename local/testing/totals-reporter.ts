import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node';
import { lineOf, type Totals } from './totals.ts';

/** Counts every test, and as failures also what broke outside one: an import, a hook, an unhandled rejection. */
export default class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[], reason: TestRunEndReason): void {
    const totals: Totals = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      totals.failed += module.errors().length;
      for (const suite of module.children.allSuites()) totals.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        totals[state === 'passed' || state === 'skipped' ? state : 'failed']++;
      }
    }
    if (reason === 'interrupted') totals.failed++;
    const file = process.env['GUILDHALL_TOTALS'];
    if (file) writeFileSync(file, JSON.stringify(totals));
    else process.once('exit', () => process.stdout.write(`${lineOf(totals)}\n`));
  }
}
