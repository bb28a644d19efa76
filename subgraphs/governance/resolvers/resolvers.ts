import { connection, POSITION } from '@guildhall/platform/graphql/connection.ts';
import { DeadLetterFields, deadLetterPage } from '@guildhall/platform/graphql/dead-letters.ts';
import type { PageArgs } from '@guildhall/platform/graphql/connection.ts';
import type {
  ApiKeyResolvers,
  AppResolvers,
  AppVersionResolvers,
  CheckRunResolvers,
  DecisionResolvers,
  MemberResolvers,
  MeResolvers,
  OrganizationResolvers,
  PrincipalResolvers,
  PublishRequestResolvers,
  DeadLettersResolvers,
  QueryResolvers,
  Resolvers,
  TeamResolvers,
} from '../generated/resolver-types.ts';
import { keyOfPrincipal } from '../index.ts';
import type { Context } from './context.ts';
import { Mutation } from './mutations.ts';
import { toInvitation, toRoles, upper } from './values.ts';

const Query: QueryResolvers = {
  // Its fields ask each receiver.
  deadLetters: () => ({}),
  me: (_, __, { actor }) => ({
    principal: { id: actor.principal },
    organization: { id: actor.orgId },
    roles: toRoles(actor.roles),
    teams: [...actor.teams],
  }),
  organization: (_, { id }, { organizations }) => organizations.load(id),
  apiKeys: (_, args, { actor, governance }) => connection(args, (page) => governance.apiKeys(actor, page), idOf),
  publishRequest: (_, { id }, { requests }) => requests.load(id),
  publishRequests: (_, { status, appId, ...args }, context) =>
    requestsOf({ ...(status ? { status } : {}), ...(appId ? { appId } : {}) }, args, context),
  auditEntries: (_, args, { actor, governance }) => connection(args, (page) => governance.auditEntries(actor, page), idOf),
};

const idOf = ({ id }: { readonly id: string }) => [id];
const byPrincipal = ({ principalId }: { readonly principalId: string }) => [principalId];

const requestsOf = (
  filter: Parameters<Context['governance']['publishRequests']>[1],
  args: PageArgs,
  { actor, governance }: Pick<Context, 'actor' | 'governance'>,
) => connection(args, (page) => governance.publishRequests(actor, filter, page), idOf);

const Organization: OrganizationResolvers = {
  __resolveReference: ({ id }, { organizations }) => organizations.load(id),
  name: async ({ id, name }, _, { organizations }) => name ?? (await organizations.load(id))?.name ?? null,
  members: ({ id }, args, { actor, governance }) =>
    id === actor.orgId ? connection(args, (page) => governance.members(actor, page), byPrincipal) : null,
  invitations: ({ id }, args, { actor, governance }) =>
    id === actor.orgId
      ? connection(
          args,
          async (page) => (await governance.invitations(actor, page)).map(toInvitation),
          ({ principal }) => [principal.id],
        )
      : null,
  teams: ({ id }, args, { actor, governance }) =>
    id === actor.orgId ? connection(args, (page) => governance.teams(actor, page), idOf) : null,
};

const Me: MeResolvers = {
  invitations: (_, args, { actor, governance }) =>
    connection(
      args,
      async (page) => (await governance.ownInvitations(actor, page)).map(toInvitation),
      ({ organization }) => [organization.id],
    ),
};

const Principal: PrincipalResolvers = {
  displayName: async ({ id, displayName }, _, { actor, governance, people }) => {
    if (displayName !== undefined) return displayName;
    const keyId = keyOfPrincipal(id);
    if (keyId) return (await governance.apiKeyName(actor, keyId)) ?? null;
    return (await people.load(id))?.displayName ?? null;
  },
};

const Member: MemberResolvers = {
  principal: ({ principalId }) => ({ id: principalId }),
  roles: ({ roles }) => toRoles(roles),
  teams: ({ principalId }, _, { teamsOf }) => teamsOf.load(principalId),
};

const Team: TeamResolvers = {
  members: ({ id }, args, { actor, governance }) => connection(args, (page) => governance.members(actor, page, id), byPrincipal),
};

const ApiKey: ApiKeyResolvers = { roles: ({ roles }) => toRoles(roles) };

const PublishRequest: PublishRequestResolvers = {
  __resolveReference: ({ id }, { requests }) => requests.load(id),
  appVersion: ({ appId, number }) => ({ id: `${appId}@${number}` }),
  audience: ({ audience }) => upper(audience.kind),
  team: ({ audience }) => (audience.kind === 'team' ? audience.team : null),
  checks: ({ id }, _, { checks }) => checks.load(id),
  decisions: ({ id }, _, { decisions }) => decisions.load(id),
  timeline: ({ id }, args, { actor, governance }) =>
    connection(
      args,
      (page) => governance.timelineOf(actor, id, page),
      ({ position }) => [position],
      [POSITION],
    ),
  workflowId: ({ id }) => `publish/${id}`,
};

const CheckRun: CheckRunResolvers = {
  result: ({ findings }) => (findings.length === 0 ? 'PASSED' : 'FAILED'),
  findings: ({ findings }) => findings.map(({ code, message, field }) => ({ code, message, field: [...field] })),
};

const Decision: DecisionResolvers = { madeBy: ({ principal }) => principal };

const AppVersion: AppVersionResolvers = {
  publishRequests: ({ id }, args, context) => {
    const [, appId = '', number] = /^(.*)@(\d{1,9})$/.exec(id) ?? [];
    return requestsOf({ appId, number: Number(number ?? 0) }, args, context);
  },
};

const App: AppResolvers = {
  publishRequests: ({ id }, args, context) => requestsOf({ appId: id }, args, context),
};

const DeadLetters: DeadLettersResolvers = { governance: (_, args, { actor, deadLetters }) => deadLetterPage(args, actor, deadLetters) };

export const resolvers: Resolvers = {
  DeadLetters,
  DeadLetter: DeadLetterFields,
  Query,
  Mutation,
  Me,
  Organization,
  Principal,
  Member,
  Team,
  ApiKey,
  PublishRequest,
  CheckRun,
  Decision,
  AppVersion,
  App,
};
