import type { Publishing } from '@guildhall/governance/index.ts';
import type { Usage } from '@guildhall/usage/index.ts';
import { createAggregationActivities } from './aggregation.ts';
import { withFinalRefusals } from './failure.ts';
import { createInstallActivities, type InstallActivityDeps } from './installs.ts';
import { createInvoicingActivities } from './invoicing.ts';
import { createPublishingActivities } from './publishing.ts';
import { createReconciliationActivities } from './reconciliation.ts';
import { createTickActivities } from './ticks.ts';

/** The activities of the batches, over usage, billing and the catalog's stream. */
export const createBatchActivities = (deps: InstallActivityDeps & { readonly usage: Usage }) =>
  withFinalRefusals({
    ...createAggregationActivities(deps),
    ...createReconciliationActivities(deps),
    ...createInstallActivities(deps),
    ...createInvoicingActivities(deps),
    ...createTickActivities(deps),
  });

/** Every activity, over the subgraphs' own operations. */
export const createActivities = (deps: InstallActivityDeps & { readonly usage: Usage; readonly governance: Publishing }) => ({
  ...createPublishingActivities(deps),
  ...createBatchActivities(deps),
});
