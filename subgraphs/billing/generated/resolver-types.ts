import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { DeadLetter as DeadLetterRow } from '@guildhall/platform/stream/dead-letters.ts';
import type { Receivers as ReceiversRow } from '@guildhall/platform/graphql/dead-letters.ts';
import type { Reference as ReferenceRow, Context } from '../resolvers/context.ts';
import type { UpcomingPrice as UpcomingPriceRow, HeldChargeLine as HeldChargeLineRow, AppConsumer as AppConsumerRow, Account as AccountRow, PriceVersion as PriceVersionRow, Invoice as InvoiceRow, ChargeLine as ChargeLineRow, LedgerEntry as LedgerEntryRow, MonthRevenue as MonthRevenueRow, Report as ReportRow, PlacedDifference as PlacedDifferenceRow } from '../index.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An ISO 4217 currency code that the platform bills in. */
  CurrencyCode: { input: string; output: string; }
  /** A UTC day such as `2026-11-24`. */
  Date: { input: string; output: string; }
  /** An RFC 3339 instant in UTC. */
  DateTime: { input: string; output: Date | string; }
  /** An exact decimal as a string, such as "0.0000025". */
  Decimal: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** The price to accept. */
export type AcceptPriceInput = {
  /** Of your choice, 1 to 255 characters; repeating the same key and input returns the first result. */
  idempotencyKey: Scalars['String']['input'];
  /** An open install of the caller's organisation. */
  installId: Scalars['ID']['input'];
  /** The newest price version announced for it. */
  priceVersionId: Scalars['ID']['input'];
};

/** Answer of acceptPrice. */
export type AcceptPricePayload = {
  __typename?: 'AcceptPricePayload';
  /** The install with its prices. */
  install?: Maybe<Install>;
  /** Everything wrong with the input. */
  userErrors: Array<BillingUserError>;
};

/** An organisation's consent to be billed, and how. Nobody without one is billed. */
export type Account = {
  __typename?: 'Account';
  /** Currency of everything that it is billed; apps that cost another are left out, and named by reconciliation. */
  currency: Scalars['CurrencyCode']['output'];
  /** The organisation's id: an organisation has one account. */
  id: Scalars['ID']['output'];
  /** Invoice or showback. */
  kind: AccountKind;
  /** When. Use on earlier UTC days is not billed. */
  openedAt: Scalars['DateTime']['output'];
  /** Who opened it. */
  openedBy: Scalars['ID']['output'];
  /** The organisation. */
  organization: Organization;
};

/** How an account is billed. */
export type AccountKind =
  /** By invoice, posted against a receivable. */
  | 'EXTERNAL'
  /** By showback: lines and ledger entries, no invoice. Only a platform admin can switch an account to it. */
  | 'INTERNAL';

/** A quantity of a unit that a price version's monthly fee includes. */
export type AllowanceOfUnit = {
  __typename?: 'AllowanceOfUnit';
  /** How much of it each month. */
  quantity: Scalars['Decimal']['output'];
  /** The unit. */
  unit: Scalars['String']['output'];
};

/** A micro app. */
export type App = {
  __typename?: 'App';
  /**
   * What each consuming organisation used of the app and what that earned, a row per month and organisation, newest month first; only for its
   * publisher. Months as `2026-11`, both inclusive. Revenue used to hide who paid: that rule is reversed, and a publisher sees, by id and name,
   * the organisations that use its apps.
   */
  consumers?: Maybe<AppConsumerConnection>;
  /** Such as `where2eat-742`; unique on the platform. */
  id: Scalars['ID']['output'];
  /** The app's revenue, one row per month and currency, oldest first; only for its publisher. Months as `2026-11`, both inclusive. */
  revenue?: Maybe<Array<AppRevenue>>;
};


/** A micro app. */
export type AppConsumersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from: Scalars['String']['input'];
  last?: InputMaybe<Scalars['Int']['input']>;
  to: Scalars['String']['input'];
};


/** A micro app. */
export type AppRevenueArgs = {
  from: Scalars['String']['input'];
  to: Scalars['String']['input'];
};

/** What one organisation used of an app in one month, and what that earned. */
export type AppConsumer = {
  __typename?: 'AppConsumer';
  /** The sum of its invoiced lines, by currency; empty until the month is booked, and for showback. */
  earned: Array<Money>;
  /** The month, such as `2026-11`. */
  month: Scalars['String']['output'];
  /** The organisation. */
  organization: Organization;
  /** Its name; null for the moments until a new organisation's name has arrived. */
  organizationName?: Maybe<Scalars['String']['output']>;
  /** What it used on closed days, by unit: also in the month that is under way. Empty when it owes a fee alone. */
  used: Array<UsedQuantity>;
};

/** A page of the organisations that use an app. */
export type AppConsumerConnection = {
  __typename?: 'AppConsumerConnection';
  /** The rows with their cursors. */
  edges: Array<AppConsumerEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An organisation that uses an app, in a list. */
export type AppConsumerEdge = {
  __typename?: 'AppConsumerEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: AppConsumer;
};

/** The revenue of an app in one month. */
export type AppRevenue = {
  __typename?: 'AppRevenue';
  /** The sum of its invoiced lines. */
  amount: Money;
  /** The month, such as `2026-11`. */
  month: Scalars['String']['output'];
};

/** What can be wrong with a billing mutation. */
export type BillingErrorCode =
  /** Your organisation has an account already. */
  | 'ACCOUNT_EXISTS'
  /** Only a platform admin makes an account internal. */
  | 'ACCOUNT_KIND_NOT_ALLOWED'
  /** Your organisation has no account yet. */
  | 'ACCOUNT_NOT_FOUND'
  /** This price can cost something and your organisation has no account; open one first. */
  | 'ACCOUNT_REQUIRED'
  /** Something was used, billed, installed or announced in another currency than the new one. */
  | 'CURRENCY_IN_USE'
  /** The price is in another currency than your organisation's account. */
  | 'CURRENCY_MISMATCH'
  /** There is no such dead letter. */
  | 'DEAD_LETTER_NOT_FOUND'
  /** The key was already used with different input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** Your organisation has no such open install. */
  | 'INSTALL_NOT_FOUND'
  /** A field does not fit; the message says how. */
  | 'INVALID_INPUT'
  /** This price version is not the newest one announced for the install. */
  | 'PRICE_NOT_OFFERED';

/** An error in a billing mutation's input. */
export type BillingUserError = {
  __typename?: 'BillingUserError';
  /** Stable code. */
  code: BillingErrorCode;
  /** Path of the field from the input's root. */
  field: Array<Scalars['String']['output']>;
  /** What to do about it. */
  message: Scalars['String']['output'];
};

/** Another currency, while nothing was billed or used in the present one. */
export type ChangeAccountCurrencyInput = {
  /** Currency of everything that it will be billed. */
  currency: Scalars['CurrencyCode']['input'];
  /** Of your choice, 1 to 255 characters; repeating the same key and input returns the first result. */
  idempotencyKey: Scalars['String']['input'];
};

/** Answer of changeAccountCurrency. */
export type ChangeAccountCurrencyPayload = {
  __typename?: 'ChangeAccountCurrencyPayload';
  /** The account. */
  account?: Maybe<Account>;
  /** Everything wrong with the input. */
  userErrors: Array<BillingUserError>;
};

/** Another way of billing, from the first month on that is not posted yet. */
export type ChangeAccountKindInput = {
  /** Of your choice, 1 to 255 characters; repeating the same key and input returns the first result. */
  idempotencyKey: Scalars['String']['input'];
  /** By invoice or, from a platform admin alone, by showback. */
  kind: AccountKind;
};

/** Answer of changeAccountKind. */
export type ChangeAccountKindPayload = {
  __typename?: 'ChangeAccountKindPayload';
  /** The account. */
  account?: Maybe<Account>;
  /** Everything wrong with the input. */
  userErrors: Array<BillingUserError>;
};

/** An event that a consumer could not handle in five tries. Later events of the same entity wait behind it; all others go on. */
export type DeadLetter = {
  __typename?: 'DeadLetter';
  /** The consumer that could not handle it. */
  consumer: Scalars['String']['output'];
  /** When it died. */
  diedAt: Scalars['DateTime']['output'];
  /** What changed. */
  entityId: Scalars['ID']['output'];
  /** What the last try failed with. */
  error: Scalars['String']['output'];
  /** The event. */
  eventId: Scalars['ID']['output'];
  /** Such as `catalog.install.changed`. */
  eventType: Scalars['String']['output'];
  /** When the event was emitted. */
  occurredAt: Scalars['DateTime']['output'];
  /** The organisation that the event is of. */
  organizationId: Scalars['ID']['output'];
  /** How often it was tried. */
  tries: Scalars['Int']['output'];
  /** How many later events of the same entity wait behind it. */
  waitingBehind: Scalars['Int']['output'];
};

/** What becomes of a dead letter. */
export type DeadLetterAction =
  /** It is never handled; what waits behind it goes on without it. */
  | 'DROP'
  /** It is tried again, five times; what waits behind it follows once it was handled. */
  | 'RETRY';

/** A page of dead letters. */
export type DeadLetterConnection = {
  __typename?: 'DeadLetterConnection';
  /** The rows with their cursors. */
  edges: Array<DeadLetterEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A dead letter in a list. */
export type DeadLetterEdge = {
  __typename?: 'DeadLetterEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The dead letter. */
  node: DeadLetter;
};

/** The dead letters of every receiver. Requires the PLATFORM_ADMIN or AUDITOR role. */
export type DeadLetters = {
  __typename?: 'DeadLetters';
  /** Those of billing's consumers, by consumer and event. */
  billing?: Maybe<DeadLetterConnection>;
};


/** The dead letters of every receiver. Requires the PLATFORM_ADMIN or AUDITOR role. */
export type DeadLettersBillingArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A line that is not billed while the rest of its month is. A correction bills it, if at all. */
export type HeldLine = {
  __typename?: 'HeldLine';
  /** The app. */
  app?: Maybe<App>;
  /** Whether its month is booked; before that the line follows the closed days. */
  booked: Scalars['Boolean']['output'];
  /** (quantity - includedQuantity) × unitPrice in major units, exact. */
  charged: Scalars['Decimal']['output'];
  /** Why. */
  code: HoldCode;
  /** Its currency. */
  currency: Scalars['CurrencyCode']['output'];
  /** How much of it the fee includes. */
  includedQuantity: Scalars['Decimal']['output'];
  /** What it charges for. */
  kind: LineKind;
  /** The month, such as `2026-11`. */
  month: Scalars['String']['output'];
  /** The organisation that would owe it. */
  organization: Organization;
  /** The price version as it was when the line was made. */
  priceVersion?: Maybe<PriceVersion>;
  /** How much was used. */
  quantity: Scalars['Decimal']['output'];
  /** The unit; `month` for a fee. */
  unit: Scalars['String']['output'];
  /** Price of one. */
  unitPrice: Scalars['Decimal']['output'];
};

/** A page of held lines. */
export type HeldLineConnection = {
  __typename?: 'HeldLineConnection';
  /** The rows with their cursors. */
  edges: Array<HeldLineEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A held line in a list. */
export type HeldLineEdge = {
  __typename?: 'HeldLineEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The line. */
  node: HeldLine;
};

/** Why a line is held. */
export type HoldCode =
  /** It is more than anyone could owe: a price or a quantity is a mistake. */
  | 'AMOUNT_TOO_LARGE'
  /** An event of its app could not be processed yet, so what it costs is not known for sure. */
  | 'APP_ON_HOLD';

/** An organisation's install of an app: its consent to be billed for use, at the price that it was shown. */
export type Install = {
  __typename?: 'Install';
  /** Such as `ins_…`. */
  id: Scalars['ID']['output'];
  /** The price version that binds it today, or bound it when it ended; null when none does, so that its use is not billed. */
  price?: Maybe<PriceVersion>;
  /** The price version that will bind it next, or that waits to be accepted; null when there is none. */
  upcomingPrice?: Maybe<UpcomingPrice>;
};

/** What an external account owes for one month; a month in which nothing costs anything has none. */
export type Invoice = {
  __typename?: 'Invoice';
  /** The account that owes. */
  account: Account;
  /** When it was finalized. */
  finalizedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Such as `inv_…`. */
  id: Scalars['ID']['output'];
  /** By app, fee before use, then unit and price version. */
  lines: Array<InvoiceLine>;
  /** The month, such as `2026-11`. */
  month: Scalars['String']['output'];
  /** Such as `GH-2026-000001`: a year's numbers have no gaps. Null for a draft. */
  number?: Maybe<Scalars['String']['output']>;
  /** When it was booked. */
  postedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where it stands. */
  status: InvoiceStatus;
  /** The sum of the lines. */
  total: Money;
};

/** A page of invoices. */
export type InvoiceConnection = {
  __typename?: 'InvoiceConnection';
  /** The rows with their cursors. */
  edges: Array<InvoiceEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An invoice in a list. */
export type InvoiceEdge = {
  __typename?: 'InvoiceEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The invoice. */
  node: Invoice;
};

/** One line: an app's use of one unit under one price version, or a month's fee. */
export type InvoiceLine = {
  __typename?: 'InvoiceLine';
  /** (quantity - includedQuantity) × unitPrice, rounded once by the price version's rule. */
  amount: Money;
  /** The app. */
  app?: Maybe<App>;
  /** Such as `lin_…`. */
  id: Scalars['ID']['output'];
  /** How much of it the fee includes; the rest is charged. */
  includedQuantity: Scalars['Decimal']['output'];
  /** What it charges for. */
  kind: LineKind;
  /** The price version as it was when the line was made; null when the app had no price. */
  priceVersion?: Maybe<PriceVersion>;
  /** How much was used. */
  quantity: Scalars['Decimal']['output'];
  /** The unit; `month` for a fee. */
  unit: Scalars['String']['output'];
  /** Price of one. */
  unitPrice: Scalars['Decimal']['output'];
};

/** A page of lines. */
export type InvoiceLineConnection = {
  __typename?: 'InvoiceLineConnection';
  /** The rows with their cursors. */
  edges: Array<InvoiceLineEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A line in a list. */
export type InvoiceLineEdge = {
  __typename?: 'InvoiceLineEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The line. */
  node: InvoiceLine;
};

/** Where an invoice stands. */
export type InvoiceStatus =
  /** Computed anew from the closed days until it is posted. */
  | 'DRAFT'
  /** Finalized. */
  | 'FINAL'
  /** Numbered and booked; never changed from here on. */
  | 'POSTED';

/** One leg of a double-entry transaction; the legs of a transaction sum to zero. */
export type LedgerEntry = {
  __typename?: 'LedgerEntry';
  /** Such as `receivable/org:acme`, `revenue/org:northwind/where2eat-742`, `cost/…` or `recovery/…`. */
  account: Scalars['String']['output'];
  /** Positive is debit, negative is credit. */
  amount: Money;
  /** Such as `ent_…`. */
  id: Scalars['ID']['output'];
  /** The invoice that it books; null for showback. */
  invoice?: Maybe<Invoice>;
  /** The month that it belongs to. */
  month: Scalars['String']['output'];
  /** When it was booked. */
  postedAt: Scalars['DateTime']['output'];
  /** The transaction, such as `ltx_…`. */
  transactionId: Scalars['ID']['output'];
};

/** A page of ledger entries. */
export type LedgerEntryConnection = {
  __typename?: 'LedgerEntryConnection';
  /** The rows with their cursors. */
  edges: Array<LedgerEntryEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A ledger entry in a list. */
export type LedgerEntryEdge = {
  __typename?: 'LedgerEntryEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: LedgerEntry;
};

/** What a line charges for. */
export type LineKind =
  /** The fee of a month; its unit is `month`. */
  | 'FEE'
  /** Use of one unit under one price version. */
  | 'USAGE';

/** An amount of money. */
export type Money = {
  __typename?: 'Money';
  /** In major units, such as "47.61". */
  amount: Scalars['Decimal']['output'];
  /** The currency; two currencies never add. */
  currency: Scalars['CurrencyCode']['output'];
};

/** What changes how an organisation is billed. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Accepts the newest price version announced for an open install of the caller's organisation: it binds from the next 00:00 UTC. */
  acceptPrice: AcceptPricePayload;
  /**
   * Changes the currency of the caller's organisation's account, while nothing was drafted, booked or used, no open install has, or was
   * announced, a price in another, and no install that had one in the last 90 days can still owe for late use.
   */
  changeAccountCurrency: ChangeAccountCurrencyPayload;
  /** Changes how the caller's organisation is billed, to showback by a platform admin alone; months that are posted stay as they are. */
  changeAccountKind: ChangeAccountKindPayload;
  /** Opens the billing account of the caller's organisation, which agrees to be billed for what it installs and uses. */
  openAccount: OpenAccountPayload;
  /** Retries or drops one of billing's dead letters, which the audit trail of its organisation tells. Requires the PLATFORM_ADMIN role. */
  settleBillingDeadLetter: SettleBillingDeadLetterPayload;
};


/** What changes how an organisation is billed. */
export type MutationAcceptPriceArgs = {
  input: AcceptPriceInput;
};


/** What changes how an organisation is billed. */
export type MutationChangeAccountCurrencyArgs = {
  input: ChangeAccountCurrencyInput;
};


/** What changes how an organisation is billed. */
export type MutationChangeAccountKindArgs = {
  input: ChangeAccountKindInput;
};


/** What changes how an organisation is billed. */
export type MutationOpenAccountArgs = {
  input: OpenAccountInput;
};


/** What changes how an organisation is billed. */
export type MutationSettleBillingDeadLetterArgs = {
  input: SettleBillingDeadLetterInput;
};

/** How the caller's organisation wants to be billed. */
export type OpenAccountInput = {
  /** Currency of everything that it will be billed. */
  currency: Scalars['CurrencyCode']['input'];
  /** Of your choice, 1 to 255 characters; repeating the same key and input returns the first result. */
  idempotencyKey: Scalars['String']['input'];
  /** By invoice or, from a platform admin alone, by showback. */
  kind: AccountKind;
};

/** Answer of openAccount. */
export type OpenAccountPayload = {
  __typename?: 'OpenAccountPayload';
  /** The account. */
  account?: Maybe<Account>;
  /** Everything wrong with the input. */
  userErrors: Array<BillingUserError>;
};

/** An organisation, the tenant of the platform. */
export type Organization = {
  __typename?: 'Organization';
  /** Its billing account; null for every organisation but the caller's own, and while it has none. */
  account?: Maybe<Account>;
  /** Such as `org:acme`. */
  id: Scalars['ID']['output'];
};

/** Where a page of a list ends and whether more follows (Relay). */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Cursor of the last row. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether rows follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether rows precede this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first row. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** Whose installs a price version may charge. */
export type PriceAudience =
  /** Those of the publisher's own organisation. */
  | 'OWN'
  /** Those of every other organisation: only what was approved for the public. */
  | 'PUBLIC';

/** The price of one unit in a price version. */
export type PriceOfUnit = {
  __typename?: 'PriceOfUnit';
  /** Price of one, in the version's currency. */
  pricePerUnit: Scalars['Decimal']['output'];
  /** A unit such as `invocation`, `token`, `compute_unit`, or a payload key. */
  unit: Scalars['String']['output'];
};

/**
 * What an app costs. An install is bound to the version that it was shown; a later one binds it from `bindsFrom` if its organisation had an account
 * in that currency when it was announced or the version costs nothing, or from the next 00:00 UTC after the organisation accepted it.
 */
export type PriceVersion = {
  __typename?: 'PriceVersion';
  /** Whose installs it may charge. */
  audiences: Array<PriceAudience>;
  /** First UTC day from which it binds open installs of its audiences whose organisations agreed; null until it is announced. */
  bindsFrom?: Maybe<Scalars['Date']['output']>;
  /** Currency of every price in it: the one of the app's first version that costs something, unless this one costs nothing. */
  currency: Scalars['CurrencyCode']['output'];
  /** Such as `prv_…`. */
  id: Scalars['ID']['output'];
  /** What the fee includes, for the month's days under any subscription (subscription). */
  included: Array<AllowanceOfUnit>;
  /** How use is priced. */
  model: PricingModel;
  /**
   * Fee for each month (subscription). A month owes at most one per app: that of the first subscription bound on a day that an install covers
   * completely, or on which something was counted within an install.
   */
  monthlyFee?: Maybe<Scalars['Decimal']['output']>;
  /** Counts from 1 within the app. */
  number: Scalars['Int']['output'];
  /** A price per unit; a unit without one costs nothing. */
  prices: Array<PriceOfUnit>;
  /** How a line's amount is rounded. */
  rounding: RoundingRule;
};

/** A page of price versions. */
export type PriceVersionConnection = {
  __typename?: 'PriceVersionConnection';
  /** The rows with their cursors. */
  edges: Array<PriceVersionEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A price version in a list. */
export type PriceVersionEdge = {
  __typename?: 'PriceVersionEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The price version. */
  node: PriceVersion;
};

/** How use of an app is priced. */
export type PricingModel =
  /** Costs nothing; its use is counted all the same. */
  | 'FREE'
  /** A price for each unit that is used. */
  | 'PAYG'
  /** A fee for each month that owes one, an included quantity, then a price per unit. */
  | 'SUBSCRIPTION';

/** What billing answers. */
export type Query = {
  __typename?: 'Query';
  /** The account of the caller's organisation, if it has one. */
  account?: Maybe<Account>;
  /** Events that could not be processed, for platform admins and auditors. */
  deadLetters: DeadLetters;
  /**
   * The held lines that the caller's organisation would owe or earn, open months included, newest month first; of one month, such as `2026-11`,
   * when it is given.
   */
  heldLines?: Maybe<HeldLineConnection>;
  /** One invoice of the caller's organisation. */
  invoice?: Maybe<Invoice>;
  /** The invoices of the caller's organisation, newest month first. */
  invoices?: Maybe<InvoiceConnection>;
  /** The ledger entries that the caller's organisation's use caused, newest first; of one month, such as `2026-11`, when it is given. */
  ledgerEntries?: Maybe<LedgerEntryConnection>;
  /** The price versions of an app of the caller's organisation, newest first; empty for every other app. */
  priceVersions?: Maybe<PriceVersionConnection>;
  /** The newest version of one ISO week's report, such as `2026-W48`. */
  reconciliationReport?: Maybe<ReconciliationReport>;
  /** The newest version of each week's report, newest week first. */
  reconciliationReports?: Maybe<ReconciliationReportConnection>;
  /** The lines of the caller's organisation for a month, such as `2026-11`, that no invoice has: showback, and beside it what cost nothing. */
  showbackLines?: Maybe<InvoiceLineConnection>;
};


/** What billing answers. */
export type QueryHeldLinesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  month?: InputMaybe<Scalars['String']['input']>;
};


/** What billing answers. */
export type QueryInvoiceArgs = {
  id: Scalars['ID']['input'];
};


/** What billing answers. */
export type QueryInvoicesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What billing answers. */
export type QueryLedgerEntriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  month?: InputMaybe<Scalars['String']['input']>;
};


/** What billing answers. */
export type QueryPriceVersionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  appId: Scalars['ID']['input'];
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What billing answers. */
export type QueryReconciliationReportArgs = {
  week: Scalars['String']['input'];
};


/** What billing answers. */
export type QueryReconciliationReportsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What billing answers. */
export type QueryShowbackLinesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  month: Scalars['String']['input'];
};

/** Two places that should say the same and do not. */
export type ReconciliationDifference = {
  __typename?: 'ReconciliationDifference';
  /** The app, for usage, lines, revenue, currencies, late use and what is too large. */
  app?: Maybe<App>;
  /** The UTC day, for usage. */
  day?: Maybe<Scalars['Date']['output']>;
  /** The invoice, for what is booked of one; the one that lacks late use. */
  invoiceId?: Maybe<Scalars['ID']['output']>;
  /**
   * What was compared: `usage`, `usage_copy`, `line`, `invoice_total`, `ledger_entry`, `ledger_balance` or `app_revenue`; `account` is use or a
   * fee that costs something without one, `unbooked` what a month that was run owes and nobody booked, `late_use` what came after its month was
   * booked and is not billed, `currency` an app left out because it is priced in a currency other than the account's, `held_line` a line that is not
   * billed while the rest of its month is, `unbound` use on a day on which no install had a price, which is never billed, `comparison` an
   * organisation that could not be compared.
   */
  kind: Scalars['String']['output'];
  /** The ledger account, for entries. */
  ledgerAccount?: Maybe<Scalars['String']['output']>;
  /** The place that the value is derived from. */
  left: Scalars['String']['output'];
  /** What it says. */
  leftValue: Scalars['String']['output'];
  /** The month, for what is booked. */
  month?: Maybe<Scalars['String']['output']>;
  /** The organisation that used; for a held line also the one that would earn it. */
  organization: Organization;
  /** What it is compared with. */
  right: Scalars['String']['output'];
  /** What that says. */
  rightValue: Scalars['String']['output'];
  /** The unit, for usage, lines, late use and what is too large. */
  unit?: Maybe<Scalars['String']['output']>;
};

/** A page of differences. */
export type ReconciliationDifferenceConnection = {
  __typename?: 'ReconciliationDifferenceConnection';
  /** The rows with their cursors. */
  edges: Array<ReconciliationDifferenceEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A difference in a list. */
export type ReconciliationDifferenceEdge = {
  __typename?: 'ReconciliationDifferenceEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The difference. */
  node: ReconciliationDifference;
};

/** One version of a week's comparison of raw usage, days, lines and ledger. A report without differences is green. */
export type ReconciliationReport = {
  __typename?: 'ReconciliationReport';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** How many differences the caller sees: all as platform admin or auditor, else those of its own organisation. */
  differenceCount: Scalars['Int']['output'];
  /** The differences that the caller sees. */
  differences: ReconciliationDifferenceConnection;
  /** Whether the caller sees no difference in it. */
  green: Scalars['Boolean']['output'];
  /** Such as `rec_…`. */
  id: Scalars['ID']['output'];
  /** Counts from 1; a new one is made only when the differences are others. */
  version: Scalars['Int']['output'];
  /** ISO week, such as `2026-W48`. */
  week: Scalars['String']['output'];
};


/** One version of a week's comparison of raw usage, days, lines and ledger. A report without differences is green. */
export type ReconciliationReportDifferencesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of reports. */
export type ReconciliationReportConnection = {
  __typename?: 'ReconciliationReportConnection';
  /** The rows with their cursors. */
  edges: Array<ReconciliationReportEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A report in a list. */
export type ReconciliationReportEdge = {
  __typename?: 'ReconciliationReportEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The report. */
  node: ReconciliationReport;
};

/** How an amount becomes whole minor units; it happens once, at the line. */
export type RoundingRule =
  /** What is beyond whole minor units is dropped. */
  | 'DOWN'
  /** Half a minor unit goes to the even neighbour. */
  | 'HALF_EVEN'
  /** Half a minor unit goes up. */
  | 'HALF_UP';

/** What to do with one of billing's dead letters. */
export type SettleBillingDeadLetterInput = {
  /** What becomes of it. */
  action: DeadLetterAction;
  /** The consumer that could not handle the event. */
  consumer: Scalars['String']['input'];
  /** The event. */
  eventId: Scalars['ID']['input'];
};

/** Answer of settleBillingDeadLetter. */
export type SettleBillingDeadLetterPayload = {
  __typename?: 'SettleBillingDeadLetterPayload';
  /** The dead letter as it was. */
  deadLetter?: Maybe<DeadLetter>;
  /** Everything wrong with the input. */
  userErrors: Array<BillingUserError>;
};

/** The next price of an install. */
export type UpcomingPrice = {
  __typename?: 'UpcomingPrice';
  /** First UTC day that it binds on; null when it binds only once it is accepted by acceptPrice, because the organisation had no account in its currency when it was announced. */
  bindsFrom?: Maybe<Scalars['Date']['output']>;
  /** The price version. */
  priceVersion: PriceVersion;
};

/** How much of a unit was used. */
export type UsedQuantity = {
  __typename?: 'UsedQuantity';
  /** How much of it. */
  quantity: Scalars['Decimal']['output'];
  /** The unit, such as `token`. */
  unit: Scalars['String']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  App: App;
  Install: Install;
  Invoice: Invoice;
  Organization: Organization;
  PriceVersion: PriceVersion;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  App:
    ( { __typename: 'App' }
    & GraphQLRecursivePick<FederationTypes['App'], {"id":true}> );
  Install:
    ( { __typename: 'Install' }
    & GraphQLRecursivePick<FederationTypes['Install'], {"id":true}> );
  Invoice:
    ( { __typename: 'Invoice' }
    & GraphQLRecursivePick<FederationTypes['Invoice'], {"id":true}> );
  Organization:
    ( { __typename: 'Organization' }
    & GraphQLRecursivePick<FederationTypes['Organization'], {"id":true}> );
  PriceVersion:
    ( { __typename: 'PriceVersion' }
    & GraphQLRecursivePick<FederationTypes['PriceVersion'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AcceptPriceInput: AcceptPriceInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AcceptPricePayload: ResolverTypeWrapper<Omit<AcceptPricePayload, 'install'> & { install?: Maybe<ResolversTypes['Install']> }>;
  Account: ResolverTypeWrapper<AccountRow>;
  AccountKind: AccountKind;
  AllowanceOfUnit: ResolverTypeWrapper<AllowanceOfUnit>;
  App: ResolverTypeWrapper<ReferenceRow>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AppConsumer: ResolverTypeWrapper<AppConsumerRow>;
  AppConsumerConnection: ResolverTypeWrapper<Omit<AppConsumerConnection, 'edges'> & { edges: Array<ResolversTypes['AppConsumerEdge']> }>;
  AppConsumerEdge: ResolverTypeWrapper<Omit<AppConsumerEdge, 'node'> & { node: ResolversTypes['AppConsumer'] }>;
  AppRevenue: ResolverTypeWrapper<MonthRevenueRow>;
  BillingErrorCode: BillingErrorCode;
  BillingUserError: ResolverTypeWrapper<BillingUserError>;
  ChangeAccountCurrencyInput: ChangeAccountCurrencyInput;
  ChangeAccountCurrencyPayload: ResolverTypeWrapper<Omit<ChangeAccountCurrencyPayload, 'account'> & { account?: Maybe<ResolversTypes['Account']> }>;
  ChangeAccountKindInput: ChangeAccountKindInput;
  ChangeAccountKindPayload: ResolverTypeWrapper<Omit<ChangeAccountKindPayload, 'account'> & { account?: Maybe<ResolversTypes['Account']> }>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeadLetter: ResolverTypeWrapper<DeadLetterRow>;
  DeadLetterAction: DeadLetterAction;
  DeadLetterConnection: ResolverTypeWrapper<Omit<DeadLetterConnection, 'edges'> & { edges: Array<ResolversTypes['DeadLetterEdge']> }>;
  DeadLetterEdge: ResolverTypeWrapper<Omit<DeadLetterEdge, 'node'> & { node: ResolversTypes['DeadLetter'] }>;
  DeadLetters: ResolverTypeWrapper<ReceiversRow>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  HeldLine: ResolverTypeWrapper<HeldChargeLineRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  HeldLineConnection: ResolverTypeWrapper<Omit<HeldLineConnection, 'edges'> & { edges: Array<ResolversTypes['HeldLineEdge']> }>;
  HeldLineEdge: ResolverTypeWrapper<Omit<HeldLineEdge, 'node'> & { node: ResolversTypes['HeldLine'] }>;
  HoldCode: HoldCode;
  Install: ResolverTypeWrapper<ReferenceRow>;
  Invoice: ResolverTypeWrapper<InvoiceRow>;
  InvoiceConnection: ResolverTypeWrapper<Omit<InvoiceConnection, 'edges'> & { edges: Array<ResolversTypes['InvoiceEdge']> }>;
  InvoiceEdge: ResolverTypeWrapper<Omit<InvoiceEdge, 'node'> & { node: ResolversTypes['Invoice'] }>;
  InvoiceLine: ResolverTypeWrapper<ChargeLineRow>;
  InvoiceLineConnection: ResolverTypeWrapper<Omit<InvoiceLineConnection, 'edges'> & { edges: Array<ResolversTypes['InvoiceLineEdge']> }>;
  InvoiceLineEdge: ResolverTypeWrapper<Omit<InvoiceLineEdge, 'node'> & { node: ResolversTypes['InvoiceLine'] }>;
  InvoiceStatus: InvoiceStatus;
  LedgerEntry: ResolverTypeWrapper<LedgerEntryRow>;
  LedgerEntryConnection: ResolverTypeWrapper<Omit<LedgerEntryConnection, 'edges'> & { edges: Array<ResolversTypes['LedgerEntryEdge']> }>;
  LedgerEntryEdge: ResolverTypeWrapper<Omit<LedgerEntryEdge, 'node'> & { node: ResolversTypes['LedgerEntry'] }>;
  LineKind: LineKind;
  Money: ResolverTypeWrapper<Money>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OpenAccountInput: OpenAccountInput;
  OpenAccountPayload: ResolverTypeWrapper<Omit<OpenAccountPayload, 'account'> & { account?: Maybe<ResolversTypes['Account']> }>;
  Organization: ResolverTypeWrapper<ReferenceRow>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PriceAudience: PriceAudience;
  PriceOfUnit: ResolverTypeWrapper<PriceOfUnit>;
  PriceVersion: ResolverTypeWrapper<PriceVersionRow>;
  PriceVersionConnection: ResolverTypeWrapper<Omit<PriceVersionConnection, 'edges'> & { edges: Array<ResolversTypes['PriceVersionEdge']> }>;
  PriceVersionEdge: ResolverTypeWrapper<Omit<PriceVersionEdge, 'node'> & { node: ResolversTypes['PriceVersion'] }>;
  PricingModel: PricingModel;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReconciliationDifference: ResolverTypeWrapper<PlacedDifferenceRow>;
  ReconciliationDifferenceConnection: ResolverTypeWrapper<Omit<ReconciliationDifferenceConnection, 'edges'> & { edges: Array<ResolversTypes['ReconciliationDifferenceEdge']> }>;
  ReconciliationDifferenceEdge: ResolverTypeWrapper<Omit<ReconciliationDifferenceEdge, 'node'> & { node: ResolversTypes['ReconciliationDifference'] }>;
  ReconciliationReport: ResolverTypeWrapper<ReportRow>;
  ReconciliationReportConnection: ResolverTypeWrapper<Omit<ReconciliationReportConnection, 'edges'> & { edges: Array<ResolversTypes['ReconciliationReportEdge']> }>;
  ReconciliationReportEdge: ResolverTypeWrapper<Omit<ReconciliationReportEdge, 'node'> & { node: ResolversTypes['ReconciliationReport'] }>;
  RoundingRule: RoundingRule;
  SettleBillingDeadLetterInput: SettleBillingDeadLetterInput;
  SettleBillingDeadLetterPayload: ResolverTypeWrapper<Omit<SettleBillingDeadLetterPayload, 'deadLetter'> & { deadLetter?: Maybe<ResolversTypes['DeadLetter']> }>;
  UpcomingPrice: ResolverTypeWrapper<UpcomingPriceRow>;
  UsedQuantity: ResolverTypeWrapper<UsedQuantity>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AcceptPriceInput: AcceptPriceInput;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  AcceptPricePayload: Omit<AcceptPricePayload, 'install'> & { install?: Maybe<ResolversParentTypes['Install']> };
  Account: AccountRow;
  AllowanceOfUnit: AllowanceOfUnit;
  App: ReferenceRow;
  Int: Scalars['Int']['output'];
  AppConsumer: AppConsumerRow;
  AppConsumerConnection: Omit<AppConsumerConnection, 'edges'> & { edges: Array<ResolversParentTypes['AppConsumerEdge']> };
  AppConsumerEdge: Omit<AppConsumerEdge, 'node'> & { node: ResolversParentTypes['AppConsumer'] };
  AppRevenue: MonthRevenueRow;
  BillingUserError: BillingUserError;
  ChangeAccountCurrencyInput: ChangeAccountCurrencyInput;
  ChangeAccountCurrencyPayload: Omit<ChangeAccountCurrencyPayload, 'account'> & { account?: Maybe<ResolversParentTypes['Account']> };
  ChangeAccountKindInput: ChangeAccountKindInput;
  ChangeAccountKindPayload: Omit<ChangeAccountKindPayload, 'account'> & { account?: Maybe<ResolversParentTypes['Account']> };
  CurrencyCode: Scalars['CurrencyCode']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  DeadLetter: DeadLetterRow;
  DeadLetterConnection: Omit<DeadLetterConnection, 'edges'> & { edges: Array<ResolversParentTypes['DeadLetterEdge']> };
  DeadLetterEdge: Omit<DeadLetterEdge, 'node'> & { node: ResolversParentTypes['DeadLetter'] };
  DeadLetters: ReceiversRow;
  Decimal: Scalars['Decimal']['output'];
  HeldLine: HeldChargeLineRow;
  Boolean: Scalars['Boolean']['output'];
  HeldLineConnection: Omit<HeldLineConnection, 'edges'> & { edges: Array<ResolversParentTypes['HeldLineEdge']> };
  HeldLineEdge: Omit<HeldLineEdge, 'node'> & { node: ResolversParentTypes['HeldLine'] };
  Install: ReferenceRow;
  Invoice: InvoiceRow;
  InvoiceConnection: Omit<InvoiceConnection, 'edges'> & { edges: Array<ResolversParentTypes['InvoiceEdge']> };
  InvoiceEdge: Omit<InvoiceEdge, 'node'> & { node: ResolversParentTypes['Invoice'] };
  InvoiceLine: ChargeLineRow;
  InvoiceLineConnection: Omit<InvoiceLineConnection, 'edges'> & { edges: Array<ResolversParentTypes['InvoiceLineEdge']> };
  InvoiceLineEdge: Omit<InvoiceLineEdge, 'node'> & { node: ResolversParentTypes['InvoiceLine'] };
  LedgerEntry: LedgerEntryRow;
  LedgerEntryConnection: Omit<LedgerEntryConnection, 'edges'> & { edges: Array<ResolversParentTypes['LedgerEntryEdge']> };
  LedgerEntryEdge: Omit<LedgerEntryEdge, 'node'> & { node: ResolversParentTypes['LedgerEntry'] };
  Money: Money;
  Mutation: Record<PropertyKey, never>;
  OpenAccountInput: OpenAccountInput;
  OpenAccountPayload: Omit<OpenAccountPayload, 'account'> & { account?: Maybe<ResolversParentTypes['Account']> };
  Organization: ReferenceRow;
  PageInfo: PageInfo;
  PriceOfUnit: PriceOfUnit;
  PriceVersion: PriceVersionRow;
  PriceVersionConnection: Omit<PriceVersionConnection, 'edges'> & { edges: Array<ResolversParentTypes['PriceVersionEdge']> };
  PriceVersionEdge: Omit<PriceVersionEdge, 'node'> & { node: ResolversParentTypes['PriceVersion'] };
  Query: Record<PropertyKey, never>;
  ReconciliationDifference: PlacedDifferenceRow;
  ReconciliationDifferenceConnection: Omit<ReconciliationDifferenceConnection, 'edges'> & { edges: Array<ResolversParentTypes['ReconciliationDifferenceEdge']> };
  ReconciliationDifferenceEdge: Omit<ReconciliationDifferenceEdge, 'node'> & { node: ResolversParentTypes['ReconciliationDifference'] };
  ReconciliationReport: ReportRow;
  ReconciliationReportConnection: Omit<ReconciliationReportConnection, 'edges'> & { edges: Array<ResolversParentTypes['ReconciliationReportEdge']> };
  ReconciliationReportEdge: Omit<ReconciliationReportEdge, 'node'> & { node: ResolversParentTypes['ReconciliationReport'] };
  SettleBillingDeadLetterInput: SettleBillingDeadLetterInput;
  SettleBillingDeadLetterPayload: Omit<SettleBillingDeadLetterPayload, 'deadLetter'> & { deadLetter?: Maybe<ResolversParentTypes['DeadLetter']> };
  UpcomingPrice: UpcomingPriceRow;
  UsedQuantity: UsedQuantity;
};

export type AcceptPricePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AcceptPricePayload'] = ResolversParentTypes['AcceptPricePayload']> = {
  install?: Resolver<Maybe<ResolversTypes['Install']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['BillingUserError']>, ParentType, ContextType>;
};

export type AccountResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Account'] = ResolversParentTypes['Account']> = {
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['AccountKind'], ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  openedBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
};

export type AllowanceOfUnitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AllowanceOfUnit'] = ResolversParentTypes['AllowanceOfUnit']> = {
  quantity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AppResolvers<ContextType = Context, ParentType extends ResolversParentTypes['App'] = ResolversParentTypes['App'], FederationReferenceType extends FederationReferenceTypes['App'] = FederationReferenceTypes['App']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['App']> | FederationReferenceType, FederationReferenceType, ContextType>;
  consumers?: Resolver<Maybe<ResolversTypes['AppConsumerConnection']>, ParentType, ContextType, RequireFields<AppConsumersArgs, 'from' | 'to'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revenue?: Resolver<Maybe<Array<ResolversTypes['AppRevenue']>>, ParentType, ContextType, RequireFields<AppRevenueArgs, 'from' | 'to'>>;
};

export type AppConsumerResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppConsumer'] = ResolversParentTypes['AppConsumer']> = {
  earned?: Resolver<Array<ResolversTypes['Money']>, ParentType, ContextType>;
  month?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  organizationName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  used?: Resolver<Array<ResolversTypes['UsedQuantity']>, ParentType, ContextType>;
};

export type AppConsumerConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppConsumerConnection'] = ResolversParentTypes['AppConsumerConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AppConsumerEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AppConsumerEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppConsumerEdge'] = ResolversParentTypes['AppConsumerEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AppConsumer'], ParentType, ContextType>;
};

export type AppRevenueResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppRevenue'] = ResolversParentTypes['AppRevenue']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  month?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BillingUserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['BillingUserError'] = ResolversParentTypes['BillingUserError']> = {
  code?: Resolver<ResolversTypes['BillingErrorCode'], ParentType, ContextType>;
  field?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ChangeAccountCurrencyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeAccountCurrencyPayload'] = ResolversParentTypes['ChangeAccountCurrencyPayload']> = {
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['BillingUserError']>, ParentType, ContextType>;
};

export type ChangeAccountKindPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ChangeAccountKindPayload'] = ResolversParentTypes['ChangeAccountKindPayload']> = {
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['BillingUserError']>, ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeadLetterResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetter'] = ResolversParentTypes['DeadLetter']> = {
  consumer?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  diedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  entityId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  error?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  eventId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  eventType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  organizationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  tries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waitingBehind?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DeadLetterConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterConnection'] = ResolversParentTypes['DeadLetterConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DeadLetterEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type DeadLetterEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetterEdge'] = ResolversParentTypes['DeadLetterEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DeadLetter'], ParentType, ContextType>;
};

export type DeadLettersResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeadLetters'] = ResolversParentTypes['DeadLetters']> = {
  billing?: Resolver<Maybe<ResolversTypes['DeadLetterConnection']>, ParentType, ContextType, Partial<DeadLettersBillingArgs>>;
};

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type HeldLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HeldLine'] = ResolversParentTypes['HeldLine']> = {
  app?: Resolver<Maybe<ResolversTypes['App']>, ParentType, ContextType>;
  booked?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  charged?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['HoldCode'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  includedQuantity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['LineKind'], ParentType, ContextType>;
  month?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  priceVersion?: Resolver<Maybe<ResolversTypes['PriceVersion']>, ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type HeldLineConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HeldLineConnection'] = ResolversParentTypes['HeldLineConnection']> = {
  edges?: Resolver<Array<ResolversTypes['HeldLineEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type HeldLineEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['HeldLineEdge'] = ResolversParentTypes['HeldLineEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['HeldLine'], ParentType, ContextType>;
};

export type InstallResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Install'] = ResolversParentTypes['Install'], FederationReferenceType extends FederationReferenceTypes['Install'] = FederationReferenceTypes['Install']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Install']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['PriceVersion']>, ParentType, ContextType>;
  upcomingPrice?: Resolver<Maybe<ResolversTypes['UpcomingPrice']>, ParentType, ContextType>;
};

export type InvoiceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Invoice'] = ResolversParentTypes['Invoice'], FederationReferenceType extends FederationReferenceTypes['Invoice'] = FederationReferenceTypes['Invoice']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Invoice']> | FederationReferenceType, FederationReferenceType, ContextType>;
  account?: Resolver<ResolversTypes['Account'], ParentType, ContextType>;
  finalizedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['InvoiceLine']>, ParentType, ContextType>;
  month?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  number?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  postedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['InvoiceStatus'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type InvoiceConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceConnection'] = ResolversParentTypes['InvoiceConnection']> = {
  edges?: Resolver<Array<ResolversTypes['InvoiceEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type InvoiceEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceEdge'] = ResolversParentTypes['InvoiceEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Invoice'], ParentType, ContextType>;
};

export type InvoiceLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceLine'] = ResolversParentTypes['InvoiceLine']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  app?: Resolver<Maybe<ResolversTypes['App']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  includedQuantity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['LineKind'], ParentType, ContextType>;
  priceVersion?: Resolver<Maybe<ResolversTypes['PriceVersion']>, ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
};

export type InvoiceLineConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceLineConnection'] = ResolversParentTypes['InvoiceLineConnection']> = {
  edges?: Resolver<Array<ResolversTypes['InvoiceLineEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type InvoiceLineEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvoiceLineEdge'] = ResolversParentTypes['InvoiceLineEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['InvoiceLine'], ParentType, ContextType>;
};

export type LedgerEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LedgerEntry'] = ResolversParentTypes['LedgerEntry']> = {
  account?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType>;
  month?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  postedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  transactionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type LedgerEntryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LedgerEntryConnection'] = ResolversParentTypes['LedgerEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['LedgerEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type LedgerEntryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LedgerEntryEdge'] = ResolversParentTypes['LedgerEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['LedgerEntry'], ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  acceptPrice?: Resolver<ResolversTypes['AcceptPricePayload'], ParentType, ContextType, RequireFields<MutationAcceptPriceArgs, 'input'>>;
  changeAccountCurrency?: Resolver<ResolversTypes['ChangeAccountCurrencyPayload'], ParentType, ContextType, RequireFields<MutationChangeAccountCurrencyArgs, 'input'>>;
  changeAccountKind?: Resolver<ResolversTypes['ChangeAccountKindPayload'], ParentType, ContextType, RequireFields<MutationChangeAccountKindArgs, 'input'>>;
  openAccount?: Resolver<ResolversTypes['OpenAccountPayload'], ParentType, ContextType, RequireFields<MutationOpenAccountArgs, 'input'>>;
  settleBillingDeadLetter?: Resolver<ResolversTypes['SettleBillingDeadLetterPayload'], ParentType, ContextType, RequireFields<MutationSettleBillingDeadLetterArgs, 'input'>>;
};

export type OpenAccountPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OpenAccountPayload'] = ResolversParentTypes['OpenAccountPayload']> = {
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['BillingUserError']>, ParentType, ContextType>;
};

export type OrganizationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization'], FederationReferenceType extends FederationReferenceTypes['Organization'] = FederationReferenceTypes['Organization']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Organization']> | FederationReferenceType, FederationReferenceType, ContextType>;
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PriceOfUnitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PriceOfUnit'] = ResolversParentTypes['PriceOfUnit']> = {
  pricePerUnit?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PriceVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PriceVersion'] = ResolversParentTypes['PriceVersion'], FederationReferenceType extends FederationReferenceTypes['PriceVersion'] = FederationReferenceTypes['PriceVersion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PriceVersion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  audiences?: Resolver<Array<ResolversTypes['PriceAudience']>, ParentType, ContextType>;
  bindsFrom?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  included?: Resolver<Array<ResolversTypes['AllowanceOfUnit']>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['PricingModel'], ParentType, ContextType>;
  monthlyFee?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  prices?: Resolver<Array<ResolversTypes['PriceOfUnit']>, ParentType, ContextType>;
  rounding?: Resolver<ResolversTypes['RoundingRule'], ParentType, ContextType>;
};

export type PriceVersionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PriceVersionConnection'] = ResolversParentTypes['PriceVersionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PriceVersionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PriceVersionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PriceVersionEdge'] = ResolversParentTypes['PriceVersionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PriceVersion'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  account?: Resolver<Maybe<ResolversTypes['Account']>, ParentType, ContextType>;
  deadLetters?: Resolver<ResolversTypes['DeadLetters'], ParentType, ContextType>;
  heldLines?: Resolver<Maybe<ResolversTypes['HeldLineConnection']>, ParentType, ContextType, Partial<QueryHeldLinesArgs>>;
  invoice?: Resolver<Maybe<ResolversTypes['Invoice']>, ParentType, ContextType, RequireFields<QueryInvoiceArgs, 'id'>>;
  invoices?: Resolver<Maybe<ResolversTypes['InvoiceConnection']>, ParentType, ContextType, Partial<QueryInvoicesArgs>>;
  ledgerEntries?: Resolver<Maybe<ResolversTypes['LedgerEntryConnection']>, ParentType, ContextType, Partial<QueryLedgerEntriesArgs>>;
  priceVersions?: Resolver<Maybe<ResolversTypes['PriceVersionConnection']>, ParentType, ContextType, RequireFields<QueryPriceVersionsArgs, 'appId'>>;
  reconciliationReport?: Resolver<Maybe<ResolversTypes['ReconciliationReport']>, ParentType, ContextType, RequireFields<QueryReconciliationReportArgs, 'week'>>;
  reconciliationReports?: Resolver<Maybe<ResolversTypes['ReconciliationReportConnection']>, ParentType, ContextType, Partial<QueryReconciliationReportsArgs>>;
  showbackLines?: Resolver<Maybe<ResolversTypes['InvoiceLineConnection']>, ParentType, ContextType, RequireFields<QueryShowbackLinesArgs, 'month'>>;
};

export type ReconciliationDifferenceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReconciliationDifference'] = ResolversParentTypes['ReconciliationDifference']> = {
  app?: Resolver<Maybe<ResolversTypes['App']>, ParentType, ContextType>;
  day?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  invoiceId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  ledgerAccount?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  left?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  leftValue?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  month?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  right?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rightValue?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ReconciliationDifferenceConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReconciliationDifferenceConnection'] = ResolversParentTypes['ReconciliationDifferenceConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ReconciliationDifferenceEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ReconciliationDifferenceEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReconciliationDifferenceEdge'] = ResolversParentTypes['ReconciliationDifferenceEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ReconciliationDifference'], ParentType, ContextType>;
};

export type ReconciliationReportResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReconciliationReport'] = ResolversParentTypes['ReconciliationReport']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  differenceCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  differences?: Resolver<ResolversTypes['ReconciliationDifferenceConnection'], ParentType, ContextType, Partial<ReconciliationReportDifferencesArgs>>;
  green?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  week?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReconciliationReportConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReconciliationReportConnection'] = ResolversParentTypes['ReconciliationReportConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ReconciliationReportEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ReconciliationReportEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReconciliationReportEdge'] = ResolversParentTypes['ReconciliationReportEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ReconciliationReport'], ParentType, ContextType>;
};

export type SettleBillingDeadLetterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SettleBillingDeadLetterPayload'] = ResolversParentTypes['SettleBillingDeadLetterPayload']> = {
  deadLetter?: Resolver<Maybe<ResolversTypes['DeadLetter']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['BillingUserError']>, ParentType, ContextType>;
};

export type UpcomingPriceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpcomingPrice'] = ResolversParentTypes['UpcomingPrice']> = {
  bindsFrom?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>;
  priceVersion?: Resolver<ResolversTypes['PriceVersion'], ParentType, ContextType>;
};

export type UsedQuantityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsedQuantity'] = ResolversParentTypes['UsedQuantity']> = {
  quantity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AcceptPricePayload?: AcceptPricePayloadResolvers<ContextType>;
  Account?: AccountResolvers<ContextType>;
  AllowanceOfUnit?: AllowanceOfUnitResolvers<ContextType>;
  App?: AppResolvers<ContextType>;
  AppConsumer?: AppConsumerResolvers<ContextType>;
  AppConsumerConnection?: AppConsumerConnectionResolvers<ContextType>;
  AppConsumerEdge?: AppConsumerEdgeResolvers<ContextType>;
  AppRevenue?: AppRevenueResolvers<ContextType>;
  BillingUserError?: BillingUserErrorResolvers<ContextType>;
  ChangeAccountCurrencyPayload?: ChangeAccountCurrencyPayloadResolvers<ContextType>;
  ChangeAccountKindPayload?: ChangeAccountKindPayloadResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DeadLetter?: DeadLetterResolvers<ContextType>;
  DeadLetterConnection?: DeadLetterConnectionResolvers<ContextType>;
  DeadLetterEdge?: DeadLetterEdgeResolvers<ContextType>;
  DeadLetters?: DeadLettersResolvers<ContextType>;
  Decimal?: GraphQLScalarType;
  HeldLine?: HeldLineResolvers<ContextType>;
  HeldLineConnection?: HeldLineConnectionResolvers<ContextType>;
  HeldLineEdge?: HeldLineEdgeResolvers<ContextType>;
  Install?: InstallResolvers<ContextType>;
  Invoice?: InvoiceResolvers<ContextType>;
  InvoiceConnection?: InvoiceConnectionResolvers<ContextType>;
  InvoiceEdge?: InvoiceEdgeResolvers<ContextType>;
  InvoiceLine?: InvoiceLineResolvers<ContextType>;
  InvoiceLineConnection?: InvoiceLineConnectionResolvers<ContextType>;
  InvoiceLineEdge?: InvoiceLineEdgeResolvers<ContextType>;
  LedgerEntry?: LedgerEntryResolvers<ContextType>;
  LedgerEntryConnection?: LedgerEntryConnectionResolvers<ContextType>;
  LedgerEntryEdge?: LedgerEntryEdgeResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OpenAccountPayload?: OpenAccountPayloadResolvers<ContextType>;
  Organization?: OrganizationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PriceOfUnit?: PriceOfUnitResolvers<ContextType>;
  PriceVersion?: PriceVersionResolvers<ContextType>;
  PriceVersionConnection?: PriceVersionConnectionResolvers<ContextType>;
  PriceVersionEdge?: PriceVersionEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ReconciliationDifference?: ReconciliationDifferenceResolvers<ContextType>;
  ReconciliationDifferenceConnection?: ReconciliationDifferenceConnectionResolvers<ContextType>;
  ReconciliationDifferenceEdge?: ReconciliationDifferenceEdgeResolvers<ContextType>;
  ReconciliationReport?: ReconciliationReportResolvers<ContextType>;
  ReconciliationReportConnection?: ReconciliationReportConnectionResolvers<ContextType>;
  ReconciliationReportEdge?: ReconciliationReportEdgeResolvers<ContextType>;
  SettleBillingDeadLetterPayload?: SettleBillingDeadLetterPayloadResolvers<ContextType>;
  UpcomingPrice?: UpcomingPriceResolvers<ContextType>;
  UsedQuantity?: UsedQuantityResolvers<ContextType>;
};

