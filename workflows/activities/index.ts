import type { Billing } from '@guildhall/billing/index.ts';
import type { Catalog } from '@guildhall/catalog/index.ts';
import type { Publishing } from '@guildhall/governance/index.ts';
import type { Usage } from '@guildhall/usage/index.ts';
import { createAggregationActivities } from './aggregation.ts';
import { withFinalRefusals } from './failure.ts';
import { createInvoicingActivities } from './invoicing.ts';
import { createPublishingActivities } from './publishing.ts';
import { createReconciliationActivities } from './reconciliation.ts';
import { createTickActivities } from './ticks.ts';

/** The activities of the batches, over usage and billing. */
export const createBatchActivities = (deps: { readonly usage: Usage; readonly billing: Billing }) =>
  withFinalRefusals({
    ...createAggregationActivities(deps),
    ...createReconciliationActivities(deps),
    ...createInvoicingActivities(deps),
    ...createTickActivities(deps),
  });

/** Every activity, over the subgraphs' own operations. */
export const createActivities = (deps: {
  readonly catalog: Catalog;
  readonly usage: Usage;
  readonly billing: Billing;
  readonly governance: Publishing;
}) => ({ ...createPublishingActivities(deps), ...createBatchActivities(deps) });
