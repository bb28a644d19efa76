import type { Publishing } from '@guildhall/governance/index.ts';
import { createAggregationActivities } from './aggregation.ts';
import { withFinalRefusals } from './failure.ts';
import { createHousekeepingActivities, type HousekeepingDeps } from './housekeeping.ts';
import { createInstallActivities, type InstallActivityDeps } from './installs.ts';
import { createInvoicingActivities, type InvoicingActivityDeps } from './invoicing.ts';
import { createPeriodActivities, type PeriodActivityDeps } from './periods.ts';
import { createPublishingActivities } from './publishing.ts';
import { createReconciliationActivities } from './reconciliation.ts';
import { createTickActivities } from './ticks.ts';

/** The activities of the batches, over usage, billing and the catalog's stream. */
export const createBatchActivities = (deps: InstallActivityDeps & PeriodActivityDeps & InvoicingActivityDeps) =>
  withFinalRefusals({
    ...createPeriodActivities(deps),
    ...createAggregationActivities(deps),
    ...createReconciliationActivities(deps),
    ...createInstallActivities(deps),
    ...createInvoicingActivities(deps),
    ...createTickActivities(deps),
  });

/** Every activity, over the subgraphs' own operations. */
export const createActivities = (
  deps: InstallActivityDeps & PeriodActivityDeps & HousekeepingDeps & { readonly governance: Publishing },
) => ({
  ...createHousekeepingActivities(deps),
  ...createPublishingActivities(deps),
  ...createBatchActivities(deps),
});
