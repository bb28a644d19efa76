export type DailyAggregationInput = { readonly day: string };
export type WeeklyReconciliationInput = { readonly week: string };
export type MonthlyInvoicingInput = {
  readonly month: string;
  /** Where a run that continued as new goes on: after this account, with those that were still under way, on top of what is done. */
  readonly afterAccount?: string;
  readonly underWay?: readonly string[];
  readonly done?: RunProgress;
};
export type AccountInvoicingInput = { readonly orgId: string; readonly month: string };

export type DailyAggregationResult = {
  readonly days: number;
  readonly rows: number;
  readonly changed: number;
  readonly differences: number;
};
/** How many rows were dropped, over all subgraphs. */
export type HousekeepingResult = { readonly events: number; readonly keys: number };
export type WeeklyReconciliationResult = { readonly reportId: string; readonly differences: number };
/** What a run has started and seen end so far; histories of 0.1.0 know no waiting. */
export type RunProgress = { readonly accounts: number; readonly invoices: number; readonly failed: number; readonly waiting?: number };
/** An account whose month is not booked, and why. */
export type UnbookedAccount = {
  readonly orgId: string;
  readonly outcome: 'failed' | 'waiting';
  readonly code: string;
  readonly reason: string;
};
/** How a month stands after its run, whichever run booked it: its accounts that are booked, failed or wait, and the first 20 that are not booked. */
export type MonthlyInvoicingResult = {
  readonly accounts: number;
  readonly invoices: number;
  readonly failed: number;
  readonly waiting: number;
  readonly unbooked: readonly UnbookedAccount[];
};
/** `none`: nothing to bill. `showback`: ledger entries and no invoice. `held`: nothing but lines that are held. `waiting`: not booked yet, for the reason that it gives. */
export type AccountInvoicingResult = {
  readonly outcome: 'invoiced' | 'showback' | 'held' | 'none' | 'waiting';
  readonly invoiceId: string | null;
  readonly reason?: string;
};

/** The three scheduled processes; a tick starts each under its derived id for the scheduled period and for every one missed. */
export type ScheduledProcess = 'aggregate' | 'reconcile' | 'invoice-run';
export type TickInput = { readonly process: ScheduledProcess };
