import { setTimeout as sleep } from 'node:timers/promises';
import type { Billing } from '@guildhall/billing/index.ts';
import type { Catalog } from '@guildhall/catalog/index.ts';
import { beating } from './aggregation.ts';

/** A copy that keeps up has a mark within moments; past this the activity fails, so that Temporal Web says what the month waits for. */
const PATIENCE_MS = 5_000;
const POLL_MS = 100;

export type InstallActivityDeps = { readonly catalog: Catalog; readonly billing: Billing };

/** A month owes the fee of each install that touches it, so it is booked from a copy of installs that lacks none. */
export function createInstallActivities({ catalog, billing }: InstallActivityDeps) {
  return {
    markInstalls: ({ month }: { readonly month: string }): Promise<string> => beating(() => catalog.markStream(month)),
    /** Ends when billing has every install up to a mark. */
    awaitInstalls: ({ mark }: { readonly mark: string }): Promise<void> =>
      beating(async () => {
        const deadline = Date.now() + PATIENCE_MS;
        while (!(await billing.installsTaken(mark))) {
          if (Date.now() > deadline)
            throw new Error(
              `Billing's copy of installs lacks what the catalog told up to transaction ${mark}. See that the billing process runs and that no transaction on the database server stays open; nothing is booked before.`,
            );
          await sleep(POLL_MS);
        }
      }),
  };
}
export type InstallActivities = ReturnType<typeof createInstallActivities>;
