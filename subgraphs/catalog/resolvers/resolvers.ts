import { connection, POSITION } from '@guildhall/platform/graphql/connection.ts';
import { mutation } from '@guildhall/platform/graphql/mutation.ts';
import { UserError, refusal } from '@guildhall/platform/errors.ts';
import { DeadLetterFields, deadLetterPage, settleDeadLetter } from '@guildhall/platform/graphql/dead-letters.ts';
import type {
  AppResolvers,
  AppSnapshotResolvers,
  AppVersionResolvers,
  InstallResolvers,
  MutationResolvers,
  DeadLettersResolvers,
  QueryResolvers,
  Resolvers,
} from '../generated/resolver-types.ts';
import { versionId } from '../index.ts';
import { camel, changesFrom, fromInput, toManifest, upper } from './manifest.ts';

const Query: QueryResolvers = {
  // Its fields ask each receiver.
  deadLetters: () => ({}),
  app: (_, { id }, { apps }) => apps.load(id),
  apps: async (_, args, { actor, catalog, apps }) => {
    const page = await connection(
      args,
      (request) => catalog.ownApps(actor, request),
      ({ id }) => [id],
    );
    const nodes = await apps.loadMany(page.edges.map(({ node }) => node.id));
    return { ...page, edges: page.edges.flatMap(({ cursor }, i) => seen(nodes[i], cursor)) };
  },
  searchApps: async (_, { query, ...args }, { actor, apps, search }) => {
    if (query.length > 200) throw refusal('INVALID_INPUT', 'query must have at most 200 characters.', ['query']);
    const ranked = search.find(actor, query).map((id, rank) => ({ id, rank }));
    const page = await connection(
      args,
      async ({ limit, after, backward }) => {
        const from = after?.[0] === undefined ? undefined : Number(after[0]);
        if (backward)
          return ranked
            .slice(0, from ?? ranked.length)
            .reverse()
            .slice(0, limit);
        return ranked.slice(from === undefined ? 0 : from + 1).slice(0, limit);
      },
      ({ rank }) => [String(rank)],
      [POSITION],
    );
    const nodes = await apps.loadMany(page.edges.map(({ node }) => node.id));
    return { ...page, edges: page.edges.flatMap(({ cursor }, i) => seen(nodes[i], cursor)) };
  },
  installs: (_, args, { actor, catalog }) =>
    connection(
      args,
      (page) => catalog.installs(actor, page),
      ({ id }) => [id],
    ),
};

/** An edge of what the loader found; what vanished between the list and the load is left out. */
function seen<Node extends object>(node: Node | Error | null | undefined, cursor: string) {
  if (node instanceof Error) throw node;
  return node ? [{ cursor, node }] : [];
}

/** Faults name fields as the article does; GraphQL callers know them in camel case. */
async function inCamelCase<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.faults.map(({ code, message, field }) => ({
        code,
        message: message.replace(/^[a-z_.0-9]+(?=: )/, camel),
        field: field.map(camel),
      })),
    );
  }
}

const Mutation: MutationResolvers = {
  settleCatalogDeadLetter: mutation(async (_, { input }, { actor, deadLetters }) => settleDeadLetter(input, actor, deadLetters)),
  registerApp: mutation(async (_, { input }, { actor, catalog, apps }) => {
    const { id } = await inCamelCase(catalog.registerApp(actor, fromInput(input)));
    return { app: await apps.clear(id).load(id) };
  }),
  updateApp: mutation(async (_, { input: { appId, ...changes } }, { actor, catalog, apps }) => {
    const { id } = await inCamelCase(catalog.updateApp(actor, appId, changesFrom(changes)));
    return { app: await apps.clear(id).load(id) };
  }),
  installApp: mutation(async (_, { input: { appId, priceVersionId } }, { actor, installing }) => ({
    install: await installing.installApp(actor, appId, priceVersionId ?? undefined),
  })),
  unpublishApp: mutation(async (_, { input }, { actor, catalog, apps }) => {
    const { id } = await catalog.unpublishApp(actor, input.appId);
    return { app: await apps.clear(id).load(id) };
  }),
  uninstallApp: mutation(async (_, { input }, { actor, catalog }) => ({ install: await catalog.uninstallApp(actor, input.appId) })),
};

const App: AppResolvers = {
  __resolveReference: ({ id }, { apps }) => apps.load(id),
  publisher: ({ orgId }) => ({ id: orgId }),
  title: ({ version }) => version.manifest.title,
  manifest: ({ version }) => toManifest(version.manifest),
  publishedVersion: ({ id, publishedNumber }, _, { versions }) =>
    publishedNumber === null ? null : versions.load(versionId(id, publishedNumber)),
  audience: ({ audience }) => (audience ? upper(audience.kind) : null),
  versions: ({ id, own }, args, { actor, catalog }) =>
    own
      ? connection(
          args,
          (page) => catalog.versionsOf(actor, id, page),
          ({ number }) => [String(number)],
          [POSITION],
        )
      : null,
  install: ({ id }, _, { openInstalls }) => openInstalls.load(id),
  price: ({ priceVersionId }) => (priceVersionId === null ? null : { id: priceVersionId }),
};

const AppVersion: AppVersionResolvers = {
  __resolveReference: ({ id }, { versions }) => versions.load(id),
  id: ({ appId, number }) => versionId(appId, number),
  manifest: ({ manifest }) => toManifest(manifest),
};

const Install: InstallResolvers = {
  __resolveReference: ({ id }, { installs }) => installs.load(id),
  app: ({ appId }, _, { apps }) => apps.load(appId),
  snapshot: ({ id }, _, { snapshots }) => snapshots.load(id),
  delisted: async ({ appId }, _, { listed }) => (await listed.load(appId)) === null,
};

const AppSnapshot: AppSnapshotResolvers = {
  appId: ({ version }) => version.appId,
  price: ({ priceVersionId }) => (priceVersionId === null ? null : { id: priceVersionId }),
  title: ({ version }) => version.manifest.title,
  number: ({ version }) => version.number,
  publisher: ({ publisher }) => ({ id: publisher }),
};

const DeadLetters: DeadLettersResolvers = { catalog: (_, args, { actor, deadLetters }) => deadLetterPage(args, actor, deadLetters) };

export const resolvers: Resolvers = { DeadLetters, DeadLetter: DeadLetterFields, Query, Mutation, App, AppVersion, AppSnapshot, Install };
