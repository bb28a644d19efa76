import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { DeadLetter as DeadLetterRow } from '@guildhall/platform/stream/dead-letters.ts';
import type { Receivers as ReceiversRow } from '@guildhall/platform/graphql/dead-letters.ts';
import type { VisibleApp as VisibleAppRow, AppVersion as AppVersionRow, AppSnapshot as AppSnapshotRow, Install as InstallRow } from '../index.ts';
import type { Context } from '../resolvers/context.ts';
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
  /** An RFC 3339 instant in UTC. */
  DateTime: { input: string; output: Date | string; }
  /** An exact decimal as a string, such as "0.0000025". */
  Decimal: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** A micro app. */
export type App = {
  __typename?: 'App';
  /** Who it is published to; null while it is not published. */
  audience?: Maybe<Audience>;
  /** Such as `where2eat-742`; unique on the platform. */
  id: Scalars['ID']['output'];
  /** The caller's organisation's open install. */
  install?: Maybe<Install>;
  /** Metadata of that version. */
  manifest: Manifest;
  /** The price version that an install by the caller's organisation would bind; null while the app is not published to it. */
  price?: Maybe<PriceVersion>;
  /** The version that is published, if one is. */
  publishedVersion?: Maybe<AppVersion>;
  /** The organisation that publishes it. */
  publisher: Organization;
  /** Title of that version. */
  title: Scalars['String']['output'];
  /** The version that the caller sees: the newest for its publisher, the published one for everybody else. */
  version: AppVersion;
  /** Every version, newest first; only for its publisher. */
  versions?: Maybe<AppVersionConnection>;
};


/** A micro app. */
export type AppVersionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of apps. */
export type AppConnection = {
  __typename?: 'AppConnection';
  /** The rows with their cursors. */
  edges: Array<AppEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An app in a list. */
export type AppEdge = {
  __typename?: 'AppEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The app. */
  node: App;
};

/** What an organisation was shown of an app when it installed it; it stays whatever becomes of the app. */
export type AppSnapshot = {
  __typename?: 'AppSnapshot';
  /** The app. */
  appId: Scalars['ID']['output'];
  /** Number of the version. */
  number: Scalars['Int']['output'];
  /** The price version that was agreed to; null for an install of 0.1.0. */
  price?: Maybe<PriceVersion>;
  /** Who publishes it. */
  publisher: Organization;
  /** The publisher's name at that time. */
  publisherName?: Maybe<Scalars['String']['output']>;
  /** Title. */
  title: Scalars['String']['output'];
};

/** One immutable version of an app. */
export type AppVersion = {
  __typename?: 'AppVersion';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Who made it. */
  createdBy: Scalars['ID']['output'];
  /** SHA-256 over the RFC 8785 form of the manifest, in hex: what approvals are bound to. */
  digest: Scalars['String']['output'];
  /** Such as `where2eat-742@1`. */
  id: Scalars['ID']['output'];
  /** The metadata of this version. */
  manifest: Manifest;
  /** Counts from 1. */
  number: Scalars['Int']['output'];
};

/** A page of versions. */
export type AppVersionConnection = {
  __typename?: 'AppVersionConnection';
  /** The rows with their cursors. */
  edges: Array<AppVersionEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A version in a list. */
export type AppVersionEdge = {
  __typename?: 'AppVersionEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The version. */
  node: AppVersion;
};

/** Who may see and install a published app. */
export type Audience =
  /** The publishing organisation. */
  | 'ORGANIZATION'
  /** Every organisation of the platform. */
  | 'PUBLIC'
  /** One team of the publishing organisation. */
  | 'TEAM';

/** What an app may do with the data in its scopes. */
export type Capability =
  /** May take data out of the platform; publishing always needs an approval. */
  | 'EXPORT'
  /** Looks at data. */
  | 'READ'
  /** Changes data. */
  | 'WRITE';

/** What can be wrong with a catalog mutation. */
export type CatalogErrorCode =
  /** The app can cost something and your organisation has no billing account; open one first. */
  | 'ACCOUNT_REQUIRED'
  /** Your organisation has installed it already. */
  | 'ALREADY_INSTALLED'
  /** Another app has this id. */
  | 'APP_ID_TAKEN'
  /** No such app, or not one that you may see. */
  | 'APP_NOT_FOUND'
  /** The app is priced in a currency other than that of your organisation's account. */
  | 'CURRENCY_MISMATCH'
  /** There is no such dead letter. */
  | 'DEAD_LETTER_NOT_FOUND'
  /** A field does not fit; the message says how. */
  | 'INVALID_INPUT'
  /** Your organisation has not installed it. */
  | 'NOT_INSTALLED'
  /** The app's price is no longer the one that you named; look at it again. */
  | 'PRICE_CHANGED'
  /** A request is publishing the app at this moment; try again when it is done. */
  | 'PUBLISHING_IN_PROGRESS';

/** An error in a catalog mutation's input. */
export type CatalogUserError = {
  __typename?: 'CatalogUserError';
  /** Stable code. */
  code: CatalogErrorCode;
  /** Path of the field from the input's root. */
  field: Array<Scalars['String']['output']>;
  /** What to do about it. */
  message: Scalars['String']['output'];
};

/** What an app is expected to need, as its creator estimates it. */
export type ComputeProfile = {
  __typename?: 'ComputeProfile';
  /** CPU milliseconds an invocation. */
  cpuMsPerInvocation?: Maybe<Scalars['Int']['output']>;
  /** Invocations per month. */
  invocationsPerMonth?: Maybe<Scalars['Int']['output']>;
  /** Memory in MB. */
  memoryMb?: Maybe<Scalars['Int']['output']>;
  /** Tokens an invocation. */
  tokensPerInvocation?: Maybe<Scalars['Int']['output']>;
};

/** What an app is expected to need. */
export type ComputeProfileInput = {
  /** CPU milliseconds an invocation. */
  cpuMsPerInvocation?: InputMaybe<Scalars['Int']['input']>;
  /** Invocations per month. */
  invocationsPerMonth?: InputMaybe<Scalars['Int']['input']>;
  /** Memory in MB. */
  memoryMb?: InputMaybe<Scalars['Int']['input']>;
  /** Tokens an invocation. */
  tokensPerInvocation?: InputMaybe<Scalars['Int']['input']>;
};

/** Whose data an app touches. */
export type DataScope =
  /** Of the whole organisation. */
  | 'ORG'
  /** Of that person's team. */
  | 'TEAM'
  /** Of the person who uses it. */
  | 'USER';

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
  /** Those of the catalog's consumers, by consumer and event. */
  catalog?: Maybe<DeadLetterConnection>;
};


/** The dead letters of every receiver. Requires the PLATFORM_ADMIN or AUDITOR role. */
export type DeadLettersCatalogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A quantity of a unit that the monthly fee includes. */
export type IncludedQuantity = {
  __typename?: 'IncludedQuantity';
  /** How much of it each month. */
  quantity: Scalars['Decimal']['output'];
  /** The unit. */
  unit: Scalars['String']['output'];
};

/** A quantity that the monthly fee includes. */
export type IncludedQuantityInput = {
  /** How much of it each month. */
  quantity: Scalars['Decimal']['input'];
  /** The unit. */
  unit: Scalars['String']['input'];
};

/** An organisation's install of an app: its consent to be billed for use, at the price that it was shown. */
export type Install = {
  __typename?: 'Install';
  /** The app; as it was shown at the install once it is no longer listed to the caller. */
  app?: Maybe<App>;
  /** Whether the app is no longer listed to the organisation: an open install continues until it is ended, and no new one can be made. */
  delisted: Scalars['Boolean']['output'];
  /** Such as `ins_…`. */
  id: Scalars['ID']['output'];
  /** When. */
  installedAt: Scalars['DateTime']['output'];
  /** Who installed it. */
  installedBy: Scalars['ID']['output'];
  /** What the organisation was shown at this install; null for a team's app that the caller may not see. */
  snapshot?: Maybe<AppSnapshot>;
  /** When it was taken away; null while it is open. */
  uninstalledAt?: Maybe<Scalars['DateTime']['output']>;
};

/** The app to install. */
export type InstallAppInput = {
  /** The app. */
  appId: Scalars['ID']['input'];
  /** The price version that you were shown (`App.price`). When the app has another by now, nothing is installed: `PRICE_CHANGED`. */
  priceVersionId?: InputMaybe<Scalars['ID']['input']>;
};

/** Answer of installApp. */
export type InstallAppPayload = {
  __typename?: 'InstallAppPayload';
  /** The open install. */
  install?: Maybe<Install>;
  /** Everything wrong with the input. */
  userErrors: Array<CatalogUserError>;
};

/** A page of installs. */
export type InstallConnection = {
  __typename?: 'InstallConnection';
  /** The rows with their cursors. */
  edges: Array<InstallEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An install in a list. */
export type InstallEdge = {
  __typename?: 'InstallEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The install. */
  node: Install;
};

/** An app's metadata as one version states it. */
export type Manifest = {
  __typename?: 'Manifest';
  /** What it may do with data; empty when not declared. */
  capabilities: Array<Capability>;
  /** Whose data it touches; empty when not declared. */
  dataScopes: Array<DataScope>;
  /** Business areas. */
  domainLabels: Array<Scalars['String']['output']>;
  /** What it is expected to need. */
  estimatedComputeProfile?: Maybe<ComputeProfile>;
  /** What it does, for whom, with which data. */
  longDescription?: Maybe<Scalars['String']['output']>;
  /** The person who answers for the app. */
  ownerId: Scalars['ID']['output'];
  /** What it costs. */
  pricingTemplate: PricingTemplate;
  /** How it runs. */
  runtimeDescriptor: RuntimeDescriptor;
  /** One sentence. */
  shortDescription: Scalars['String']['output'];
  /** Words to find it by. */
  tags: Array<Scalars['String']['output']>;
  /** The team that the app belongs to. */
  team?: Maybe<Scalars['String']['output']>;
  /** Name shown to people. */
  title: Scalars['String']['output'];
};

/** What changes the catalog. */
export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Installs an app for the caller's organisation, which agrees to be billed for its use at the price that it is shown. What can cost something
   * needs a billing account in its currency.
   */
  installApp: InstallAppPayload;
  /** Registers an app with its first version. */
  registerApp: RegisterAppPayload;
  /** Retries or drops one of catalog's dead letters, which the audit trail of its organisation tells. Requires the PLATFORM_ADMIN role. */
  settleCatalogDeadLetter: SettleCatalogDeadLetterPayload;
  /** Takes an app away; its use is refused from then on. */
  uninstallApp: UninstallAppPayload;
  /** Removes an app of the caller's organisation from the listing: nobody can install it any more, and open installs continue until they are ended. */
  unpublishApp: UnpublishAppPayload;
  /** Makes a new version of an app's metadata; nothing changes when nothing differs. */
  updateApp: UpdateAppPayload;
};


/** What changes the catalog. */
export type MutationInstallAppArgs = {
  input: InstallAppInput;
};


/** What changes the catalog. */
export type MutationRegisterAppArgs = {
  input: RegisterAppInput;
};


/** What changes the catalog. */
export type MutationSettleCatalogDeadLetterArgs = {
  input: SettleCatalogDeadLetterInput;
};


/** What changes the catalog. */
export type MutationUninstallAppArgs = {
  input: UninstallAppInput;
};


/** What changes the catalog. */
export type MutationUnpublishAppArgs = {
  input: UnpublishAppInput;
};


/** What changes the catalog. */
export type MutationUpdateAppArgs = {
  input: UpdateAppInput;
};

/** An organisation, the tenant of the platform. */
export type Organization = {
  __typename?: 'Organization';
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

/** What an app costs; billing tells it. */
export type PriceVersion = {
  __typename?: 'PriceVersion';
  /** Such as `prv_…`. */
  id: Scalars['ID']['output'];
};

/** How use of an app is priced. */
export type PricingModel =
  /** Costs nothing; its use is counted all the same. */
  | 'FREE'
  /** A price for each unit that is used. */
  | 'PAYG'
  /** A fee for each month with an install, an included quantity, then a price per unit. */
  | 'SUBSCRIPTION';

/** What a publisher asks for an app; billing makes price versions of it. */
export type PricingTemplate = {
  __typename?: 'PricingTemplate';
  /** Currency of every price in it. */
  currency: Scalars['CurrencyCode']['output'];
  /** What the fee includes (subscription). */
  included: Array<IncludedQuantity>;
  /** The model. */
  model: PricingModel;
  /** Fee for each month with an install (subscription). */
  monthlyFee?: Maybe<Scalars['Decimal']['output']>;
  /** A price per unit. */
  prices: Array<UnitPrice>;
};

/** What a publisher asks for an app. */
export type PricingTemplateInput = {
  /** Currency; USD when absent. */
  currency?: InputMaybe<Scalars['CurrencyCode']['input']>;
  /** What the fee includes (subscription). */
  included?: InputMaybe<Array<IncludedQuantityInput>>;
  /** The model. */
  model: PricingModel;
  /** Fee for each month with an install (subscription). */
  monthlyFee?: InputMaybe<Scalars['Decimal']['input']>;
  /** A price per unit. */
  prices?: InputMaybe<Array<UnitPriceInput>>;
};

/** What the catalog answers. */
export type Query = {
  __typename?: 'Query';
  /** One app, if the caller may see it. */
  app?: Maybe<App>;
  /** The apps that the caller's organisation registered, by id. */
  apps?: Maybe<AppConnection>;
  /** Events that could not be processed, for platform admins and auditors. */
  deadLetters: DeadLetters;
  /** The caller's organisation's installs, newest first; without those of team apps that the caller may not see. */
  installs?: Maybe<InstallConnection>;
  /** Published apps that the caller may see, best match first; words are matched in title, descriptions and tags, with typos forgiven. */
  searchApps?: Maybe<AppConnection>;
};


/** What the catalog answers. */
export type QueryAppArgs = {
  id: Scalars['ID']['input'];
};


/** What the catalog answers. */
export type QueryAppsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What the catalog answers. */
export type QueryInstallsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What the catalog answers. */
export type QuerySearchAppsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  query: Scalars['String']['input'];
};

/** A new app. */
export type RegisterAppInput = {
  /** Lower-case letters, digits and dashes, 3 to 64 characters; unique on the platform. */
  appId: Scalars['ID']['input'];
  /** What it may do with data. */
  capabilities?: InputMaybe<Array<Capability>>;
  /** Whose data it touches. */
  dataScopes?: InputMaybe<Array<DataScope>>;
  /** Business areas, at most 20. */
  domainLabels?: InputMaybe<Array<Scalars['String']['input']>>;
  /** What it is expected to need. */
  estimatedComputeProfile?: InputMaybe<ComputeProfileInput>;
  /** At most 10,000 characters. */
  longDescription?: InputMaybe<Scalars['String']['input']>;
  /** The person who answers for the app, such as `user:beckayu`. */
  ownerId: Scalars['ID']['input'];
  /** What it costs. */
  pricingTemplate: PricingTemplateInput;
  /** How it runs. */
  runtimeDescriptor: RuntimeDescriptorInput;
  /** One sentence, at most 300 characters. */
  shortDescription: Scalars['String']['input'];
  /** Words to find it by, at most 20. */
  tags: Array<Scalars['String']['input']>;
  /** The team that the app belongs to. */
  team?: InputMaybe<Scalars['String']['input']>;
  /** Name shown to people, at most 120 characters. */
  title: Scalars['String']['input'];
};

/** Answer of registerApp. */
export type RegisterAppPayload = {
  __typename?: 'RegisterAppPayload';
  /** The app, when it was registered. */
  app?: Maybe<App>;
  /** Everything wrong with the input. */
  userErrors: Array<CatalogUserError>;
};

/** How an app runs: a serverless handler, a WASM module, or a link. */
export type RuntimeDescriptor = {
  __typename?: 'RuntimeDescriptor';
  /** Path of the handler of a serverless app. */
  handler?: Maybe<Scalars['String']['output']>;
  /** Name of the module of a WASM app. */
  module?: Maybe<Scalars['String']['output']>;
  /** Which of the three. */
  type: RuntimeType;
  /** Address of a linked app. */
  url?: Maybe<Scalars['String']['output']>;
};

/** How an app runs. */
export type RuntimeDescriptorInput = {
  /** For serverless: path of the handler. */
  handler?: InputMaybe<Scalars['String']['input']>;
  /** For WASM: name of the module. */
  module?: InputMaybe<Scalars['String']['input']>;
  /** Which of the three. */
  type: RuntimeType;
  /** For a link: its address. */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** How an app runs. */
export type RuntimeType =
  /** An app that runs elsewhere, at an https address. */
  | 'LINK'
  /** A handler that is called for each use. */
  | 'SERVERLESS'
  /** A WebAssembly module. */
  | 'WASM';

/** What to do with one of catalog's dead letters. */
export type SettleCatalogDeadLetterInput = {
  /** What becomes of it. */
  action: DeadLetterAction;
  /** The consumer that could not handle the event. */
  consumer: Scalars['String']['input'];
  /** The event. */
  eventId: Scalars['ID']['input'];
};

/** Answer of settleCatalogDeadLetter. */
export type SettleCatalogDeadLetterPayload = {
  __typename?: 'SettleCatalogDeadLetterPayload';
  /** The dead letter as it was. */
  deadLetter?: Maybe<DeadLetter>;
  /** Everything wrong with the input. */
  userErrors: Array<CatalogUserError>;
};

/** The app to take away. */
export type UninstallAppInput = {
  /** The app. */
  appId: Scalars['ID']['input'];
};

/** Answer of uninstallApp. */
export type UninstallAppPayload = {
  __typename?: 'UninstallAppPayload';
  /** The closed install. */
  install?: Maybe<Install>;
  /** Everything wrong with the input. */
  userErrors: Array<CatalogUserError>;
};

/** The price of one unit. */
export type UnitPrice = {
  __typename?: 'UnitPrice';
  /** Price of one, in the template's currency. */
  pricePerUnit: Scalars['Decimal']['output'];
  /** A unit such as `invocation`, `token`, `compute_unit`, or a payload key. */
  unit: Scalars['String']['output'];
};

/** The price of one unit. */
export type UnitPriceInput = {
  /** Price of one. */
  pricePerUnit: Scalars['Decimal']['input'];
  /** A unit such as `invocation`. */
  unit: Scalars['String']['input'];
};

/** The app to unpublish. */
export type UnpublishAppInput = {
  /** An app of the caller's organisation. */
  appId: Scalars['ID']['input'];
};

/** Answer of unpublishApp. */
export type UnpublishAppPayload = {
  __typename?: 'UnpublishAppPayload';
  /** The app. */
  app?: Maybe<App>;
  /** Everything wrong with the input. */
  userErrors: Array<CatalogUserError>;
};

/** Changes to an app's metadata: what is given replaces, what is absent stays, what is null is taken away. */
export type UpdateAppInput = {
  /** The app. */
  appId: Scalars['ID']['input'];
  /** What it may do with data. */
  capabilities?: InputMaybe<Array<Capability>>;
  /** Whose data it touches. */
  dataScopes?: InputMaybe<Array<DataScope>>;
  /** Business areas. */
  domainLabels?: InputMaybe<Array<Scalars['String']['input']>>;
  /** What it is expected to need. */
  estimatedComputeProfile?: InputMaybe<ComputeProfileInput>;
  /** At most 10,000 characters. */
  longDescription?: InputMaybe<Scalars['String']['input']>;
  /** The person who answers for the app. */
  ownerId?: InputMaybe<Scalars['ID']['input']>;
  /** What it costs. */
  pricingTemplate?: InputMaybe<PricingTemplateInput>;
  /** How it runs. */
  runtimeDescriptor?: InputMaybe<RuntimeDescriptorInput>;
  /** One sentence. */
  shortDescription?: InputMaybe<Scalars['String']['input']>;
  /** Words to find it by. */
  tags?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The team that the app belongs to. */
  team?: InputMaybe<Scalars['String']['input']>;
  /** Name shown to people. */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** Answer of updateApp. */
export type UpdateAppPayload = {
  __typename?: 'UpdateAppPayload';
  /** The app with its newest version. */
  app?: Maybe<App>;
  /** Everything wrong with the input. */
  userErrors: Array<CatalogUserError>;
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
  AppVersion: AppVersion;
  Install: Install;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  App:
    ( { __typename: 'App' }
    & GraphQLRecursivePick<FederationTypes['App'], {"id":true}> );
  AppVersion:
    ( { __typename: 'AppVersion' }
    & GraphQLRecursivePick<FederationTypes['AppVersion'], {"id":true}> );
  Install:
    ( { __typename: 'Install' }
    & GraphQLRecursivePick<FederationTypes['Install'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  App: ResolverTypeWrapper<VisibleAppRow>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AppConnection: ResolverTypeWrapper<Omit<AppConnection, 'edges'> & { edges: Array<ResolversTypes['AppEdge']> }>;
  AppEdge: ResolverTypeWrapper<Omit<AppEdge, 'node'> & { node: ResolversTypes['App'] }>;
  AppSnapshot: ResolverTypeWrapper<AppSnapshotRow>;
  AppVersion: ResolverTypeWrapper<AppVersionRow>;
  AppVersionConnection: ResolverTypeWrapper<Omit<AppVersionConnection, 'edges'> & { edges: Array<ResolversTypes['AppVersionEdge']> }>;
  AppVersionEdge: ResolverTypeWrapper<Omit<AppVersionEdge, 'node'> & { node: ResolversTypes['AppVersion'] }>;
  Audience: Audience;
  Capability: Capability;
  CatalogErrorCode: CatalogErrorCode;
  CatalogUserError: ResolverTypeWrapper<CatalogUserError>;
  ComputeProfile: ResolverTypeWrapper<ComputeProfile>;
  ComputeProfileInput: ComputeProfileInput;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  DataScope: DataScope;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeadLetter: ResolverTypeWrapper<DeadLetterRow>;
  DeadLetterAction: DeadLetterAction;
  DeadLetterConnection: ResolverTypeWrapper<Omit<DeadLetterConnection, 'edges'> & { edges: Array<ResolversTypes['DeadLetterEdge']> }>;
  DeadLetterEdge: ResolverTypeWrapper<Omit<DeadLetterEdge, 'node'> & { node: ResolversTypes['DeadLetter'] }>;
  DeadLetters: ResolverTypeWrapper<ReceiversRow>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  IncludedQuantity: ResolverTypeWrapper<IncludedQuantity>;
  IncludedQuantityInput: IncludedQuantityInput;
  Install: ResolverTypeWrapper<InstallRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  InstallAppInput: InstallAppInput;
  InstallAppPayload: ResolverTypeWrapper<Omit<InstallAppPayload, 'install'> & { install?: Maybe<ResolversTypes['Install']> }>;
  InstallConnection: ResolverTypeWrapper<Omit<InstallConnection, 'edges'> & { edges: Array<ResolversTypes['InstallEdge']> }>;
  InstallEdge: ResolverTypeWrapper<Omit<InstallEdge, 'node'> & { node: ResolversTypes['Install'] }>;
  Manifest: ResolverTypeWrapper<Manifest>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Organization: ResolverTypeWrapper<Organization>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PriceVersion: ResolverTypeWrapper<PriceVersion>;
  PricingModel: PricingModel;
  PricingTemplate: ResolverTypeWrapper<PricingTemplate>;
  PricingTemplateInput: PricingTemplateInput;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RegisterAppInput: RegisterAppInput;
  RegisterAppPayload: ResolverTypeWrapper<Omit<RegisterAppPayload, 'app'> & { app?: Maybe<ResolversTypes['App']> }>;
  RuntimeDescriptor: ResolverTypeWrapper<RuntimeDescriptor>;
  RuntimeDescriptorInput: RuntimeDescriptorInput;
  RuntimeType: RuntimeType;
  SettleCatalogDeadLetterInput: SettleCatalogDeadLetterInput;
  SettleCatalogDeadLetterPayload: ResolverTypeWrapper<Omit<SettleCatalogDeadLetterPayload, 'deadLetter'> & { deadLetter?: Maybe<ResolversTypes['DeadLetter']> }>;
  UninstallAppInput: UninstallAppInput;
  UninstallAppPayload: ResolverTypeWrapper<Omit<UninstallAppPayload, 'install'> & { install?: Maybe<ResolversTypes['Install']> }>;
  UnitPrice: ResolverTypeWrapper<UnitPrice>;
  UnitPriceInput: UnitPriceInput;
  UnpublishAppInput: UnpublishAppInput;
  UnpublishAppPayload: ResolverTypeWrapper<Omit<UnpublishAppPayload, 'app'> & { app?: Maybe<ResolversTypes['App']> }>;
  UpdateAppInput: UpdateAppInput;
  UpdateAppPayload: ResolverTypeWrapper<Omit<UpdateAppPayload, 'app'> & { app?: Maybe<ResolversTypes['App']> }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  App: VisibleAppRow;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  AppConnection: Omit<AppConnection, 'edges'> & { edges: Array<ResolversParentTypes['AppEdge']> };
  AppEdge: Omit<AppEdge, 'node'> & { node: ResolversParentTypes['App'] };
  AppSnapshot: AppSnapshotRow;
  AppVersion: AppVersionRow;
  AppVersionConnection: Omit<AppVersionConnection, 'edges'> & { edges: Array<ResolversParentTypes['AppVersionEdge']> };
  AppVersionEdge: Omit<AppVersionEdge, 'node'> & { node: ResolversParentTypes['AppVersion'] };
  CatalogUserError: CatalogUserError;
  ComputeProfile: ComputeProfile;
  ComputeProfileInput: ComputeProfileInput;
  CurrencyCode: Scalars['CurrencyCode']['output'];
  DateTime: Scalars['DateTime']['output'];
  DeadLetter: DeadLetterRow;
  DeadLetterConnection: Omit<DeadLetterConnection, 'edges'> & { edges: Array<ResolversParentTypes['DeadLetterEdge']> };
  DeadLetterEdge: Omit<DeadLetterEdge, 'node'> & { node: ResolversParentTypes['DeadLetter'] };
  DeadLetters: ReceiversRow;
  Decimal: Scalars['Decimal']['output'];
  IncludedQuantity: IncludedQuantity;
  IncludedQuantityInput: IncludedQuantityInput;
  Install: InstallRow;
  Boolean: Scalars['Boolean']['output'];
  InstallAppInput: InstallAppInput;
  InstallAppPayload: Omit<InstallAppPayload, 'install'> & { install?: Maybe<ResolversParentTypes['Install']> };
  InstallConnection: Omit<InstallConnection, 'edges'> & { edges: Array<ResolversParentTypes['InstallEdge']> };
  InstallEdge: Omit<InstallEdge, 'node'> & { node: ResolversParentTypes['Install'] };
  Manifest: Manifest;
  Mutation: Record<PropertyKey, never>;
  Organization: Organization;
  PageInfo: PageInfo;
  PriceVersion: PriceVersion;
  PricingTemplate: PricingTemplate;
  PricingTemplateInput: PricingTemplateInput;
  Query: Record<PropertyKey, never>;
  RegisterAppInput: RegisterAppInput;
  RegisterAppPayload: Omit<RegisterAppPayload, 'app'> & { app?: Maybe<ResolversParentTypes['App']> };
  RuntimeDescriptor: RuntimeDescriptor;
  RuntimeDescriptorInput: RuntimeDescriptorInput;
  SettleCatalogDeadLetterInput: SettleCatalogDeadLetterInput;
  SettleCatalogDeadLetterPayload: Omit<SettleCatalogDeadLetterPayload, 'deadLetter'> & { deadLetter?: Maybe<ResolversParentTypes['DeadLetter']> };
  UninstallAppInput: UninstallAppInput;
  UninstallAppPayload: Omit<UninstallAppPayload, 'install'> & { install?: Maybe<ResolversParentTypes['Install']> };
  UnitPrice: UnitPrice;
  UnitPriceInput: UnitPriceInput;
  UnpublishAppInput: UnpublishAppInput;
  UnpublishAppPayload: Omit<UnpublishAppPayload, 'app'> & { app?: Maybe<ResolversParentTypes['App']> };
  UpdateAppInput: UpdateAppInput;
  UpdateAppPayload: Omit<UpdateAppPayload, 'app'> & { app?: Maybe<ResolversParentTypes['App']> };
};

export type AppResolvers<ContextType = Context, ParentType extends ResolversParentTypes['App'] = ResolversParentTypes['App'], FederationReferenceType extends FederationReferenceTypes['App'] = FederationReferenceTypes['App']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['App']> | FederationReferenceType, FederationReferenceType, ContextType>;
  audience?: Resolver<Maybe<ResolversTypes['Audience']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  install?: Resolver<Maybe<ResolversTypes['Install']>, ParentType, ContextType>;
  manifest?: Resolver<ResolversTypes['Manifest'], ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['PriceVersion']>, ParentType, ContextType>;
  publishedVersion?: Resolver<Maybe<ResolversTypes['AppVersion']>, ParentType, ContextType>;
  publisher?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['AppVersion'], ParentType, ContextType>;
  versions?: Resolver<Maybe<ResolversTypes['AppVersionConnection']>, ParentType, ContextType, Partial<AppVersionsArgs>>;
};

export type AppConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppConnection'] = ResolversParentTypes['AppConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AppEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AppEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppEdge'] = ResolversParentTypes['AppEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['App'], ParentType, ContextType>;
};

export type AppSnapshotResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppSnapshot'] = ResolversParentTypes['AppSnapshot']> = {
  appId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['PriceVersion']>, ParentType, ContextType>;
  publisher?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  publisherName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AppVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppVersion'] = ResolversParentTypes['AppVersion'], FederationReferenceType extends FederationReferenceTypes['AppVersion'] = FederationReferenceTypes['AppVersion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['AppVersion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  digest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  manifest?: Resolver<ResolversTypes['Manifest'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AppVersionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppVersionConnection'] = ResolversParentTypes['AppVersionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AppVersionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AppVersionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppVersionEdge'] = ResolversParentTypes['AppVersionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AppVersion'], ParentType, ContextType>;
};

export type CatalogUserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CatalogUserError'] = ResolversParentTypes['CatalogUserError']> = {
  code?: Resolver<ResolversTypes['CatalogErrorCode'], ParentType, ContextType>;
  field?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ComputeProfileResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ComputeProfile'] = ResolversParentTypes['ComputeProfile']> = {
  cpuMsPerInvocation?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  invocationsPerMonth?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  memoryMb?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  tokensPerInvocation?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
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
  catalog?: Resolver<Maybe<ResolversTypes['DeadLetterConnection']>, ParentType, ContextType, Partial<DeadLettersCatalogArgs>>;
};

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type IncludedQuantityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IncludedQuantity'] = ResolversParentTypes['IncludedQuantity']> = {
  quantity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InstallResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Install'] = ResolversParentTypes['Install'], FederationReferenceType extends FederationReferenceTypes['Install'] = FederationReferenceTypes['Install']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Install']> | FederationReferenceType, FederationReferenceType, ContextType>;
  app?: Resolver<Maybe<ResolversTypes['App']>, ParentType, ContextType>;
  delisted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  installedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  installedBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  snapshot?: Resolver<Maybe<ResolversTypes['AppSnapshot']>, ParentType, ContextType>;
  uninstalledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type InstallAppPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InstallAppPayload'] = ResolversParentTypes['InstallAppPayload']> = {
  install?: Resolver<Maybe<ResolversTypes['Install']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['CatalogUserError']>, ParentType, ContextType>;
};

export type InstallConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InstallConnection'] = ResolversParentTypes['InstallConnection']> = {
  edges?: Resolver<Array<ResolversTypes['InstallEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type InstallEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InstallEdge'] = ResolversParentTypes['InstallEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Install'], ParentType, ContextType>;
};

export type ManifestResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Manifest'] = ResolversParentTypes['Manifest']> = {
  capabilities?: Resolver<Array<ResolversTypes['Capability']>, ParentType, ContextType>;
  dataScopes?: Resolver<Array<ResolversTypes['DataScope']>, ParentType, ContextType>;
  domainLabels?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  estimatedComputeProfile?: Resolver<Maybe<ResolversTypes['ComputeProfile']>, ParentType, ContextType>;
  longDescription?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ownerId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  pricingTemplate?: Resolver<ResolversTypes['PricingTemplate'], ParentType, ContextType>;
  runtimeDescriptor?: Resolver<ResolversTypes['RuntimeDescriptor'], ParentType, ContextType>;
  shortDescription?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  team?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  installApp?: Resolver<ResolversTypes['InstallAppPayload'], ParentType, ContextType, RequireFields<MutationInstallAppArgs, 'input'>>;
  registerApp?: Resolver<ResolversTypes['RegisterAppPayload'], ParentType, ContextType, RequireFields<MutationRegisterAppArgs, 'input'>>;
  settleCatalogDeadLetter?: Resolver<ResolversTypes['SettleCatalogDeadLetterPayload'], ParentType, ContextType, RequireFields<MutationSettleCatalogDeadLetterArgs, 'input'>>;
  uninstallApp?: Resolver<ResolversTypes['UninstallAppPayload'], ParentType, ContextType, RequireFields<MutationUninstallAppArgs, 'input'>>;
  unpublishApp?: Resolver<ResolversTypes['UnpublishAppPayload'], ParentType, ContextType, RequireFields<MutationUnpublishAppArgs, 'input'>>;
  updateApp?: Resolver<ResolversTypes['UpdateAppPayload'], ParentType, ContextType, RequireFields<MutationUpdateAppArgs, 'input'>>;
};

export type OrganizationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PriceVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PriceVersion'] = ResolversParentTypes['PriceVersion']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PricingTemplateResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PricingTemplate'] = ResolversParentTypes['PricingTemplate']> = {
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  included?: Resolver<Array<ResolversTypes['IncludedQuantity']>, ParentType, ContextType>;
  model?: Resolver<ResolversTypes['PricingModel'], ParentType, ContextType>;
  monthlyFee?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  prices?: Resolver<Array<ResolversTypes['UnitPrice']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  app?: Resolver<Maybe<ResolversTypes['App']>, ParentType, ContextType, RequireFields<QueryAppArgs, 'id'>>;
  apps?: Resolver<Maybe<ResolversTypes['AppConnection']>, ParentType, ContextType, Partial<QueryAppsArgs>>;
  deadLetters?: Resolver<ResolversTypes['DeadLetters'], ParentType, ContextType>;
  installs?: Resolver<Maybe<ResolversTypes['InstallConnection']>, ParentType, ContextType, Partial<QueryInstallsArgs>>;
  searchApps?: Resolver<Maybe<ResolversTypes['AppConnection']>, ParentType, ContextType, RequireFields<QuerySearchAppsArgs, 'query'>>;
};

export type RegisterAppPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegisterAppPayload'] = ResolversParentTypes['RegisterAppPayload']> = {
  app?: Resolver<Maybe<ResolversTypes['App']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['CatalogUserError']>, ParentType, ContextType>;
};

export type RuntimeDescriptorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RuntimeDescriptor'] = ResolversParentTypes['RuntimeDescriptor']> = {
  handler?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  module?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['RuntimeType'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SettleCatalogDeadLetterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SettleCatalogDeadLetterPayload'] = ResolversParentTypes['SettleCatalogDeadLetterPayload']> = {
  deadLetter?: Resolver<Maybe<ResolversTypes['DeadLetter']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['CatalogUserError']>, ParentType, ContextType>;
};

export type UninstallAppPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UninstallAppPayload'] = ResolversParentTypes['UninstallAppPayload']> = {
  install?: Resolver<Maybe<ResolversTypes['Install']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['CatalogUserError']>, ParentType, ContextType>;
};

export type UnitPriceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnitPrice'] = ResolversParentTypes['UnitPrice']> = {
  pricePerUnit?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UnpublishAppPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnpublishAppPayload'] = ResolversParentTypes['UnpublishAppPayload']> = {
  app?: Resolver<Maybe<ResolversTypes['App']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['CatalogUserError']>, ParentType, ContextType>;
};

export type UpdateAppPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateAppPayload'] = ResolversParentTypes['UpdateAppPayload']> = {
  app?: Resolver<Maybe<ResolversTypes['App']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['CatalogUserError']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  App?: AppResolvers<ContextType>;
  AppConnection?: AppConnectionResolvers<ContextType>;
  AppEdge?: AppEdgeResolvers<ContextType>;
  AppSnapshot?: AppSnapshotResolvers<ContextType>;
  AppVersion?: AppVersionResolvers<ContextType>;
  AppVersionConnection?: AppVersionConnectionResolvers<ContextType>;
  AppVersionEdge?: AppVersionEdgeResolvers<ContextType>;
  CatalogUserError?: CatalogUserErrorResolvers<ContextType>;
  ComputeProfile?: ComputeProfileResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DeadLetter?: DeadLetterResolvers<ContextType>;
  DeadLetterConnection?: DeadLetterConnectionResolvers<ContextType>;
  DeadLetterEdge?: DeadLetterEdgeResolvers<ContextType>;
  DeadLetters?: DeadLettersResolvers<ContextType>;
  Decimal?: GraphQLScalarType;
  IncludedQuantity?: IncludedQuantityResolvers<ContextType>;
  Install?: InstallResolvers<ContextType>;
  InstallAppPayload?: InstallAppPayloadResolvers<ContextType>;
  InstallConnection?: InstallConnectionResolvers<ContextType>;
  InstallEdge?: InstallEdgeResolvers<ContextType>;
  Manifest?: ManifestResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Organization?: OrganizationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PriceVersion?: PriceVersionResolvers<ContextType>;
  PricingTemplate?: PricingTemplateResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RegisterAppPayload?: RegisterAppPayloadResolvers<ContextType>;
  RuntimeDescriptor?: RuntimeDescriptorResolvers<ContextType>;
  SettleCatalogDeadLetterPayload?: SettleCatalogDeadLetterPayloadResolvers<ContextType>;
  UninstallAppPayload?: UninstallAppPayloadResolvers<ContextType>;
  UnitPrice?: UnitPriceResolvers<ContextType>;
  UnpublishAppPayload?: UnpublishAppPayloadResolvers<ContextType>;
  UpdateAppPayload?: UpdateAppPayloadResolvers<ContextType>;
};

