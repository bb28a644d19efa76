import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { DeadLetter as DeadLetterRow } from '@guildhall/platform/stream/dead-letters.ts';
import type { Receivers as ReceiversRow } from '@guildhall/platform/graphql/dead-letters.ts';
import type { Reference as ReferenceRow, Context } from '../resolvers/context.ts';
import type { UsageDay as UsageDayRow, CountedEvent as CountedEventRow, SigningKey as SigningKeyRow } from '../index.ts';
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
  /** A UTC day such as `2026-11-24`. */
  Date: { input: string; output: string; }
  /** An RFC 3339 instant in UTC. */
  DateTime: { input: string; output: Date | string; }
  /** An exact decimal as a string, such as "0.0000025". */
  Decimal: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** A micro app. */
export type App = {
  __typename?: 'App';
  /** Such as `where2eat-742`; unique on the platform. */
  id: Scalars['ID']['output'];
  /** Use by all organisations up to now, from the first day to before the second, at most 92 days; only for the app's publisher, null for others. */
  publisherUsage?: Maybe<Array<UsageDay>>;
  /** The caller's organisation's own use of the app, from the first day to before the second, at most 92 days; by day and unit. */
  usage?: Maybe<Array<UsageDay>>;
};


/** A micro app. */
export type AppPublisherUsageArgs = {
  from: Scalars['Date']['input'];
  to: Scalars['Date']['input'];
};


/** A micro app. */
export type AppUsageArgs = {
  from: Scalars['Date']['input'];
  to: Scalars['Date']['input'];
};

/** The app that a new key is for. */
export type CreateSigningKeyInput = {
  /** An app that the caller's organisation publishes. */
  appId: Scalars['ID']['input'];
};

/** Answer of createSigningKey. */
export type CreateSigningKeyPayload = {
  __typename?: 'CreateSigningKeyPayload';
  /** Its secret, shown this once: the HMAC-SHA256 key is this text in UTF-8. */
  secret?: Maybe<Scalars['String']['output']>;
  /** The new key. */
  signingKey?: Maybe<SigningKey>;
  /** Everything wrong with the input. */
  userErrors: Array<UsageUserError>;
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
  /** Those of usage's consumers, by consumer and event. */
  usage?: Maybe<DeadLetterConnection>;
};


/** The dead letters of every receiver. Requires the PLATFORM_ADMIN or AUDITOR role. */
export type DeadLettersUsageArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** What changes who may sign usage. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Makes a key that an app's events are signed with; several may be valid at a time, so that keys can be changed without a gap. */
  createSigningKey: CreateSigningKeyPayload;
  /** Revokes a key: within 2 seconds no event that it signed is taken any more. */
  revokeSigningKey: RevokeSigningKeyPayload;
  /** Retries or drops one of usage's dead letters, which the audit trail of its organisation tells. Requires the PLATFORM_ADMIN role. */
  settleUsageDeadLetter: SettleUsageDeadLetterPayload;
};


/** What changes who may sign usage. */
export type MutationCreateSigningKeyArgs = {
  input: CreateSigningKeyInput;
};


/** What changes who may sign usage. */
export type MutationRevokeSigningKeyArgs = {
  input: RevokeSigningKeyInput;
};


/** What changes who may sign usage. */
export type MutationSettleUsageDeadLetterArgs = {
  input: SettleUsageDeadLetterInput;
};

/** An organisation, the tenant of the platform. */
export type Organization = {
  __typename?: 'Organization';
  /** Such as `org:acme`. */
  id: Scalars['ID']['output'];
  /** What the organisation used, from the first day to before the second, at most 92 days; only for the caller's own organisation, null for others. */
  usage?: Maybe<UsageDayConnection>;
};


/** An organisation, the tenant of the platform. */
export type OrganizationUsageArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from: Scalars['Date']['input'];
  last?: InputMaybe<Scalars['Int']['input']>;
  to: Scalars['Date']['input'];
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

/** What usage answers. */
export type Query = {
  __typename?: 'Query';
  /** Events that could not be processed, for platform admins and auditors. */
  deadLetters: DeadLetters;
  /** The signing keys of an app of the caller's organisation, newest first; never their secrets. */
  signingKeys?: Maybe<SigningKeyConnection>;
  /** What the caller's organisation used, from a day to before another, at most 92 days; by day, app and unit. */
  usage?: Maybe<UsageDayConnection>;
  /** A counted event of the caller's organisation; null when none was counted under this id. */
  usageEvent?: Maybe<UsageEvent>;
};


/** What usage answers. */
export type QuerySigningKeysArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  appId: Scalars['ID']['input'];
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What usage answers. */
export type QueryUsageArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  appId?: InputMaybe<Scalars['ID']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from: Scalars['Date']['input'];
  last?: InputMaybe<Scalars['Int']['input']>;
  to: Scalars['Date']['input'];
};


/** What usage answers. */
export type QueryUsageEventArgs = {
  appId: Scalars['ID']['input'];
  eventId: Scalars['String']['input'];
};

/** The key to revoke. */
export type RevokeSigningKeyInput = {
  /** Such as `sk_…`. */
  keyId: Scalars['ID']['input'];
};

/** Answer of revokeSigningKey. */
export type RevokeSigningKeyPayload = {
  __typename?: 'RevokeSigningKeyPayload';
  /** The key, revoked. */
  signingKey?: Maybe<SigningKey>;
  /** Everything wrong with the input. */
  userErrors: Array<UsageUserError>;
};

/** What to do with one of usage's dead letters. */
export type SettleUsageDeadLetterInput = {
  /** What becomes of it. */
  action: DeadLetterAction;
  /** The consumer that could not handle the event. */
  consumer: Scalars['String']['input'];
  /** The event. */
  eventId: Scalars['ID']['input'];
};

/** Answer of settleUsageDeadLetter. */
export type SettleUsageDeadLetterPayload = {
  __typename?: 'SettleUsageDeadLetterPayload';
  /** The dead letter as it was. */
  deadLetter?: Maybe<DeadLetter>;
  /** Everything wrong with the input. */
  userErrors: Array<UsageUserError>;
};

/** A key that an app's usage events are signed with. */
export type SigningKey = {
  __typename?: 'SigningKey';
  /** The app whose events it signs. */
  app?: Maybe<App>;
  /** When. */
  createdAt: Scalars['DateTime']['output'];
  /** Who made it. */
  createdBy: Scalars['ID']['output'];
  /** Such as `sk_…`; stands in the signature. */
  id: Scalars['ID']['output'];
  /** When it was revoked; null while it is valid. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A page of signing keys. */
export type SigningKeyConnection = {
  __typename?: 'SigningKeyConnection';
  /** The rows with their cursors. */
  edges: Array<SigningKeyEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A signing key in a list. */
export type SigningKeyEdge = {
  __typename?: 'SigningKeyEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The key. */
  node: SigningKey;
};

/** How much of a unit one event counted. */
export type UnitQuantity = {
  __typename?: 'UnitQuantity';
  /** How much. */
  quantity: Scalars['Decimal']['output'];
  /** The unit. */
  unit: Scalars['String']['output'];
};

/** How much of one unit of one app was used on one UTC day. */
export type UsageDay = {
  __typename?: 'UsageDay';
  /** The app. */
  app?: Maybe<App>;
  /** Whether the day is closed and no event came since: then this is what billing gets. Otherwise the figure is live, counted up to now. */
  closed: Scalars['Boolean']['output'];
  /** The day. */
  day: Scalars['Date']['output'];
  /** How much. */
  quantity: Scalars['Decimal']['output'];
  /** A unit such as `invocation`, `token`, `compute_unit`, or a payload key that a price names. */
  unit: Scalars['String']['output'];
};

/** A page of usage. */
export type UsageDayConnection = {
  __typename?: 'UsageDayConnection';
  /** The rows with their cursors. */
  edges: Array<UsageDayEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A row of usage in a list. */
export type UsageDayEdge = {
  __typename?: 'UsageDayEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: UsageDay;
};

/** What can be wrong with a usage mutation. */
export type UsageErrorCode =
  /** No such app, or none that your organisation publishes. */
  | 'APP_NOT_FOUND'
  /** There is no such dead letter. */
  | 'DEAD_LETTER_NOT_FOUND'
  /** No such key, or none of your organisation. */
  | 'SIGNING_KEY_NOT_FOUND';

/** One counted event, for the organisation that used the app. */
export type UsageEvent = {
  __typename?: 'UsageEvent';
  /** What was done, such as `invoke`. */
  action: Scalars['String']['output'];
  /** Who used the app. */
  actorId: Scalars['String']['output'];
  /** The app that was used. */
  app?: Maybe<App>;
  /** Its id; unique within the app and organisation. */
  eventId: Scalars['String']['output'];
  /** The signing key that vouched for it. */
  keyId: Scalars['ID']['output'];
  /** What it counted; a unit that it has none of is absent. */
  quantities: Array<UnitQuantity>;
  /** When the platform counted it. */
  receivedAt: Scalars['DateTime']['output'];
  /** When the use was, as the app says; decides the day. */
  timestamp: Scalars['DateTime']['output'];
};

/** An error in a usage mutation's input. */
export type UsageUserError = {
  __typename?: 'UsageUserError';
  /** Stable code. */
  code: UsageErrorCode;
  /** Path of the field from the input's root. */
  field: Array<Scalars['String']['output']>;
  /** What to do about it. */
  message: Scalars['String']['output'];
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
  Organization: Organization;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  App:
    ( { __typename: 'App' }
    & GraphQLRecursivePick<FederationTypes['App'], {"id":true}> );
  Organization:
    ( { __typename: 'Organization' }
    & GraphQLRecursivePick<FederationTypes['Organization'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  App: ResolverTypeWrapper<ReferenceRow>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CreateSigningKeyInput: CreateSigningKeyInput;
  CreateSigningKeyPayload: ResolverTypeWrapper<Omit<CreateSigningKeyPayload, 'signingKey'> & { signingKey?: Maybe<ResolversTypes['SigningKey']> }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Date: ResolverTypeWrapper<Scalars['Date']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeadLetter: ResolverTypeWrapper<DeadLetterRow>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DeadLetterAction: DeadLetterAction;
  DeadLetterConnection: ResolverTypeWrapper<Omit<DeadLetterConnection, 'edges'> & { edges: Array<ResolversTypes['DeadLetterEdge']> }>;
  DeadLetterEdge: ResolverTypeWrapper<Omit<DeadLetterEdge, 'node'> & { node: ResolversTypes['DeadLetter'] }>;
  DeadLetters: ResolverTypeWrapper<ReceiversRow>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Organization: ResolverTypeWrapper<ReferenceRow>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RevokeSigningKeyInput: RevokeSigningKeyInput;
  RevokeSigningKeyPayload: ResolverTypeWrapper<Omit<RevokeSigningKeyPayload, 'signingKey'> & { signingKey?: Maybe<ResolversTypes['SigningKey']> }>;
  SettleUsageDeadLetterInput: SettleUsageDeadLetterInput;
  SettleUsageDeadLetterPayload: ResolverTypeWrapper<Omit<SettleUsageDeadLetterPayload, 'deadLetter'> & { deadLetter?: Maybe<ResolversTypes['DeadLetter']> }>;
  SigningKey: ResolverTypeWrapper<SigningKeyRow>;
  SigningKeyConnection: ResolverTypeWrapper<Omit<SigningKeyConnection, 'edges'> & { edges: Array<ResolversTypes['SigningKeyEdge']> }>;
  SigningKeyEdge: ResolverTypeWrapper<Omit<SigningKeyEdge, 'node'> & { node: ResolversTypes['SigningKey'] }>;
  UnitQuantity: ResolverTypeWrapper<UnitQuantity>;
  UsageDay: ResolverTypeWrapper<UsageDayRow>;
  UsageDayConnection: ResolverTypeWrapper<Omit<UsageDayConnection, 'edges'> & { edges: Array<ResolversTypes['UsageDayEdge']> }>;
  UsageDayEdge: ResolverTypeWrapper<Omit<UsageDayEdge, 'node'> & { node: ResolversTypes['UsageDay'] }>;
  UsageErrorCode: UsageErrorCode;
  UsageEvent: ResolverTypeWrapper<CountedEventRow>;
  UsageUserError: ResolverTypeWrapper<UsageUserError>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  App: ReferenceRow;
  ID: Scalars['ID']['output'];
  CreateSigningKeyInput: CreateSigningKeyInput;
  CreateSigningKeyPayload: Omit<CreateSigningKeyPayload, 'signingKey'> & { signingKey?: Maybe<ResolversParentTypes['SigningKey']> };
  String: Scalars['String']['output'];
  Date: Scalars['Date']['output'];
  DateTime: Scalars['DateTime']['output'];
  DeadLetter: DeadLetterRow;
  Int: Scalars['Int']['output'];
  DeadLetterConnection: Omit<DeadLetterConnection, 'edges'> & { edges: Array<ResolversParentTypes['DeadLetterEdge']> };
  DeadLetterEdge: Omit<DeadLetterEdge, 'node'> & { node: ResolversParentTypes['DeadLetter'] };
  DeadLetters: ReceiversRow;
  Decimal: Scalars['Decimal']['output'];
  Mutation: Record<PropertyKey, never>;
  Organization: ReferenceRow;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Query: Record<PropertyKey, never>;
  RevokeSigningKeyInput: RevokeSigningKeyInput;
  RevokeSigningKeyPayload: Omit<RevokeSigningKeyPayload, 'signingKey'> & { signingKey?: Maybe<ResolversParentTypes['SigningKey']> };
  SettleUsageDeadLetterInput: SettleUsageDeadLetterInput;
  SettleUsageDeadLetterPayload: Omit<SettleUsageDeadLetterPayload, 'deadLetter'> & { deadLetter?: Maybe<ResolversParentTypes['DeadLetter']> };
  SigningKey: SigningKeyRow;
  SigningKeyConnection: Omit<SigningKeyConnection, 'edges'> & { edges: Array<ResolversParentTypes['SigningKeyEdge']> };
  SigningKeyEdge: Omit<SigningKeyEdge, 'node'> & { node: ResolversParentTypes['SigningKey'] };
  UnitQuantity: UnitQuantity;
  UsageDay: UsageDayRow;
  UsageDayConnection: Omit<UsageDayConnection, 'edges'> & { edges: Array<ResolversParentTypes['UsageDayEdge']> };
  UsageDayEdge: Omit<UsageDayEdge, 'node'> & { node: ResolversParentTypes['UsageDay'] };
  UsageEvent: CountedEventRow;
  UsageUserError: UsageUserError;
};

export type AppResolvers<ContextType = Context, ParentType extends ResolversParentTypes['App'] = ResolversParentTypes['App'], FederationReferenceType extends FederationReferenceTypes['App'] = FederationReferenceTypes['App']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['App']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  publisherUsage?: Resolver<Maybe<Array<ResolversTypes['UsageDay']>>, ParentType, ContextType, RequireFields<AppPublisherUsageArgs, 'from' | 'to'>>;
  usage?: Resolver<Maybe<Array<ResolversTypes['UsageDay']>>, ParentType, ContextType, RequireFields<AppUsageArgs, 'from' | 'to'>>;
};

export type CreateSigningKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateSigningKeyPayload'] = ResolversParentTypes['CreateSigningKeyPayload']> = {
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signingKey?: Resolver<Maybe<ResolversTypes['SigningKey']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UsageUserError']>, ParentType, ContextType>;
};

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
  usage?: Resolver<Maybe<ResolversTypes['DeadLetterConnection']>, ParentType, ContextType, Partial<DeadLettersUsageArgs>>;
};

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createSigningKey?: Resolver<ResolversTypes['CreateSigningKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateSigningKeyArgs, 'input'>>;
  revokeSigningKey?: Resolver<ResolversTypes['RevokeSigningKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeSigningKeyArgs, 'input'>>;
  settleUsageDeadLetter?: Resolver<ResolversTypes['SettleUsageDeadLetterPayload'], ParentType, ContextType, RequireFields<MutationSettleUsageDeadLetterArgs, 'input'>>;
};

export type OrganizationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization'], FederationReferenceType extends FederationReferenceTypes['Organization'] = FederationReferenceTypes['Organization']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Organization']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  usage?: Resolver<Maybe<ResolversTypes['UsageDayConnection']>, ParentType, ContextType, RequireFields<OrganizationUsageArgs, 'from' | 'to'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  deadLetters?: Resolver<ResolversTypes['DeadLetters'], ParentType, ContextType>;
  signingKeys?: Resolver<Maybe<ResolversTypes['SigningKeyConnection']>, ParentType, ContextType, RequireFields<QuerySigningKeysArgs, 'appId'>>;
  usage?: Resolver<Maybe<ResolversTypes['UsageDayConnection']>, ParentType, ContextType, RequireFields<QueryUsageArgs, 'from' | 'to'>>;
  usageEvent?: Resolver<Maybe<ResolversTypes['UsageEvent']>, ParentType, ContextType, RequireFields<QueryUsageEventArgs, 'appId' | 'eventId'>>;
};

export type RevokeSigningKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeSigningKeyPayload'] = ResolversParentTypes['RevokeSigningKeyPayload']> = {
  signingKey?: Resolver<Maybe<ResolversTypes['SigningKey']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UsageUserError']>, ParentType, ContextType>;
};

export type SettleUsageDeadLetterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SettleUsageDeadLetterPayload'] = ResolversParentTypes['SettleUsageDeadLetterPayload']> = {
  deadLetter?: Resolver<Maybe<ResolversTypes['DeadLetter']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UsageUserError']>, ParentType, ContextType>;
};

export type SigningKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SigningKey'] = ResolversParentTypes['SigningKey']> = {
  app?: Resolver<Maybe<ResolversTypes['App']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type SigningKeyConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SigningKeyConnection'] = ResolversParentTypes['SigningKeyConnection']> = {
  edges?: Resolver<Array<ResolversTypes['SigningKeyEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SigningKeyEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SigningKeyEdge'] = ResolversParentTypes['SigningKeyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SigningKey'], ParentType, ContextType>;
};

export type UnitQuantityResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UnitQuantity'] = ResolversParentTypes['UnitQuantity']> = {
  quantity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UsageDayResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsageDay'] = ResolversParentTypes['UsageDay']> = {
  app?: Resolver<Maybe<ResolversTypes['App']>, ParentType, ContextType>;
  closed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  day?: Resolver<ResolversTypes['Date'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UsageDayConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsageDayConnection'] = ResolversParentTypes['UsageDayConnection']> = {
  edges?: Resolver<Array<ResolversTypes['UsageDayEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type UsageDayEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsageDayEdge'] = ResolversParentTypes['UsageDayEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['UsageDay'], ParentType, ContextType>;
};

export type UsageEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsageEvent'] = ResolversParentTypes['UsageEvent']> = {
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actorId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  app?: Resolver<Maybe<ResolversTypes['App']>, ParentType, ContextType>;
  eventId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  keyId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  quantities?: Resolver<Array<ResolversTypes['UnitQuantity']>, ParentType, ContextType>;
  receivedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type UsageUserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UsageUserError'] = ResolversParentTypes['UsageUserError']> = {
  code?: Resolver<ResolversTypes['UsageErrorCode'], ParentType, ContextType>;
  field?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  App?: AppResolvers<ContextType>;
  CreateSigningKeyPayload?: CreateSigningKeyPayloadResolvers<ContextType>;
  Date?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DeadLetter?: DeadLetterResolvers<ContextType>;
  DeadLetterConnection?: DeadLetterConnectionResolvers<ContextType>;
  DeadLetterEdge?: DeadLetterEdgeResolvers<ContextType>;
  DeadLetters?: DeadLettersResolvers<ContextType>;
  Decimal?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  Organization?: OrganizationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RevokeSigningKeyPayload?: RevokeSigningKeyPayloadResolvers<ContextType>;
  SettleUsageDeadLetterPayload?: SettleUsageDeadLetterPayloadResolvers<ContextType>;
  SigningKey?: SigningKeyResolvers<ContextType>;
  SigningKeyConnection?: SigningKeyConnectionResolvers<ContextType>;
  SigningKeyEdge?: SigningKeyEdgeResolvers<ContextType>;
  UnitQuantity?: UnitQuantityResolvers<ContextType>;
  UsageDay?: UsageDayResolvers<ContextType>;
  UsageDayConnection?: UsageDayConnectionResolvers<ContextType>;
  UsageDayEdge?: UsageDayEdgeResolvers<ContextType>;
  UsageEvent?: UsageEventResolvers<ContextType>;
  UsageUserError?: UsageUserErrorResolvers<ContextType>;
};

