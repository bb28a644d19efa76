import { createSubgraphServer } from '@guildhall/platform/graphql/subgraph.ts';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { createHopSigner, IDENTITY_HEADER } from '@guildhall/platform/identity/hop.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { deadLettersOf } from '@guildhall/platform/stream/dead-letters.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { exportJWK, generateKeyPair } from 'jose';
import { auditSettlement } from '../index.ts';
import { createContext } from '../resolvers/context.ts';
import { identityRoutes } from '../resolvers/identity.ts';
import { resolvers } from '../resolvers/resolvers.ts';
import type { World } from './world.ts';

/** Governance's own server over a world, entered with identities as the gateway signs them. */
export async function openDoor({ governance, databases }: World) {
  const keys = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const sign = await createHopSigner(await exportJWK(keys.privateKey));
  const server = await createSubgraphServer({
    name: 'governance',
    resolvers,
    context: createContext(governance, deadLettersOf(databases.worker, 'governance', auditSettlement({ now: () => new Date(), newId }))),
    gatewayKey: await exportJWK(keys.publicKey),
    probes: [],
    logger: createLogger('test', 'error'),
    routes: identityRoutes(governance),
  });
  const post = async (url: string, payload: object, as?: Actor) => {
    const headers = as ? { [IDENTITY_HEADER]: await sign(as, 'governance') } : {};
    const answer = await server.inject({ method: 'POST', url, headers, payload });
    return { status: answer.statusCode, body: answer.json<unknown>() };
  };
  return {
    post,
    /** What GraphQL answers to one document. */
    ask: async (query: string, as: Actor) => (await post('/graphql', { query }, as)).body,
    close: () => server.close(),
  };
}
export type Door = Awaited<ReturnType<typeof openDoor>>;
