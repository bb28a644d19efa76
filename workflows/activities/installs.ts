import { setTimeout as sleep } from 'node:timers/promises';
import { activityInfo } from '@temporalio/activity';
import type { Billing } from '@guildhall/billing/index.ts';
import type { Catalog } from '@guildhall/catalog/index.ts';
import { beating } from './aggregation.ts';

/** A copy that keeps up has a mark within moments; past this the activity fails, so that Temporal Web says what the month waits for. */
const PATIENCE_MS = 5_000;
const POLL_MS = 100;
/** What the stream says of a mark that was set because the first one was not reached in time. */
const AGAIN = 'installs awaited again';

export type InstallActivityDeps = { readonly catalog: Catalog; readonly billing: Billing };

/** A month owes the fee of each install that touches it, so it is booked from a copy of installs that lacks none. */
export function createInstallActivities({ catalog, billing }: InstallActivityDeps) {
  return {
    markInstalls: ({ month }: { readonly month: string }): Promise<string> => beating(() => catalog.markStream(month)),
    /**
     * Ends when billing has every install up to a mark. Each further attempt sets a mark of its own as well, and is content with either: a
     * restore into another server leaves the first one beyond what can be reached.
     */
    awaitInstalls: ({ mark }: { readonly mark: string }): Promise<void> =>
      beating(async () => {
        const deadline = Date.now() + PATIENCE_MS;
        const marks = activityInfo().attempt > 1 ? [mark, await catalog.markStream(AGAIN)] : [mark];
        const taken = async () => (await Promise.all(marks.map((of) => billing.installsTaken(of)))).includes(true);
        while (!(await taken())) {
          if (Date.now() > deadline)
            throw new Error(
              `Billing's copy of installs lacks what the catalog emitted up to transaction ${mark}. See that the billing process runs and that no transaction on the database server stays open; nothing is booked before.`,
            );
          await sleep(POLL_MS);
        }
      }),
  };
}
export type InstallActivities = ReturnType<typeof createInstallActivities>;
