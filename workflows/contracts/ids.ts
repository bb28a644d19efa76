/** Derived workflow ids: the same thing is always found, and started at most once at a time, under the same name. */
export const workflowId = {
  publish: (publishRequestId: string) => `publish/${publishRequestId}`,
  aggregate: (day: string) => `aggregate/${day}`,
  reconcile: (week: string) => `reconcile/${week}`,
  invoiceRun: (month: string) => `invoice-run/${month}`,
  invoice: (account: string, month: string) => `invoice/${account}/${month}`,
} as const;

/** Approvals wait for days; batches work for minutes: each has its own queue so neither starves the other. */
export const QUEUES = { approval: 'approval', batch: 'batch' } as const;

/** Workflow types as Temporal knows them; never renamed, for histories name them. */
export const WORKFLOWS = {
  publishApproval: 'publishApproval',
  dailyAggregation: 'dailyAggregation',
  weeklyReconciliation: 'weeklyReconciliation',
  monthlyInvoicing: 'monthlyInvoicing',
  accountInvoicing: 'accountInvoicing',
  tick: 'tick',
  housekeeping: 'housekeeping',
} as const;
