import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { DeadLetter as DeadLetterRow } from '@guildhall/platform/stream/dead-letters.ts';
import type { Receivers as ReceiversRow } from '@guildhall/platform/graphql/dead-letters.ts';
import type { OrganizationParent as OrganizationParentRow, PrincipalParent as PrincipalParentRow } from '../resolvers/values.ts';
import type { Member as MemberRow, Team as TeamRow, ApiKey as ApiKeyRow, PublishRequest as PublishRequestRow, RecordedCheck as RecordedCheckRow, Decision as DecisionRow, TimelineEntry as TimelineEntryRow, AuditEntry as AuditEntryRow } from '../index.ts';
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
  /** An RFC 3339 instant in UTC. */
  DateTime: { input: string; output: Date | string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** A person's place in the caller's organisation. */
export type AddMemberInput = {
  /** A person whom this organisation made known. */
  principalId: Scalars['ID']['input'];
  /** At least one. */
  roles: Array<Role>;
};

/** Answer of addMember. */
export type AddMemberPayload = {
  __typename?: 'AddMemberPayload';
  /** The invitation, when they belong to another and have to agree. */
  invitation?: Maybe<Invitation>;
  /** The member, when the person belongs to no other organisation. */
  member?: Maybe<Member>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
};

/** A credential with which a service acts for the organisation. Its secret is shown once, when it is made. */
export type ApiKey = {
  __typename?: 'ApiKey';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Who made it. */
  createdBy: Scalars['ID']['output'];
  /** Such as `key_…`. */
  id: Scalars['ID']['output'];
  /** What it is for. */
  name: Scalars['String']['output'];
  /** When it was revoked; null while it is valid. */
  revokedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What it may do. */
  roles: Array<Role>;
};

/** A page of API keys. */
export type ApiKeyConnection = {
  __typename?: 'ApiKeyConnection';
  /** The rows with their cursors. */
  edges: Array<ApiKeyEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An API key in a list. */
export type ApiKeyEdge = {
  __typename?: 'ApiKeyEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The key. */
  node: ApiKey;
};

/** A micro app. */
export type App = {
  __typename?: 'App';
  /** Such as `where2eat-742`; unique on the platform. */
  id: Scalars['ID']['output'];
  /** Requests to publish its versions, newest first; only for its publisher, empty for everybody else. */
  publishRequests?: Maybe<PublishRequestConnection>;
};


/** A micro app. */
export type AppPublishRequestsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** One immutable version of an app. */
export type AppVersion = {
  __typename?: 'AppVersion';
  /** Such as `where2eat-742@1`. */
  id: Scalars['ID']['output'];
  /** Requests to publish it, newest first; only for its publisher, empty for everybody else. */
  publishRequests?: Maybe<PublishRequestConnection>;
};


/** One immutable version of an app. */
export type AppVersionPublishRequestsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** What an approver can decide. */
export type ApprovalVerdict =
  /** The version may be shown as asked. */
  | 'APPROVE'
  /** The version may not; give a reason. */
  | 'REJECT';

/** Who may see and install a published app. */
export type Audience =
  /** The publishing organisation. */
  | 'ORGANIZATION'
  /** Every organisation of the platform. */
  | 'PUBLIC'
  /** One team of the publishing organisation. */
  | 'TEAM';

/** Something that was done to an organisation, its people, teams or keys, or a platform administrator's or auditor's look into it. */
export type AuditEntry = {
  __typename?: 'AuditEntry';
  /** Such as `member.added` or `organization.chosen`. */
  action: Scalars['String']['output'];
  /** Who did it. */
  actor: Scalars['ID']['output'];
  /** When. */
  at: Scalars['DateTime']['output'];
  /** What changed, in words. */
  detail: Scalars['String']['output'];
  /** Such as `aud_…`. */
  id: Scalars['ID']['output'];
  /** What it was done to. */
  target: Scalars['ID']['output'];
};

/** A page of audit entries. */
export type AuditEntryConnection = {
  __typename?: 'AuditEntryConnection';
  /** The rows with their cursors. */
  edges: Array<AuditEntryEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An audit entry in a list. */
export type AuditEntryEdge = {
  __typename?: 'AuditEntryEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: AuditEntry;
};

/** What a member may do from now on. */
export type ChangeRolesInput = {
  /** The member. */
  principalId: Scalars['ID']['input'];
  /** Every role that they shall have; at least one. */
  roles: Array<Role>;
};

/** A check that every publish request goes through. */
export type CheckName =
  /** What people need to judge and find the app is there. */
  | 'METADATA_COMPLETE'
  /** Somebody of the organisation answers for the app, and the data that it touches is declared. */
  | 'OWNERSHIP_AND_DATA_SCOPES';

/** How a check ended. */
export type CheckResult =
  /** It found what its findings name. */
  | 'FAILED'
  /** It found nothing to mend. */
  | 'PASSED';

/** One check of a publish request; a pass is recorded too. */
export type CheckRun = {
  __typename?: 'CheckRun';
  /** What it found; empty when it passed. */
  findings: Array<Finding>;
  /** Which check. */
  name: CheckName;
  /** When it ran. */
  ranAt: Scalars['DateTime']['output'];
  /** How it ended. */
  result: CheckResult;
};

/** A new API key for the caller's organisation. */
export type CreateApiKeyInput = {
  /** What it is for, at most 120 characters. */
  name: Scalars['String']['input'];
  /** Any of `MEMBER`, `PUBLISHER` and `BILLING_ADMIN`; at least one. */
  roles: Array<Role>;
};

/** Answer of createApiKey. */
export type CreateApiKeyPayload = {
  __typename?: 'CreateApiKeyPayload';
  /** The key. */
  apiKey?: Maybe<ApiKey>;
  /** What to send as `Authorization: Bearer …`; it is shown now and never again. */
  secret?: Maybe<Scalars['String']['output']>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
};

/** A new organisation. */
export type CreateOrganizationInput = {
  /** Such as `org:acme`: lower-case letters, digits and dashes after `org:`. */
  id: Scalars['ID']['input'];
  /** Name shown to people, at most 120 characters. */
  name: Scalars['String']['input'];
};

/** A person whom the caller's organisation knows from now on, under the name that it gives. */
export type CreatePersonInput = {
  /** Name shown to people, at most 120 characters. */
  displayName: Scalars['String']['input'];
  /** Such as `user:alice`: the subject of the person's token, so the same in every organisation. */
  id: Scalars['ID']['input'];
};

/** A new team in the caller's organisation. */
export type CreateTeamInput = {
  /** Such as `team:kitchen`: lower-case letters, digits and dashes after `team:`. */
  id: Scalars['ID']['input'];
  /** Name shown to people, at most 120 characters. */
  name: Scalars['String']['input'];
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
  /** Those of governance's consumers, by consumer and event. */
  governance?: Maybe<DeadLetterConnection>;
};


/** The dead letters of every receiver. Requires the PLATFORM_ADMIN or AUDITOR role. */
export type DeadLettersGovernanceArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** An approver's decision. */
export type DecidePublishRequestInput = {
  /** Digest of the version that you looked at; has to be the request's. */
  digest: Scalars['String']['input'];
  /** Names this decision: the same key and input answer what became of it. */
  idempotencyKey: Scalars['String']['input'];
  /** The request. */
  publishRequestId: Scalars['ID']['input'];
  /** Why, at most 2,000 characters; required to reject. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** What it says. */
  verdict: ApprovalVerdict;
};

/** A person's decision on a publish request, or the publisher's withdrawal. */
export type Decision = {
  __typename?: 'Decision';
  /** Such as `dec_…`. */
  id: Scalars['ID']['output'];
  /** When it was made. */
  madeAt: Scalars['DateTime']['output'];
  /** Who made it. */
  madeBy: Scalars['ID']['output'];
  /** What became of it. */
  outcome: DecisionOutcome;
  /** Why, in its maker's words. */
  reason?: Maybe<Scalars['String']['output']>;
  /** What it says. */
  verdict: Verdict;
  /** Why it was too late or refused. */
  why?: Maybe<Scalars['String']['output']>;
};

/** What became of a decision. */
export type DecisionOutcome =
  /** It decided the request. */
  | 'APPLIED'
  /** Made and kept; ask again for what became of it. */
  | 'PENDING'
  /** Whoever made it may not, or may no longer, decide this request; `why` tells. */
  | 'REFUSED'
  /** The request was decided already, or needed no decision any more. */
  | 'TOO_LATE';

/** Answer of decidePublishRequest and withdrawPublishRequest. */
export type DecisionPayload = {
  __typename?: 'DecisionPayload';
  /** The decision; `PENDING` when nothing came of it within three seconds, and then the same call answers later. */
  decision?: Maybe<Decision>;
  /** The request as it stands now. */
  publishRequest?: Maybe<PublishRequest>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
};

/** One thing that a check found. */
export type Finding = {
  __typename?: 'Finding';
  /** Stable code. */
  code: FindingCode;
  /** Path of the field in the app's metadata. */
  field: Array<Scalars['String']['output']>;
  /** What to do about it. */
  message: Scalars['String']['output'];
};

/** What a check found. */
export type FindingCode =
  /** The version does not say what it may do with data. */
  | 'CAPABILITIES_NOT_DECLARED'
  /** The version does not say whose data it touches. */
  | 'DATA_SCOPES_NOT_DECLARED'
  /** The version names no business area. */
  | 'DOMAIN_LABELS_MISSING'
  /** The version has no long description. */
  | 'LONG_DESCRIPTION_MISSING'
  /** The owner is nobody of the publishing organisation. */
  | 'OWNER_NOT_IN_ORGANIZATION'
  /** The version has no tags. */
  | 'TAGS_MISSING';

/** What can be wrong with a governance mutation. */
export type GovernanceErrorCode =
  /** They are a member already. */
  | 'ALREADY_MEMBER'
  /** No such key in your organisation. */
  | 'API_KEY_NOT_FOUND'
  /** No such version of an app of your organisation. */
  | 'APP_VERSION_NOT_FOUND'
  /** There is no such dead letter. */
  | 'DEAD_LETTER_NOT_FOUND'
  /** The digest is not the one that the request is bound to. */
  | 'DIGEST_MISMATCH'
  /** The idempotencyKey was already used with different input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** A field does not fit; the message says how. */
  | 'INVALID_INPUT'
  /** No such member in your organisation. */
  | 'MEMBER_NOT_FOUND'
  /** You own, registered or edited the app, or made the request; somebody else has to decide. */
  | 'NOT_ELIGIBLE'
  /** Another organisation has this id. */
  | 'ORGANIZATION_ID_TAKEN'
  /** You belong to no organisation of this id, and none has invited you. */
  | 'ORGANIZATION_NOT_FOUND'
  /** Your organisation knows a person with this id already. */
  | 'PERSON_ID_TAKEN'
  /** Your organisation made nobody known by this id. */
  | 'PERSON_NOT_FOUND'
  /** No such publish request in your organisation. */
  | 'PUBLISH_REQUEST_NOT_FOUND'
  /** The app has an open publish request. */
  | 'REQUEST_OPEN'
  /** A team of your organisation has this id. */
  | 'TEAM_ID_TAKEN'
  /** No such team in your organisation. */
  | 'TEAM_NOT_FOUND'
  /** The member is in 50 teams already. */
  | 'TOO_MANY_TEAMS';

/** An error in a governance mutation's input. */
export type GovernanceUserError = {
  __typename?: 'GovernanceUserError';
  /** Stable code. */
  code: GovernanceErrorCode;
  /** Path of the field from the input's root. */
  field: Array<Scalars['String']['output']>;
  /** What to do about it. */
  message: Scalars['String']['output'];
};

/** What an organisation offers to a person who belongs to another. It gives nothing until the person joins. */
export type Invitation = {
  __typename?: 'Invitation';
  /** When they were invited. */
  invitedAt: Scalars['DateTime']['output'];
  /** Which organisation invites. */
  organization: Organization;
  /** Whom. */
  principal: Principal;
  /** What they may do once they join. */
  roles: Array<Role>;
};

/** A page of invitations. */
export type InvitationConnection = {
  __typename?: 'InvitationConnection';
  /** The rows with their cursors. */
  edges: Array<InvitationEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An invitation in a list. */
export type InvitationEdge = {
  __typename?: 'InvitationEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The invitation. */
  node: Invitation;
};

/** The invitation to accept. */
export type JoinOrganizationInput = {
  /** The organisation that invites. */
  organizationId: Scalars['ID']['input'];
};

/** The organisation to leave. */
export type LeaveOrganizationInput = {
  /** One of the caller's own, or one whose invitation they decline. */
  organizationId: Scalars['ID']['input'];
};

/** Answer of leaveOrganization. */
export type LeaveOrganizationPayload = {
  __typename?: 'LeaveOrganizationPayload';
  /** What the caller does not belong to any more, or is not invited to. */
  organizationId?: Maybe<Scalars['ID']['output']>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
};

/** Who the caller is, and what they may do in the organisation that they act for. */
export type Me = {
  __typename?: 'Me';
  /** Organisations that invite the caller, by id; `joinOrganization` accepts. */
  invitations?: Maybe<InvitationConnection>;
  /** The organisation that the request acts for. */
  organization: Organization;
  /** The caller. */
  principal: Principal;
  /** The caller's roles in it. */
  roles: Array<Role>;
  /** The caller's teams in it, by id; at most 50. */
  teams: Array<Scalars['ID']['output']>;
};


/** Who the caller is, and what they may do in the organisation that they act for. */
export type MeInvitationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A principal in an organisation. */
export type Member = {
  __typename?: 'Member';
  /** When they were added, or joined by invitation. */
  addedAt: Scalars['DateTime']['output'];
  /** Who. */
  principal: Principal;
  /** What they may do. */
  roles: Array<Role>;
  /** Teams that they are in, by id; at most 50. */
  teams: Array<Scalars['ID']['output']>;
};

/** A page of members. */
export type MemberConnection = {
  __typename?: 'MemberConnection';
  /** The rows with their cursors. */
  edges: Array<MemberEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A member in a list. */
export type MemberEdge = {
  __typename?: 'MemberEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The member. */
  node: Member;
};

/** Answer of changeRoles. */
export type MemberPayload = {
  __typename?: 'MemberPayload';
  /** The member. */
  member?: Maybe<Member>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
};

/** What changes organisations, their people and keys, and what they publish. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Adds a person to the caller's organisation, or invites them when they belong to another; for its billing admins. */
  addMember: AddMemberPayload;
  /** Puts a member into a team, at most 50 a member; changes nothing when they are in it. */
  addTeamMember: TeamPayload;
  /** Replaces a member's roles; for billing admins. */
  changeRoles: MemberPayload;
  /** Makes an API key; for billing admins, who have to be people. */
  createApiKey: CreateApiKeyPayload;
  /** Makes an organisation; for platform admins, who then act for it to make its first people known. */
  createOrganization: OrganizationPayload;
  /** Makes a person known to the caller's organisation; for billing admins. */
  createPerson: PersonPayload;
  /** Makes a team; for billing admins. */
  createTeam: TeamPayload;
  /** Approves or rejects; for approvers who have no part in the app or the request. The first decision wins. */
  decidePublishRequest: DecisionPayload;
  /** Accepts an invitation; for whoever is invited, never for API keys. */
  joinOrganization: OrganizationPayload;
  /** Leaves an organisation and its teams, or declines its invitation; never for API keys. */
  leaveOrganization: LeaveOrganizationPayload;
  /** Removes a member, from the teams too, or takes an invitation back; for billing admins. */
  removeMember: RemoveMemberPayload;
  /** Takes a member out of a team; changes nothing when they are not in it. */
  removeTeamMember: TeamPayload;
  /**
   * Asks to publish a version of one of the organisation's apps; for publishers. At most one request an app is open. An approver has to decide,
   * unless it is for a team, the version cannot export data, and the app was never shown beyond a team.
   */
  requestPublish: RequestPublishPayload;
  /** Ends an API key; within five seconds nothing takes it any more. */
  revokeApiKey: RevokeApiKeyPayload;
  /** Retries or drops one of governance's dead letters, which the audit trail of its organisation tells. Requires the PLATFORM_ADMIN role. */
  settleGovernanceDeadLetter: SettleGovernanceDeadLetterPayload;
  /** Renames the caller's organisation; for its billing admins. */
  updateOrganization: OrganizationPayload;
  /** Renames a person for the caller's organisation alone; for its billing admins. */
  updatePerson: PersonPayload;
  /** Renames a team; for billing admins. */
  updateTeam: TeamPayload;
  /** Takes a request back before it is published; for publishers. */
  withdrawPublishRequest: DecisionPayload;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationAddMemberArgs = {
  input: AddMemberInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationAddTeamMemberArgs = {
  input: TeamMemberInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationChangeRolesArgs = {
  input: ChangeRolesInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationCreateOrganizationArgs = {
  input: CreateOrganizationInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationCreatePersonArgs = {
  input: CreatePersonInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationCreateTeamArgs = {
  input: CreateTeamInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationDecidePublishRequestArgs = {
  input: DecidePublishRequestInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationJoinOrganizationArgs = {
  input: JoinOrganizationInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationLeaveOrganizationArgs = {
  input: LeaveOrganizationInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationRemoveMemberArgs = {
  input: RemoveMemberInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationRemoveTeamMemberArgs = {
  input: TeamMemberInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationRequestPublishArgs = {
  input: RequestPublishInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationRevokeApiKeyArgs = {
  input: RevokeApiKeyInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationSettleGovernanceDeadLetterArgs = {
  input: SettleGovernanceDeadLetterInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationUpdateOrganizationArgs = {
  input: UpdateOrganizationInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationUpdatePersonArgs = {
  input: UpdatePersonInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationUpdateTeamArgs = {
  input: UpdateTeamInput;
};


/** What changes organisations, their people and keys, and what they publish. */
export type MutationWithdrawPublishRequestArgs = {
  input: WithdrawPublishRequestInput;
};

/** An organisation, the tenant of the platform. Of another than the caller's, everything but the id is null. */
export type Organization = {
  __typename?: 'Organization';
  /** Such as `org:acme`. */
  id: Scalars['ID']['output'];
  /** Its open invitations by person; for its billing admins, platform admins and auditors. */
  invitations?: Maybe<InvitationConnection>;
  /** Its members by id. */
  members?: Maybe<MemberConnection>;
  /** Name shown to people. */
  name?: Maybe<Scalars['String']['output']>;
  /** Its teams by id. */
  teams?: Maybe<TeamConnection>;
};


/** An organisation, the tenant of the platform. Of another than the caller's, everything but the id is null. */
export type OrganizationInvitationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** An organisation, the tenant of the platform. Of another than the caller's, everything but the id is null. */
export type OrganizationMembersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** An organisation, the tenant of the platform. Of another than the caller's, everything but the id is null. */
export type OrganizationTeamsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** Answer of createOrganization, updateOrganization and joinOrganization. */
export type OrganizationPayload = {
  __typename?: 'OrganizationPayload';
  /** The organisation. */
  organization?: Maybe<Organization>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
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

/** Answer of createPerson and updatePerson. */
export type PersonPayload = {
  __typename?: 'PersonPayload';
  /** The person. */
  person?: Maybe<Principal>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
};

/** A person, or a service that acts by an API key. */
export type Principal = {
  __typename?: 'Principal';
  /** Name shown to people; null for one whom the caller's organisation has no name for. */
  displayName?: Maybe<Scalars['String']['output']>;
  /** Such as `user:alice`. */
  id: Scalars['ID']['output'];
};

/** A request to publish one version of an app to an audience. It is bound to the version's digest. */
export type PublishRequest = {
  __typename?: 'PublishRequest';
  /** The version that it asks for. */
  appVersion?: Maybe<AppVersion>;
  /** Who will see the app. */
  audience: Audience;
  /** Its checks; empty until they ran. */
  checks: Array<CheckRun>;
  /** When it was closed; null while it is open. */
  closedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Decisions on it, oldest first, at most 100. */
  decisions: Array<Decision>;
  /** SHA-256 of the version's manifest in hex: what a decision has to name. */
  digest: Scalars['String']['output'];
  /** Such as `pub_…`. */
  id: Scalars['ID']['output'];
  /** Why it was rejected or failed. */
  reason?: Maybe<Scalars['String']['output']>;
  /** When. */
  requestedAt: Scalars['DateTime']['output'];
  /** Who asked. */
  requestedBy: Scalars['ID']['output'];
  /** Where it stands. */
  status: PublishRequestStatus;
  /** The team, when the audience is one. */
  team?: Maybe<Scalars['ID']['output']>;
  /** What happened to it, oldest first. */
  timeline: TimelineEntryConnection;
  /** Id of its process in Temporal. */
  workflowId: Scalars['String']['output'];
};


/** A request to publish one version of an app to an audience. It is bound to the version's digest. */
export type PublishRequestTimelineArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of publish requests. */
export type PublishRequestConnection = {
  __typename?: 'PublishRequestConnection';
  /** The rows with their cursors. */
  edges: Array<PublishRequestEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A publish request in a list. */
export type PublishRequestEdge = {
  __typename?: 'PublishRequestEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The request. */
  node: PublishRequest;
};

/** Where a publish request stands. */
export type PublishRequestStatus =
  /** Its checks passed; a person has to decide. */
  | 'AWAITING_APPROVAL'
  /** A check did not pass; its findings say what to do. */
  | 'CHECKS_FAILED'
  /** Nobody decided in time. */
  | 'EXPIRED'
  /** Publishing did not succeed and was undone; `reason` says why. */
  | 'FAILED'
  /** Its checks have not run yet. */
  | 'PENDING_CHECKS'
  /** The version is listed and its price is in force. */
  | 'PUBLISHED'
  /** Approved, or in no need of it: price and publication are being put in place. */
  | 'PUBLISHING'
  /** An approver rejected it; `reason` says why. */
  | 'REJECTED'
  /** Its publisher withdrew it. */
  | 'WITHDRAWN';

/** What governance answers. */
export type Query = {
  __typename?: 'Query';
  /** The API keys of the caller's organisation, newest first; for its billing admins, platform admins and auditors. */
  apiKeys?: Maybe<ApiKeyConnection>;
  /** The audit trail of the caller's organisation, newest first; for its billing admins, platform admins and auditors. */
  auditEntries?: Maybe<AuditEntryConnection>;
  /** Events that could not be processed, for platform admins and auditors. */
  deadLetters: DeadLetters;
  /** Who the caller is. */
  me?: Maybe<Me>;
  /** The caller's own organisation; null for every other id. */
  organization?: Maybe<Organization>;
  /** One publish request of the caller's organisation; null for one of a team's app that the caller may not see. */
  publishRequest?: Maybe<PublishRequest>;
  /** The publish requests of the caller's organisation that the caller may see, newest first. */
  publishRequests?: Maybe<PublishRequestConnection>;
};


/** What governance answers. */
export type QueryApiKeysArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What governance answers. */
export type QueryAuditEntriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** What governance answers. */
export type QueryOrganizationArgs = {
  id: Scalars['ID']['input'];
};


/** What governance answers. */
export type QueryPublishRequestArgs = {
  id: Scalars['ID']['input'];
};


/** What governance answers. */
export type QueryPublishRequestsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  appId?: InputMaybe<Scalars['ID']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<PublishRequestStatus>;
};

/** The member to remove. */
export type RemoveMemberInput = {
  /** The member, or whoever is invited. */
  principalId: Scalars['ID']['input'];
};

/** Answer of removeMember. */
export type RemoveMemberPayload = {
  __typename?: 'RemoveMemberPayload';
  /** Who is no longer a member. */
  principalId?: Maybe<Scalars['ID']['output']>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
};

/** A request to publish. */
export type RequestPublishInput = {
  /** The app. */
  appId: Scalars['ID']['input'];
  /** Who will see it. */
  audience: Audience;
  /** Names this request: repeating the same key and input returns the first result. */
  idempotencyKey: Scalars['String']['input'];
  /** The team of your organisation; for the audience `TEAM`, and only for it. */
  team?: InputMaybe<Scalars['ID']['input']>;
  /** Number of the version. */
  version: Scalars['Int']['input'];
};

/** Answer of requestPublish. */
export type RequestPublishPayload = {
  __typename?: 'RequestPublishPayload';
  /** The request. */
  publishRequest?: Maybe<PublishRequest>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
};

/** The key to revoke. */
export type RevokeApiKeyInput = {
  /** The key. */
  id: Scalars['ID']['input'];
};

/** Answer of revokeApiKey. */
export type RevokeApiKeyPayload = {
  __typename?: 'RevokeApiKeyPayload';
  /** The key. */
  apiKey?: Maybe<ApiKey>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
};

/** What somebody may do in one organisation. */
export type Role =
  /** Approves and rejects publish requests of others; only people, never API keys. */
  | 'APPROVER'
  /** Reads everything, writes nothing; given only in `org:guildhall`, holds everywhere. */
  | 'AUDITOR'
  /** Installs apps, sees invoices, manages people, teams and API keys; the managing is for people, never for API keys. */
  | 'BILLING_ADMIN'
  /** Reads what the organisation has. */
  | 'MEMBER'
  /** Administers the platform; given only in `org:guildhall`, holds everywhere. */
  | 'PLATFORM_ADMIN'
  /** Registers apps and asks to publish them. */
  | 'PUBLISHER';

/** What to do with one of governance's dead letters. */
export type SettleGovernanceDeadLetterInput = {
  /** What becomes of it. */
  action: DeadLetterAction;
  /** The consumer that could not handle the event. */
  consumer: Scalars['String']['input'];
  /** The event. */
  eventId: Scalars['ID']['input'];
};

/** Answer of settleGovernanceDeadLetter. */
export type SettleGovernanceDeadLetterPayload = {
  __typename?: 'SettleGovernanceDeadLetterPayload';
  /** The dead letter as it was. */
  deadLetter?: Maybe<DeadLetter>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
};

/** A team of an organisation. */
export type Team = {
  __typename?: 'Team';
  /** Such as `team:kitchen`; unique in its organisation. */
  id: Scalars['ID']['output'];
  /** Its members by id. */
  members: MemberConnection;
  /** Name shown to people. */
  name: Scalars['String']['output'];
};


/** A team of an organisation. */
export type TeamMembersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of teams. */
export type TeamConnection = {
  __typename?: 'TeamConnection';
  /** The rows with their cursors. */
  edges: Array<TeamEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A team in a list. */
export type TeamEdge = {
  __typename?: 'TeamEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The team. */
  node: Team;
};

/** A member and a team. */
export type TeamMemberInput = {
  /** A member of the organisation. */
  principalId: Scalars['ID']['input'];
  /** The team. */
  teamId: Scalars['ID']['input'];
};

/** Answer of the mutations on teams. */
export type TeamPayload = {
  __typename?: 'TeamPayload';
  /** The team. */
  team?: Maybe<Team>;
  /** Everything wrong with the input. */
  userErrors: Array<GovernanceUserError>;
};

/** One thing that happened to a publish request. */
export type TimelineEntry = {
  __typename?: 'TimelineEntry';
  /** Who did it. */
  actor: Scalars['ID']['output'];
  /** When. */
  at: Scalars['DateTime']['output'];
  /** What happened, such as `REQUESTED`, `CHECKS_PASSED`, `REMINDED`, `PUBLISHED`. */
  event: Scalars['String']['output'];
  /** The same as a sentence. */
  text: Scalars['String']['output'];
};

/** A page of a timeline, oldest first. */
export type TimelineEntryConnection = {
  __typename?: 'TimelineEntryConnection';
  /** The rows with their cursors. */
  edges: Array<TimelineEntryEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A timeline entry in a list. */
export type TimelineEntryEdge = {
  __typename?: 'TimelineEntryEdge';
  /** Place in the list. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: TimelineEntry;
};

/** A change to the caller's organisation. */
export type UpdateOrganizationInput = {
  /** Name shown to people, at most 120 characters. */
  name: Scalars['String']['input'];
};

/** A change to a person that the caller's organisation knows. */
export type UpdatePersonInput = {
  /** Name shown to people, at most 120 characters. */
  displayName: Scalars['String']['input'];
  /** The person. */
  id: Scalars['ID']['input'];
};

/** A change to a team. */
export type UpdateTeamInput = {
  /** The team. */
  id: Scalars['ID']['input'];
  /** Name shown to people, at most 120 characters. */
  name: Scalars['String']['input'];
};

/** What a decision says. */
export type Verdict =
  /** The version may be shown as asked. */
  | 'APPROVE'
  /** The version may not; the reason says why. */
  | 'REJECT'
  /** The publisher's own: takes the request back. */
  | 'WITHDRAW';

/** The request to take back. */
export type WithdrawPublishRequestInput = {
  /** Names this withdrawal: the same key and input answer what became of it. */
  idempotencyKey: Scalars['String']['input'];
  /** The request. */
  publishRequestId: Scalars['ID']['input'];
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
  Organization: Organization;
  PublishRequest: PublishRequest;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  App:
    ( { __typename: 'App' }
    & GraphQLRecursivePick<FederationTypes['App'], {"id":true}> );
  AppVersion:
    ( { __typename: 'AppVersion' }
    & GraphQLRecursivePick<FederationTypes['AppVersion'], {"id":true}> );
  Organization:
    ( { __typename: 'Organization' }
    & GraphQLRecursivePick<FederationTypes['Organization'], {"id":true}> );
  PublishRequest:
    ( { __typename: 'PublishRequest' }
    & GraphQLRecursivePick<FederationTypes['PublishRequest'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AddMemberInput: AddMemberInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AddMemberPayload: ResolverTypeWrapper<Omit<AddMemberPayload, 'invitation' | 'member'> & { invitation?: Maybe<ResolversTypes['Invitation']>, member?: Maybe<ResolversTypes['Member']> }>;
  ApiKey: ResolverTypeWrapper<ApiKeyRow>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ApiKeyConnection: ResolverTypeWrapper<Omit<ApiKeyConnection, 'edges'> & { edges: Array<ResolversTypes['ApiKeyEdge']> }>;
  ApiKeyEdge: ResolverTypeWrapper<Omit<ApiKeyEdge, 'node'> & { node: ResolversTypes['ApiKey'] }>;
  App: ResolverTypeWrapper<Omit<App, 'publishRequests'> & { publishRequests?: Maybe<ResolversTypes['PublishRequestConnection']> }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AppVersion: ResolverTypeWrapper<Omit<AppVersion, 'publishRequests'> & { publishRequests?: Maybe<ResolversTypes['PublishRequestConnection']> }>;
  ApprovalVerdict: ApprovalVerdict;
  Audience: Audience;
  AuditEntry: ResolverTypeWrapper<AuditEntryRow>;
  AuditEntryConnection: ResolverTypeWrapper<Omit<AuditEntryConnection, 'edges'> & { edges: Array<ResolversTypes['AuditEntryEdge']> }>;
  AuditEntryEdge: ResolverTypeWrapper<Omit<AuditEntryEdge, 'node'> & { node: ResolversTypes['AuditEntry'] }>;
  ChangeRolesInput: ChangeRolesInput;
  CheckName: CheckName;
  CheckResult: CheckResult;
  CheckRun: ResolverTypeWrapper<RecordedCheckRow>;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: ResolverTypeWrapper<Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversTypes['ApiKey']> }>;
  CreateOrganizationInput: CreateOrganizationInput;
  CreatePersonInput: CreatePersonInput;
  CreateTeamInput: CreateTeamInput;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeadLetter: ResolverTypeWrapper<DeadLetterRow>;
  DeadLetterAction: DeadLetterAction;
  DeadLetterConnection: ResolverTypeWrapper<Omit<DeadLetterConnection, 'edges'> & { edges: Array<ResolversTypes['DeadLetterEdge']> }>;
  DeadLetterEdge: ResolverTypeWrapper<Omit<DeadLetterEdge, 'node'> & { node: ResolversTypes['DeadLetter'] }>;
  DeadLetters: ResolverTypeWrapper<ReceiversRow>;
  DecidePublishRequestInput: DecidePublishRequestInput;
  Decision: ResolverTypeWrapper<DecisionRow>;
  DecisionOutcome: DecisionOutcome;
  DecisionPayload: ResolverTypeWrapper<Omit<DecisionPayload, 'decision' | 'publishRequest'> & { decision?: Maybe<ResolversTypes['Decision']>, publishRequest?: Maybe<ResolversTypes['PublishRequest']> }>;
  Finding: ResolverTypeWrapper<Finding>;
  FindingCode: FindingCode;
  GovernanceErrorCode: GovernanceErrorCode;
  GovernanceUserError: ResolverTypeWrapper<GovernanceUserError>;
  Invitation: ResolverTypeWrapper<Omit<Invitation, 'organization' | 'principal'> & { organization: ResolversTypes['Organization'], principal: ResolversTypes['Principal'] }>;
  InvitationConnection: ResolverTypeWrapper<Omit<InvitationConnection, 'edges'> & { edges: Array<ResolversTypes['InvitationEdge']> }>;
  InvitationEdge: ResolverTypeWrapper<Omit<InvitationEdge, 'node'> & { node: ResolversTypes['Invitation'] }>;
  JoinOrganizationInput: JoinOrganizationInput;
  LeaveOrganizationInput: LeaveOrganizationInput;
  LeaveOrganizationPayload: ResolverTypeWrapper<LeaveOrganizationPayload>;
  Me: ResolverTypeWrapper<Omit<Me, 'invitations' | 'organization' | 'principal'> & { invitations?: Maybe<ResolversTypes['InvitationConnection']>, organization: ResolversTypes['Organization'], principal: ResolversTypes['Principal'] }>;
  Member: ResolverTypeWrapper<MemberRow>;
  MemberConnection: ResolverTypeWrapper<Omit<MemberConnection, 'edges'> & { edges: Array<ResolversTypes['MemberEdge']> }>;
  MemberEdge: ResolverTypeWrapper<Omit<MemberEdge, 'node'> & { node: ResolversTypes['Member'] }>;
  MemberPayload: ResolverTypeWrapper<Omit<MemberPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Organization: ResolverTypeWrapper<OrganizationParentRow>;
  OrganizationPayload: ResolverTypeWrapper<Omit<OrganizationPayload, 'organization'> & { organization?: Maybe<ResolversTypes['Organization']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  PersonPayload: ResolverTypeWrapper<Omit<PersonPayload, 'person'> & { person?: Maybe<ResolversTypes['Principal']> }>;
  Principal: ResolverTypeWrapper<PrincipalParentRow>;
  PublishRequest: ResolverTypeWrapper<PublishRequestRow>;
  PublishRequestConnection: ResolverTypeWrapper<Omit<PublishRequestConnection, 'edges'> & { edges: Array<ResolversTypes['PublishRequestEdge']> }>;
  PublishRequestEdge: ResolverTypeWrapper<Omit<PublishRequestEdge, 'node'> & { node: ResolversTypes['PublishRequest'] }>;
  PublishRequestStatus: PublishRequestStatus;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RemoveMemberInput: RemoveMemberInput;
  RemoveMemberPayload: ResolverTypeWrapper<RemoveMemberPayload>;
  RequestPublishInput: RequestPublishInput;
  RequestPublishPayload: ResolverTypeWrapper<Omit<RequestPublishPayload, 'publishRequest'> & { publishRequest?: Maybe<ResolversTypes['PublishRequest']> }>;
  RevokeApiKeyInput: RevokeApiKeyInput;
  RevokeApiKeyPayload: ResolverTypeWrapper<Omit<RevokeApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversTypes['ApiKey']> }>;
  Role: Role;
  SettleGovernanceDeadLetterInput: SettleGovernanceDeadLetterInput;
  SettleGovernanceDeadLetterPayload: ResolverTypeWrapper<Omit<SettleGovernanceDeadLetterPayload, 'deadLetter'> & { deadLetter?: Maybe<ResolversTypes['DeadLetter']> }>;
  Team: ResolverTypeWrapper<TeamRow>;
  TeamConnection: ResolverTypeWrapper<Omit<TeamConnection, 'edges'> & { edges: Array<ResolversTypes['TeamEdge']> }>;
  TeamEdge: ResolverTypeWrapper<Omit<TeamEdge, 'node'> & { node: ResolversTypes['Team'] }>;
  TeamMemberInput: TeamMemberInput;
  TeamPayload: ResolverTypeWrapper<Omit<TeamPayload, 'team'> & { team?: Maybe<ResolversTypes['Team']> }>;
  TimelineEntry: ResolverTypeWrapper<TimelineEntryRow>;
  TimelineEntryConnection: ResolverTypeWrapper<Omit<TimelineEntryConnection, 'edges'> & { edges: Array<ResolversTypes['TimelineEntryEdge']> }>;
  TimelineEntryEdge: ResolverTypeWrapper<Omit<TimelineEntryEdge, 'node'> & { node: ResolversTypes['TimelineEntry'] }>;
  UpdateOrganizationInput: UpdateOrganizationInput;
  UpdatePersonInput: UpdatePersonInput;
  UpdateTeamInput: UpdateTeamInput;
  Verdict: Verdict;
  WithdrawPublishRequestInput: WithdrawPublishRequestInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddMemberInput: AddMemberInput;
  ID: Scalars['ID']['output'];
  AddMemberPayload: Omit<AddMemberPayload, 'invitation' | 'member'> & { invitation?: Maybe<ResolversParentTypes['Invitation']>, member?: Maybe<ResolversParentTypes['Member']> };
  ApiKey: ApiKeyRow;
  String: Scalars['String']['output'];
  ApiKeyConnection: Omit<ApiKeyConnection, 'edges'> & { edges: Array<ResolversParentTypes['ApiKeyEdge']> };
  ApiKeyEdge: Omit<ApiKeyEdge, 'node'> & { node: ResolversParentTypes['ApiKey'] };
  App: Omit<App, 'publishRequests'> & { publishRequests?: Maybe<ResolversParentTypes['PublishRequestConnection']> } | FederationReferenceTypes['App'];
  Int: Scalars['Int']['output'];
  AppVersion: Omit<AppVersion, 'publishRequests'> & { publishRequests?: Maybe<ResolversParentTypes['PublishRequestConnection']> } | FederationReferenceTypes['AppVersion'];
  AuditEntry: AuditEntryRow;
  AuditEntryConnection: Omit<AuditEntryConnection, 'edges'> & { edges: Array<ResolversParentTypes['AuditEntryEdge']> };
  AuditEntryEdge: Omit<AuditEntryEdge, 'node'> & { node: ResolversParentTypes['AuditEntry'] };
  ChangeRolesInput: ChangeRolesInput;
  CheckRun: RecordedCheckRow;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: Omit<CreateApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversParentTypes['ApiKey']> };
  CreateOrganizationInput: CreateOrganizationInput;
  CreatePersonInput: CreatePersonInput;
  CreateTeamInput: CreateTeamInput;
  DateTime: Scalars['DateTime']['output'];
  DeadLetter: DeadLetterRow;
  DeadLetterConnection: Omit<DeadLetterConnection, 'edges'> & { edges: Array<ResolversParentTypes['DeadLetterEdge']> };
  DeadLetterEdge: Omit<DeadLetterEdge, 'node'> & { node: ResolversParentTypes['DeadLetter'] };
  DeadLetters: ReceiversRow;
  DecidePublishRequestInput: DecidePublishRequestInput;
  Decision: DecisionRow;
  DecisionPayload: Omit<DecisionPayload, 'decision' | 'publishRequest'> & { decision?: Maybe<ResolversParentTypes['Decision']>, publishRequest?: Maybe<ResolversParentTypes['PublishRequest']> };
  Finding: Finding;
  GovernanceUserError: GovernanceUserError;
  Invitation: Omit<Invitation, 'organization' | 'principal'> & { organization: ResolversParentTypes['Organization'], principal: ResolversParentTypes['Principal'] };
  InvitationConnection: Omit<InvitationConnection, 'edges'> & { edges: Array<ResolversParentTypes['InvitationEdge']> };
  InvitationEdge: Omit<InvitationEdge, 'node'> & { node: ResolversParentTypes['Invitation'] };
  JoinOrganizationInput: JoinOrganizationInput;
  LeaveOrganizationInput: LeaveOrganizationInput;
  LeaveOrganizationPayload: LeaveOrganizationPayload;
  Me: Omit<Me, 'invitations' | 'organization' | 'principal'> & { invitations?: Maybe<ResolversParentTypes['InvitationConnection']>, organization: ResolversParentTypes['Organization'], principal: ResolversParentTypes['Principal'] };
  Member: MemberRow;
  MemberConnection: Omit<MemberConnection, 'edges'> & { edges: Array<ResolversParentTypes['MemberEdge']> };
  MemberEdge: Omit<MemberEdge, 'node'> & { node: ResolversParentTypes['Member'] };
  MemberPayload: Omit<MemberPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  Mutation: Record<PropertyKey, never>;
  Organization: OrganizationParentRow;
  OrganizationPayload: Omit<OrganizationPayload, 'organization'> & { organization?: Maybe<ResolversParentTypes['Organization']> };
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  PersonPayload: Omit<PersonPayload, 'person'> & { person?: Maybe<ResolversParentTypes['Principal']> };
  Principal: PrincipalParentRow;
  PublishRequest: PublishRequestRow;
  PublishRequestConnection: Omit<PublishRequestConnection, 'edges'> & { edges: Array<ResolversParentTypes['PublishRequestEdge']> };
  PublishRequestEdge: Omit<PublishRequestEdge, 'node'> & { node: ResolversParentTypes['PublishRequest'] };
  Query: Record<PropertyKey, never>;
  RemoveMemberInput: RemoveMemberInput;
  RemoveMemberPayload: RemoveMemberPayload;
  RequestPublishInput: RequestPublishInput;
  RequestPublishPayload: Omit<RequestPublishPayload, 'publishRequest'> & { publishRequest?: Maybe<ResolversParentTypes['PublishRequest']> };
  RevokeApiKeyInput: RevokeApiKeyInput;
  RevokeApiKeyPayload: Omit<RevokeApiKeyPayload, 'apiKey'> & { apiKey?: Maybe<ResolversParentTypes['ApiKey']> };
  SettleGovernanceDeadLetterInput: SettleGovernanceDeadLetterInput;
  SettleGovernanceDeadLetterPayload: Omit<SettleGovernanceDeadLetterPayload, 'deadLetter'> & { deadLetter?: Maybe<ResolversParentTypes['DeadLetter']> };
  Team: TeamRow;
  TeamConnection: Omit<TeamConnection, 'edges'> & { edges: Array<ResolversParentTypes['TeamEdge']> };
  TeamEdge: Omit<TeamEdge, 'node'> & { node: ResolversParentTypes['Team'] };
  TeamMemberInput: TeamMemberInput;
  TeamPayload: Omit<TeamPayload, 'team'> & { team?: Maybe<ResolversParentTypes['Team']> };
  TimelineEntry: TimelineEntryRow;
  TimelineEntryConnection: Omit<TimelineEntryConnection, 'edges'> & { edges: Array<ResolversParentTypes['TimelineEntryEdge']> };
  TimelineEntryEdge: Omit<TimelineEntryEdge, 'node'> & { node: ResolversParentTypes['TimelineEntry'] };
  UpdateOrganizationInput: UpdateOrganizationInput;
  UpdatePersonInput: UpdatePersonInput;
  UpdateTeamInput: UpdateTeamInput;
  WithdrawPublishRequestInput: WithdrawPublishRequestInput;
};

export type AddMemberPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddMemberPayload'] = ResolversParentTypes['AddMemberPayload']> = {
  invitation?: Resolver<Maybe<ResolversTypes['Invitation']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

export type ApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  createdBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['Role']>, ParentType, ContextType>;
};

export type ApiKeyConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyConnection'] = ResolversParentTypes['ApiKeyConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ApiKeyEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type ApiKeyEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyEdge'] = ResolversParentTypes['ApiKeyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
};

export type AppResolvers<ContextType = Context, ParentType extends ResolversParentTypes['App'] = ResolversParentTypes['App'], FederationReferenceType extends FederationReferenceTypes['App'] = FederationReferenceTypes['App']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['App']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  publishRequests?: Resolver<Maybe<ResolversTypes['PublishRequestConnection']>, ParentType, ContextType, Partial<AppPublishRequestsArgs>>;
};

export type AppVersionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AppVersion'] = ResolversParentTypes['AppVersion'], FederationReferenceType extends FederationReferenceTypes['AppVersion'] = FederationReferenceTypes['AppVersion']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['AppVersion']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  publishRequests?: Resolver<Maybe<ResolversTypes['PublishRequestConnection']>, ParentType, ContextType, Partial<AppVersionPublishRequestsArgs>>;
};

export type AuditEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  detail?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  target?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type CheckRunResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CheckRun'] = ResolversParentTypes['CheckRun']> = {
  findings?: Resolver<Array<ResolversTypes['Finding']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['CheckName'], ParentType, ContextType>;
  ranAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  result?: Resolver<ResolversTypes['CheckResult'], ParentType, ContextType>;
};

export type CreateApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateApiKeyPayload'] = ResolversParentTypes['CreateApiKeyPayload']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

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
  governance?: Resolver<Maybe<ResolversTypes['DeadLetterConnection']>, ParentType, ContextType, Partial<DeadLettersGovernanceArgs>>;
};

export type DecisionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Decision'] = ResolversParentTypes['Decision']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  madeAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  madeBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['DecisionOutcome'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['Verdict'], ParentType, ContextType>;
  why?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DecisionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DecisionPayload'] = ResolversParentTypes['DecisionPayload']> = {
  decision?: Resolver<Maybe<ResolversTypes['Decision']>, ParentType, ContextType>;
  publishRequest?: Resolver<Maybe<ResolversTypes['PublishRequest']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

export type FindingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Finding'] = ResolversParentTypes['Finding']> = {
  code?: Resolver<ResolversTypes['FindingCode'], ParentType, ContextType>;
  field?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type GovernanceUserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GovernanceUserError'] = ResolversParentTypes['GovernanceUserError']> = {
  code?: Resolver<ResolversTypes['GovernanceErrorCode'], ParentType, ContextType>;
  field?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InvitationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Invitation'] = ResolversParentTypes['Invitation']> = {
  invitedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  principal?: Resolver<ResolversTypes['Principal'], ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['Role']>, ParentType, ContextType>;
};

export type InvitationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvitationConnection'] = ResolversParentTypes['InvitationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['InvitationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type InvitationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InvitationEdge'] = ResolversParentTypes['InvitationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Invitation'], ParentType, ContextType>;
};

export type LeaveOrganizationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['LeaveOrganizationPayload'] = ResolversParentTypes['LeaveOrganizationPayload']> = {
  organizationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

export type MeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Me'] = ResolversParentTypes['Me']> = {
  invitations?: Resolver<Maybe<ResolversTypes['InvitationConnection']>, ParentType, ContextType, Partial<MeInvitationsArgs>>;
  organization?: Resolver<ResolversTypes['Organization'], ParentType, ContextType>;
  principal?: Resolver<ResolversTypes['Principal'], ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['Role']>, ParentType, ContextType>;
  teams?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type MemberResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member']> = {
  addedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  principal?: Resolver<ResolversTypes['Principal'], ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['Role']>, ParentType, ContextType>;
  teams?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type MemberConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberConnection'] = ResolversParentTypes['MemberConnection']> = {
  edges?: Resolver<Array<ResolversTypes['MemberEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MemberEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberEdge'] = ResolversParentTypes['MemberEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
};

export type MemberPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['MemberPayload'] = ResolversParentTypes['MemberPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addMember?: Resolver<ResolversTypes['AddMemberPayload'], ParentType, ContextType, RequireFields<MutationAddMemberArgs, 'input'>>;
  addTeamMember?: Resolver<ResolversTypes['TeamPayload'], ParentType, ContextType, RequireFields<MutationAddTeamMemberArgs, 'input'>>;
  changeRoles?: Resolver<ResolversTypes['MemberPayload'], ParentType, ContextType, RequireFields<MutationChangeRolesArgs, 'input'>>;
  createApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  createOrganization?: Resolver<ResolversTypes['OrganizationPayload'], ParentType, ContextType, RequireFields<MutationCreateOrganizationArgs, 'input'>>;
  createPerson?: Resolver<ResolversTypes['PersonPayload'], ParentType, ContextType, RequireFields<MutationCreatePersonArgs, 'input'>>;
  createTeam?: Resolver<ResolversTypes['TeamPayload'], ParentType, ContextType, RequireFields<MutationCreateTeamArgs, 'input'>>;
  decidePublishRequest?: Resolver<ResolversTypes['DecisionPayload'], ParentType, ContextType, RequireFields<MutationDecidePublishRequestArgs, 'input'>>;
  joinOrganization?: Resolver<ResolversTypes['OrganizationPayload'], ParentType, ContextType, RequireFields<MutationJoinOrganizationArgs, 'input'>>;
  leaveOrganization?: Resolver<ResolversTypes['LeaveOrganizationPayload'], ParentType, ContextType, RequireFields<MutationLeaveOrganizationArgs, 'input'>>;
  removeMember?: Resolver<ResolversTypes['RemoveMemberPayload'], ParentType, ContextType, RequireFields<MutationRemoveMemberArgs, 'input'>>;
  removeTeamMember?: Resolver<ResolversTypes['TeamPayload'], ParentType, ContextType, RequireFields<MutationRemoveTeamMemberArgs, 'input'>>;
  requestPublish?: Resolver<ResolversTypes['RequestPublishPayload'], ParentType, ContextType, RequireFields<MutationRequestPublishArgs, 'input'>>;
  revokeApiKey?: Resolver<ResolversTypes['RevokeApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'input'>>;
  settleGovernanceDeadLetter?: Resolver<ResolversTypes['SettleGovernanceDeadLetterPayload'], ParentType, ContextType, RequireFields<MutationSettleGovernanceDeadLetterArgs, 'input'>>;
  updateOrganization?: Resolver<ResolversTypes['OrganizationPayload'], ParentType, ContextType, RequireFields<MutationUpdateOrganizationArgs, 'input'>>;
  updatePerson?: Resolver<ResolversTypes['PersonPayload'], ParentType, ContextType, RequireFields<MutationUpdatePersonArgs, 'input'>>;
  updateTeam?: Resolver<ResolversTypes['TeamPayload'], ParentType, ContextType, RequireFields<MutationUpdateTeamArgs, 'input'>>;
  withdrawPublishRequest?: Resolver<ResolversTypes['DecisionPayload'], ParentType, ContextType, RequireFields<MutationWithdrawPublishRequestArgs, 'input'>>;
};

export type OrganizationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Organization'] = ResolversParentTypes['Organization'], FederationReferenceType extends FederationReferenceTypes['Organization'] = FederationReferenceTypes['Organization']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Organization']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invitations?: Resolver<Maybe<ResolversTypes['InvitationConnection']>, ParentType, ContextType, Partial<OrganizationInvitationsArgs>>;
  members?: Resolver<Maybe<ResolversTypes['MemberConnection']>, ParentType, ContextType, Partial<OrganizationMembersArgs>>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  teams?: Resolver<Maybe<ResolversTypes['TeamConnection']>, ParentType, ContextType, Partial<OrganizationTeamsArgs>>;
};

export type OrganizationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrganizationPayload'] = ResolversParentTypes['OrganizationPayload']> = {
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PersonPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PersonPayload'] = ResolversParentTypes['PersonPayload']> = {
  person?: Resolver<Maybe<ResolversTypes['Principal']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

export type PrincipalResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Principal'] = ResolversParentTypes['Principal']> = {
  displayName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PublishRequestResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishRequest'] = ResolversParentTypes['PublishRequest'], FederationReferenceType extends FederationReferenceTypes['PublishRequest'] = FederationReferenceTypes['PublishRequest']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PublishRequest']> | FederationReferenceType, FederationReferenceType, ContextType>;
  appVersion?: Resolver<Maybe<ResolversTypes['AppVersion']>, ParentType, ContextType>;
  audience?: Resolver<ResolversTypes['Audience'], ParentType, ContextType>;
  checks?: Resolver<Array<ResolversTypes['CheckRun']>, ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  decisions?: Resolver<Array<ResolversTypes['Decision']>, ParentType, ContextType>;
  digest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestedBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PublishRequestStatus'], ParentType, ContextType>;
  team?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  timeline?: Resolver<ResolversTypes['TimelineEntryConnection'], ParentType, ContextType, Partial<PublishRequestTimelineArgs>>;
  workflowId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PublishRequestConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishRequestConnection'] = ResolversParentTypes['PublishRequestConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PublishRequestEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PublishRequestEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PublishRequestEdge'] = ResolversParentTypes['PublishRequestEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PublishRequest'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  apiKeys?: Resolver<Maybe<ResolversTypes['ApiKeyConnection']>, ParentType, ContextType, Partial<QueryApiKeysArgs>>;
  auditEntries?: Resolver<Maybe<ResolversTypes['AuditEntryConnection']>, ParentType, ContextType, Partial<QueryAuditEntriesArgs>>;
  deadLetters?: Resolver<ResolversTypes['DeadLetters'], ParentType, ContextType>;
  me?: Resolver<Maybe<ResolversTypes['Me']>, ParentType, ContextType>;
  organization?: Resolver<Maybe<ResolversTypes['Organization']>, ParentType, ContextType, RequireFields<QueryOrganizationArgs, 'id'>>;
  publishRequest?: Resolver<Maybe<ResolversTypes['PublishRequest']>, ParentType, ContextType, RequireFields<QueryPublishRequestArgs, 'id'>>;
  publishRequests?: Resolver<Maybe<ResolversTypes['PublishRequestConnection']>, ParentType, ContextType, Partial<QueryPublishRequestsArgs>>;
};

export type RemoveMemberPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveMemberPayload'] = ResolversParentTypes['RemoveMemberPayload']> = {
  principalId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

export type RequestPublishPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RequestPublishPayload'] = ResolversParentTypes['RequestPublishPayload']> = {
  publishRequest?: Resolver<Maybe<ResolversTypes['PublishRequest']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

export type RevokeApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeApiKeyPayload'] = ResolversParentTypes['RevokeApiKeyPayload']> = {
  apiKey?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

export type SettleGovernanceDeadLetterPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SettleGovernanceDeadLetterPayload'] = ResolversParentTypes['SettleGovernanceDeadLetterPayload']> = {
  deadLetter?: Resolver<Maybe<ResolversTypes['DeadLetter']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

export type TeamResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Team'] = ResolversParentTypes['Team']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  members?: Resolver<ResolversTypes['MemberConnection'], ParentType, ContextType, Partial<TeamMembersArgs>>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TeamConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TeamConnection'] = ResolversParentTypes['TeamConnection']> = {
  edges?: Resolver<Array<ResolversTypes['TeamEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TeamEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TeamEdge'] = ResolversParentTypes['TeamEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Team'], ParentType, ContextType>;
};

export type TeamPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TeamPayload'] = ResolversParentTypes['TeamPayload']> = {
  team?: Resolver<Maybe<ResolversTypes['Team']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['GovernanceUserError']>, ParentType, ContextType>;
};

export type TimelineEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimelineEntry'] = ResolversParentTypes['TimelineEntry']> = {
  actor?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  event?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TimelineEntryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimelineEntryConnection'] = ResolversParentTypes['TimelineEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['TimelineEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type TimelineEntryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TimelineEntryEdge'] = ResolversParentTypes['TimelineEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TimelineEntry'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AddMemberPayload?: AddMemberPayloadResolvers<ContextType>;
  ApiKey?: ApiKeyResolvers<ContextType>;
  ApiKeyConnection?: ApiKeyConnectionResolvers<ContextType>;
  ApiKeyEdge?: ApiKeyEdgeResolvers<ContextType>;
  App?: AppResolvers<ContextType>;
  AppVersion?: AppVersionResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>;
  CheckRun?: CheckRunResolvers<ContextType>;
  CreateApiKeyPayload?: CreateApiKeyPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeadLetter?: DeadLetterResolvers<ContextType>;
  DeadLetterConnection?: DeadLetterConnectionResolvers<ContextType>;
  DeadLetterEdge?: DeadLetterEdgeResolvers<ContextType>;
  DeadLetters?: DeadLettersResolvers<ContextType>;
  Decision?: DecisionResolvers<ContextType>;
  DecisionPayload?: DecisionPayloadResolvers<ContextType>;
  Finding?: FindingResolvers<ContextType>;
  GovernanceUserError?: GovernanceUserErrorResolvers<ContextType>;
  Invitation?: InvitationResolvers<ContextType>;
  InvitationConnection?: InvitationConnectionResolvers<ContextType>;
  InvitationEdge?: InvitationEdgeResolvers<ContextType>;
  LeaveOrganizationPayload?: LeaveOrganizationPayloadResolvers<ContextType>;
  Me?: MeResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
  MemberConnection?: MemberConnectionResolvers<ContextType>;
  MemberEdge?: MemberEdgeResolvers<ContextType>;
  MemberPayload?: MemberPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Organization?: OrganizationResolvers<ContextType>;
  OrganizationPayload?: OrganizationPayloadResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PersonPayload?: PersonPayloadResolvers<ContextType>;
  Principal?: PrincipalResolvers<ContextType>;
  PublishRequest?: PublishRequestResolvers<ContextType>;
  PublishRequestConnection?: PublishRequestConnectionResolvers<ContextType>;
  PublishRequestEdge?: PublishRequestEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RemoveMemberPayload?: RemoveMemberPayloadResolvers<ContextType>;
  RequestPublishPayload?: RequestPublishPayloadResolvers<ContextType>;
  RevokeApiKeyPayload?: RevokeApiKeyPayloadResolvers<ContextType>;
  SettleGovernanceDeadLetterPayload?: SettleGovernanceDeadLetterPayloadResolvers<ContextType>;
  Team?: TeamResolvers<ContextType>;
  TeamConnection?: TeamConnectionResolvers<ContextType>;
  TeamEdge?: TeamEdgeResolvers<ContextType>;
  TeamPayload?: TeamPayloadResolvers<ContextType>;
  TimelineEntry?: TimelineEntryResolvers<ContextType>;
  TimelineEntryConnection?: TimelineEntryConnectionResolvers<ContextType>;
  TimelineEntryEdge?: TimelineEntryEdgeResolvers<ContextType>;
};

