import { deadLettersOf } from '@guildhall/platform/stream/dead-letters.ts';
import { randomBytes } from 'node:crypto';
import {
  auditSettlement,
  createGovernance,
  createStore,
  ensurePlatformAdmins,
  entities,
  identityStore,
} from '@guildhall/governance/index.ts';
import { createContext } from '@guildhall/governance/resolvers/context.ts';
import { identityRoutes } from '@guildhall/governance/resolvers/identity.ts';
import { resolvers } from '@guildhall/governance/resolvers/resolvers.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createSubgraphServer } from '@guildhall/platform/graphql/subgraph.ts';
import type { Actor, Role } from '@guildhall/platform/identity/actor.ts';
import { newId } from '@guildhall/platform/ids.ts';
import type { Logger } from '@guildhall/platform/log.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import type { JWK } from 'jose';

/** The roles of people by organisation, by person; `org:guildhall` gives the platform's. */
export type People = Readonly<Record<string, Readonly<Record<string, readonly Role[]>>>>;

const PLATFORM = 'org:guildhall';
const root = (orgId = PLATFORM): Actor => ({ principal: 'user:root', kind: 'user', orgId, roles: ['platform_admin'], teams: [] });

/** Governance on a database of its own, with these people and `user:root` as the platform's admin; without Temporal, so nothing is published. */
export async function startGovernance({ gatewayKey, logger, people }: { gatewayKey: JWK; logger: Logger; people: People }) {
  const database = await createTestDatabase({
    schema: 'governance',
    entities,
    folder: new URL('../../subgraphs/governance/migrations', import.meta.url),
  });
  const open = (role: 'request' | 'worker' | 'lookup') => openDatabase({ url: database.url(role), schema: 'governance', entities });
  const [request, worker, lookup] = await Promise.all([open('request'), open('worker'), open('lookup')]);
  const platform = createStore(worker);
  const now = () => new Date();
  const governance = createGovernance({
    store: createStore(request),
    platform,
    identity: identityStore(lookup),
    now,
    newId,
    secret: () => randomBytes(32).toString('base64url'),
    caughtUp: async () => true,
    awaitDecision: async () => undefined,
  });

  await ensurePlatformAdmins({ store: platform, now, newId }, ['user:root']);
  for (const id of new Set(Object.values(people).flatMap(Object.keys)))
    if (id !== PLATFORM) await governance.createOrganization(root(), { id, name: id });
  for (const [principalId, organizations] of Object.entries(people)) {
    for (const [orgId, roles] of Object.entries(organizations)) {
      await governance.createPerson(root(orgId), { id: principalId, displayName: principalId });
      const added = await governance.addMember(root(orgId), { principalId, roles: [...roles] });
      if ('invitation' in added) await governance.joinOrganization({ ...root(orgId), principal: principalId }, orgId);
    }
  }

  const listen = async (port: number) => {
    const context = createContext(governance, deadLettersOf(worker, 'governance', auditSettlement({ now, newId })));
    const server = await createSubgraphServer({
      name: 'governance',
      resolvers,
      context,
      gatewayKey,
      probes: [],
      logger,
      routes: identityRoutes(governance),
    });
    return { server, url: await server.listen({ port, host: '127.0.0.1' }) };
  };
  let running = await listen(0);
  const { url } = running;
  return {
    url,
    adminUrl: database.adminUrl,
    stop: () => running.server.close(),
    startAgain: async () => {
      running = await listen(Number(new URL(url).port));
    },
    drop: async () => {
      await running.server.close();
      await Promise.all([request.close(), worker.close(), lookup.close()]);
      await database.drop();
    },
  };
}
