import DataLoader from 'dataloader';
import { ForbiddenError } from '@guildhall/platform/errors.ts';
import type { DeadLetters } from '@guildhall/platform/stream/dead-letters.ts';
import { byId } from '@guildhall/platform/graphql/loader.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import type { Billing, ChargeLine, Consent, Invoice } from '../index.ts';

/** What one request's resolvers share. */
export type Context = ReturnType<ReturnType<typeof createContext>>;

/** Another subgraph's entity, by its id alone: whether the caller may see it is decided field by field. */
export type Reference = { readonly id: string };

/** A caller without the right role finds nothing where an entity is looked up, as if it were absent. */
async function orNothing<Row>(load: () => Promise<Row[]>): Promise<Row[]> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof ForbiddenError) return [];
    throw error;
  }
}

export const createContext = (billing: Billing, consent: Consent, deadLetters: DeadLetters) => (actor: Actor) => ({
  actor,
  deadLetters,
  billing,
  consent,
  accounts: byId(
    (orgIds) =>
      orNothing(async () => {
        const account = orgIds.includes(actor.orgId) ? await billing.ownAccount(actor) : undefined;
        return account ? [account] : [];
      }),
    ({ orgId }) => orgId,
  ),
  invoices: byId(
    (ids) => orNothing(() => billing.invoicesByIds(actor, ids)),
    ({ id }) => id,
  ),
  lines: new DataLoader<Invoice, ChargeLine[], string>(
    async (invoices) => {
      const lines = Map.groupBy(await billing.linesOfInvoices(actor, invoices), ({ invoiceId }) => invoiceId);
      return invoices.map(({ id }) => lines.get(id) ?? []);
    },
    { cacheKeyFn: ({ id }) => id },
  ),
  prices: byId(
    (ids) => billing.priceVersionsByIds(actor, ids),
    ({ id }) => id,
  ),
  installs: byId(
    (ids) => consent.pricesOfInstalls(actor, ids),
    ({ id }) => id,
  ),
  revenue: byId(
    (appIds) => billing.revenueOfApps(actor, appIds),
    ({ appId }) => appId,
  ),
  differenceCounts: byId(
    (reportIds) => billing.differenceCounts(actor, reportIds),
    ({ reportId }) => reportId,
  ),
});
