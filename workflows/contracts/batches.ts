export type DailyAggregationInput = { readonly day: string };
export type WeeklyReconciliationInput = { readonly week: string };
export type MonthlyInvoicingInput = {
  readonly month: string;
  /** Where a run that continued as new goes on: after this account, with those that were still under way, on top of what is done. */
  readonly afterAccount?: string;
  readonly underWay?: readonly string[];
  readonly done?: MonthlyInvoicingResult;
};
export type AccountInvoicingInput = { readonly orgId: string; readonly month: string };

export type DailyAggregationResult = {
  readonly days: number;
  readonly rows: number;
  readonly changed: number;
  readonly differences: number;
};
export type WeeklyReconciliationResult = { readonly reportId: string; readonly differences: number };
export type MonthlyInvoicingResult = { readonly accounts: number; readonly invoices: number; readonly failed: number };
/** `none`: nothing to bill. `showback`: ledger entries and no invoice. `held`: nothing but lines that are held. */
export type AccountInvoicingResult = { readonly outcome: 'invoiced' | 'showback' | 'held' | 'none'; readonly invoiceId: string | null };

/** The three scheduled processes; a tick starts each under its derived id for the scheduled period and for every one missed. */
export type ScheduledProcess = 'aggregate' | 'reconcile' | 'invoice-run';
export type TickInput = { readonly process: ScheduledProcess };
