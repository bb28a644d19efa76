/** Every workflow that a worker runs. */
export { publishApproval } from './publish-approval.ts';
export { dailyAggregation } from './daily-aggregation.ts';
export { weeklyReconciliation } from './weekly-reconciliation.ts';
export { accountInvoicing, monthlyInvoicing } from './monthly-invoicing.ts';
export { housekeeping } from './housekeeping.ts';
export { tick } from './tick.ts';
