import { connection, POSITION, TEXT } from '@guildhall/platform/graphql/connection.ts';
import { mutation } from '@guildhall/platform/graphql/mutation.ts';
import { refusal } from '@guildhall/platform/errors.ts';
import { amountText, isCurrency, money, type Money } from '@guildhall/platform/money.ts';
import { DeadLetterFields, deadLetterPage, settleDeadLetter } from '@guildhall/platform/graphql/dead-letters.ts';
import type {
  AccountResolvers,
  AppConsumerResolvers,
  AppResolvers,
  AppRevenueResolvers,
  HeldLineResolvers,
  InstallResolvers,
  InvoiceLineResolvers,
  InvoiceResolvers,
  LedgerEntryResolvers,
  MutationResolvers,
  OrganizationResolvers,
  PriceVersionResolvers,
  DeadLettersResolvers,
  QueryResolvers,
  ReconciliationDifferenceResolvers,
  ReconciliationReportResolvers,
  Resolvers,
  UpcomingPriceResolvers,
} from '../generated/resolver-types.ts';
import { monthsWithin, type Account } from '../index.ts';

// Uppercase keeps the union: `toUpperCase` is typed as plain string.
const upper = <T extends string>(value: T) => value.toUpperCase() as Uppercase<T>;
const lower = <T extends string>(value: T) => value.toLowerCase() as Lowercase<T>;
const toMoney = (amount: Money) => ({ amount: amountText(amount), currency: amount.currency });

function toCurrency(code: string) {
  if (isCurrency(code)) return code;
  throw refusal('INVALID_INPUT', `The platform does not bill in ${code}.`, ['currency']);
}

const Query: QueryResolvers = {
  // Its fields ask each receiver.
  deadLetters: () => ({}),
  account: async (_, __, { actor, billing }) => (await billing.ownAccount(actor)) ?? null,
  invoices: (_, args, { actor, billing }) =>
    connection(
      args,
      (page) => billing.invoicePage(actor, page),
      ({ month }) => [month],
    ),
  invoice: async (_, { id }, { actor, billing }) => (await billing.invoicesByIds(actor, [id]))[0] ?? null,
  showbackLines: (_, { month, ...args }, { actor, billing }) =>
    connection(
      args,
      (page) => billing.showbackPage(actor, month, page),
      ({ position }) => [String(position)],
      [POSITION],
    ),
  heldLines: (_, { month, ...args }, { actor, billing }) =>
    connection(
      args,
      (page) => billing.heldLinePage(actor, month ?? undefined, page),
      ({ month: of, orgId, position }) => [of, orgId, String(position)],
      [TEXT, TEXT, POSITION],
    ),
  priceVersions: (_, { appId, ...args }, { actor, billing }) =>
    connection(
      args,
      (page) => billing.priceVersionPage(actor, appId, page),
      ({ number }) => [String(number)],
      [POSITION],
    ),
  ledgerEntries: (_, { month, ...args }, { actor, billing }) =>
    connection(
      args,
      (page) => billing.entryPage(actor, month ?? undefined, page),
      ({ id }) => [id],
    ),
  reconciliationReports: (_, args, { actor, billing }) =>
    connection(
      args,
      (page) => billing.reportPage(actor, page),
      ({ week }) => [week],
    ),
  reconciliationReport: async (_, { week }, { actor, billing }) => (await billing.reportOfWeek(actor, week)) ?? null,
};

const Mutation: MutationResolvers = {
  settleBillingDeadLetter: mutation(async (_, { input }, { actor, deadLetters }) => settleDeadLetter(input, actor, deadLetters)),
  openAccount: mutation(async (_, { input: { kind, currency, idempotencyKey } }, { actor, billing }) => ({
    account: await billing.openAccount(actor, { kind: lower(kind), currency: toCurrency(currency), idempotencyKey }),
  })),
  changeAccountKind: mutation(async (_, { input: { kind, idempotencyKey } }, { actor, billing }) => ({
    account: await billing.changeAccountKind(actor, { kind: lower(kind), idempotencyKey }),
  })),
  changeAccountCurrency: mutation(async (_, { input: { currency, idempotencyKey } }, { actor, consent }) => ({
    account: await consent.changeAccountCurrency(actor, { currency: toCurrency(currency), idempotencyKey }),
  })),
  acceptPrice: mutation(async (_, { input }, { actor, consent }) => ({ install: { id: await consent.acceptPrice(actor, input) } })),
};

const Organization: OrganizationResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  account: ({ id }, _, { accounts }) => accounts.load(id),
};

const App: AppResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  revenue: async ({ id }, { from, to }, { revenue }) => {
    const months = monthsWithin((await revenue.load(id))?.months ?? [], from, to);
    return (await revenue.load(id)) ? months : null;
  },
  consumers: async ({ id }, { from, to, ...args }, { actor, billing }) => {
    let own = true;
    const page = await connection(
      args,
      async (request) => {
        const rows = await billing.appConsumerPage(actor, { appId: id, from, to }, request);
        own = rows !== undefined;
        return rows ?? [];
      },
      ({ month, consumer }) => [month, consumer],
      [TEXT, TEXT],
    );
    return own ? page : null;
  },
};

const AppConsumer: AppConsumerResolvers = {
  organization: ({ consumer }) => ({ id: consumer }),
  organizationName: ({ name }) => name ?? null,
  earned: ({ earned }) => earned.map(toMoney),
};

const Install: InstallResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  price: async ({ id }, _, { installs }) => (await installs.load(id))?.price ?? null,
  upcomingPrice: async ({ id }, _, { installs }) => (await installs.load(id))?.upcoming ?? null,
};

const UpcomingPrice: UpcomingPriceResolvers = { priceVersion: ({ version }) => version };

const HeldLine: HeldLineResolvers = {
  organization: ({ orgId }) => ({ id: orgId }),
  app: ({ appId }) => ({ id: appId }),
  kind: ({ kind }) => upper(kind),
  includedQuantity: ({ included }) => included,
  currency: ({ currency }) => toCurrency(currency),
};

const AccountType: AccountResolvers = {
  id: ({ orgId }) => orgId,
  organization: ({ orgId }) => ({ id: orgId }),
  kind: ({ kind }) => upper(kind),
};

const PriceVersion: PriceVersionResolvers = {
  __resolveReference: ({ id }, { prices }) => prices.load(id),
  audiences: ({ audiences }) => [...audiences],
  model: ({ pricing }) => upper(pricing.model),
  currency: ({ pricing }) => pricing.currency,
  prices: ({ pricing }) => [...pricing.prices],
  monthlyFee: ({ pricing }) => pricing.monthlyFee,
  included: ({ pricing }) => [...pricing.included],
  rounding: ({ pricing }) => pricing.rounding,
};

const Invoice: InvoiceResolvers = {
  __resolveReference: ({ id }, { invoices }) => invoices.load(id),
  status: ({ status }) => upper(status),
  account: async ({ orgId }, _, { accounts }): Promise<Account> => {
    const account = await accounts.load(orgId);
    if (!account) throw new Error(`${orgId} has an invoice and no account`);
    return account;
  },
  lines: (invoice, _, { lines }) => lines.load(invoice),
  total: ({ total }) => toMoney(total),
};

const InvoiceLine: InvoiceLineResolvers = {
  app: ({ appId }) => ({ id: appId }),
  kind: ({ kind }) => upper(kind),
  includedQuantity: ({ included }) => included,
  amount: ({ amount }) => toMoney(amount),
};

const LedgerEntry: LedgerEntryResolvers = {
  amount: ({ minor, currency }) => toMoney(money(minor, currency)),
  invoice: ({ invoiceId }, _, { invoices }) => (invoiceId === null ? null : invoices.load(invoiceId)),
};

const AppRevenue: AppRevenueResolvers = { amount: ({ amount }) => toMoney(amount) };

const ReconciliationReport: ReconciliationReportResolvers = {
  green: async ({ id }, _, { differenceCounts }) => (await differenceCounts.load(id)) === null,
  differenceCount: async ({ id }, _, { differenceCounts }) => (await differenceCounts.load(id))?.count ?? 0,
  differences: ({ id }, args, { actor, billing }) =>
    connection(
      args,
      (page) => billing.differencePage(actor, id, page),
      ({ position }) => [String(position)],
      [POSITION],
    ),
};

const ReconciliationDifference: ReconciliationDifferenceResolvers = {
  organization: ({ orgId }) => ({ id: orgId }),
  app: ({ appId }) => (appId == null ? null : { id: appId }),
};

const DeadLetters: DeadLettersResolvers = { billing: (_, args, { actor, deadLetters }) => deadLetterPage(args, actor, deadLetters) };

export const resolvers: Resolvers = {
  DeadLetters,
  DeadLetter: DeadLetterFields,
  Query,
  Mutation,
  Organization,
  App,
  AppConsumer,
  Account: AccountType,
  PriceVersion,
  Invoice,
  InvoiceLine,
  LedgerEntry,
  AppRevenue,
  HeldLine,
  Install,
  UpcomingPrice,
  ReconciliationReport,
  ReconciliationDifference,
};
