import { connection, TEXT, type PageArgs } from '@guildhall/platform/graphql/connection.ts';
import { mutation } from '@guildhall/platform/graphql/mutation.ts';
import { dayPeriod } from '@guildhall/platform/period.ts';
import { DeadLetterFields, deadLetterPage, settleDeadLetter } from '@guildhall/platform/graphql/dead-letters.ts';
import type {
  AppResolvers,
  MutationResolvers,
  OrganizationResolvers,
  DeadLettersResolvers,
  QueryResolvers,
  Resolvers,
  SigningKeyResolvers,
  UsageDayResolvers,
  UsageEventResolvers,
} from '../generated/resolver-types.ts';
import type { DayRange } from '../index.ts';
import type { Context } from './context.ts';

const ownUsage = ({ actor, usage }: Context, { from, to, ...page }: DayRange & PageArgs, appId?: string | null) =>
  connection(
    page,
    (request) => usage.usagePage(actor, { from, to }, request, appId ?? undefined),
    ({ day, appId: app, unit }) => [day, app, unit],
    [(day) => dayPeriod(day) !== undefined, TEXT, TEXT],
  );

const Query: QueryResolvers = {
  // Its fields ask each receiver.
  deadLetters: () => ({}),
  usage: (_, { appId, ...args }, context) => ownUsage(context, args, appId),
  usageEvent: async (_, { appId, eventId }, { actor, usage }) => (await usage.usageEvent(actor, appId, eventId)) ?? null,
  signingKeys: (_, { appId, ...args }, { actor, signing }) =>
    connection(
      args,
      (page) => signing.signingKeys(actor, appId, page),
      ({ id }) => [id],
    ),
};

const Mutation: MutationResolvers = {
  settleUsageDeadLetter: mutation(async (_, { input }, { actor, deadLetters }) => settleDeadLetter(input, actor, deadLetters)),
  createSigningKey: mutation(async (_, { input }, { actor, signing }) => {
    const { key, secret } = await signing.createSigningKey(actor, input.appId);
    return { signingKey: key, secret };
  }),
  revokeSigningKey: mutation(async (_, { input }, { actor, signing }) => ({
    signingKey: await signing.revokeSigningKey(actor, input.keyId),
  })),
};

const App: AppResolvers = {
  // Whether there is such an app is not usage's to tell: of an absent one, as of a foreign one, there is no use to see.
  __resolveReference: ({ id }) => ({ id }),
  usage: async ({ id }, { from, to }, { usageOfApp }) => (await usageOfApp.load({ appId: id, from, to })) ?? [],
  publisherUsage: ({ id }, { from, to }, { publisherUsageOfApp }) => publisherUsageOfApp.load({ appId: id, from, to }),
};

const Organization: OrganizationResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  usage: ({ id }, args, context) => (id === context.actor.orgId ? ownUsage(context, args) : null),
};

const UsageDay: UsageDayResolvers = { app: ({ appId }) => ({ id: appId }) };

const UsageEvent: UsageEventResolvers = {
  app: ({ appId }) => ({ id: appId }),
  timestamp: ({ occurredAt }) => occurredAt,
};

const SigningKey: SigningKeyResolvers = { app: ({ appId }) => ({ id: appId }) };

const DeadLetters: DeadLettersResolvers = { usage: (_, args, { actor, deadLetters }) => deadLetterPage(args, actor, deadLetters) };

export const resolvers: Resolvers = {
  DeadLetters,
  DeadLetter: DeadLetterFields,
  Query,
  Mutation,
  App,
  Organization,
  UsageDay,
  UsageEvent,
  SigningKey,
};
