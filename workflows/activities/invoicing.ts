import type { Billing, UnbookedMonth } from '@guildhall/billing/index.ts';
import { beating } from './aggregation.ts';

type Account = { readonly orgId: string; readonly month: string };

/** The steps of a month's invoicing; each enters billing at one operation that is done at most once. */
export function createInvoicingActivities({ billing }: { readonly billing: Billing }) {
  return {
    accountsToBill: ({ month, after, limit }: { readonly month: string; readonly after?: string; readonly limit: number }) =>
      beating(() => billing.accountsToBill(month, after, limit)),
    draftInvoice: ({ orgId, month }: Account) => beating(() => billing.draftInvoice(orgId, month)),
    numberAndPost: ({ orgId, month }: Account) => beating(() => billing.numberAndPost(orgId, month)),
    finalizeInvoice: ({ orgId, month }: Account) => beating(() => billing.finalizeInvoice(orgId, month)),
    recordUnbooked: ({ month, ...unbooked }: UnbookedMonth & { readonly month: string }) =>
      beating(() => billing.recordUnbooked(month, unbooked)),
    /** `failed` comes from runs that began under 0.1.0, which record no account. */
    recordRun: ({ month, failed }: { readonly month: string; readonly failed?: number }) => beating(() => billing.recordRun(month, failed)),
  };
}
export type InvoicingActivities = ReturnType<typeof createInvoicingActivities>;
