import type { Billing, UnbookedMonth } from '@guildhall/billing/index.ts';
import { refusal } from '@guildhall/platform/errors.ts';
import type { Hold } from '@guildhall/platform/stream/holds.ts';
import { beating } from './aggregation.ts';
import { appsOf, holdsOf, type HoldDeps } from './holds.ts';

type Account = { readonly orgId: string; readonly month: string };
type Page = { readonly month: string; readonly after?: string; readonly limit: number };

export type InvoicingActivityDeps = HoldDeps & { readonly billing: Billing };

const MOST_NAMED = 3;

/** The steps of a month's invoicing; each enters billing at one operation that is done at most once. */
export function createInvoicingActivities(deps: InvoicingActivityDeps) {
  const { billing } = deps;
  /** What holds apps. Throws `MONTH_WAITS` while an event of the organisation itself waits or is dead. */
  const appHolds = async (orgId: string): Promise<readonly Hold[]> => {
    const all = await holdsOf(deps);
    const own = all.filter((hold) => hold.appId === null && hold.orgId === orgId);
    if (own.length > 0) throw monthWaits(orgId, own);
    return all.filter((hold) => hold.appId !== null);
  };
  return {
    accountsToBill: ({ month, after, limit }: Page) =>
      beating(async () => {
        const all = await holdsOf(deps);
        await billing.putAppsOnHold(appsOf(all));
        const waiting = new Set(all.flatMap(({ orgId, appId }) => (appId === null ? [orgId] : [])));
        return billing.accountsToBill(month, after, limit, waiting);
      }),
    draftInvoice: ({ orgId, month }: Account) => beating(async () => billing.draftInvoice(orgId, month, appsOf(await appHolds(orgId)))),
    numberAndPost: ({ orgId, month }: Account) =>
      beating(async () => {
        const holds = await appHolds(orgId);
        return billing.numberAndPost(orgId, month, appsOf(holds), appsOf(holds.filter(({ dead }) => !dead)));
      }),
    finalizeInvoice: ({ orgId, month }: Account) => beating(() => billing.finalizeInvoice(orgId, month)),
    recordUnbooked: ({ month, ...unbooked }: UnbookedMonth & { readonly month: string }) =>
      beating(() => billing.recordUnbooked(month, unbooked)),
    /** `failed` comes from runs that began under 0.1.0, which record no account. */
    recordRun: ({ month, failed }: { readonly month: string; readonly failed?: number }) => beating(() => billing.recordRun(month, failed)),
  };
}
export type InvoicingActivities = ReturnType<typeof createInvoicingActivities>;

function monthWaits(orgId: string, own: readonly Hold[]) {
  const named = own.slice(0, MOST_NAMED).map(({ type, eventId, consumer }) => `${type} ${eventId} of consumer ${consumer}`);
  const more = own.length > MOST_NAMED ? ` and ${own.length - MOST_NAMED} more` : '';
  return refusal(
    'MONTH_WAITS',
    `The month of ${orgId} waits for events of it that could not be processed: ${named.join(', ')}${more}. A platform admin retries or drops dead letters.`,
  );
}
