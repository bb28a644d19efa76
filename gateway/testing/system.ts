import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createCatalog, createInstalling, createStore, entities, startSearch } from '@guildhall/catalog/index.ts';
import { createContext } from '@guildhall/catalog/resolvers/context.ts';
import { resolvers } from '@guildhall/catalog/resolvers/resolvers.ts';
import { registerRoutes } from '@guildhall/catalog/resolvers/rest.ts';
import { signToken } from '@guildhall/local/issuer-token.ts';
import { createIssuer } from '@guildhall/local/issuer.ts';
import { composeSupergraph } from '@guildhall/local/supergraph.ts';
import { openDatabase } from '@guildhall/platform/database/database.ts';
import { createSubgraphServer } from '@guildhall/platform/graphql/subgraph.ts';
import { newId } from '@guildhall/platform/ids.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { deadLettersOf, toldBy } from '@guildhall/platform/stream/dead-letters.ts';
import { createTestDatabase } from '@guildhall/platform/testing/database.ts';
import type { JWK } from 'jose';
import { savedQueries } from '../console/saved-queries.ts';
import { createGateway } from '../server.ts';
import { startGovernance, type People } from './governance.ts';

export const AUDIENCE = 'guildhall';

// node:crypto types a JWK more loosely than jose does.
const jwk = (key: KeyObject) => key.export({ format: 'jwk' }) as JWK;

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    server.close(() => resolve(port));
  });
  return promise;
}

/** A gateway over the real catalog and governance, each on a database of its own, and a real issuer; usage and billing are down. */
export async function startSystem(people: People) {
  const logger = createLogger('test', 'error');
  const hop = generateKeyPairSync('ed25519');
  const database = await createTestDatabase({
    schema: 'catalog',
    entities,
    folder: new URL('../../subgraphs/catalog/migrations', import.meta.url),
  });
  const opened = await openDatabase({ url: database.url('request'), schema: 'catalog', entities });
  const worker = await openDatabase({ url: database.url('worker'), schema: 'catalog', entities, poolSize: 1 });
  const search = startSearch({ url: database.url('stream'), logger });
  const deps = { store: createStore(opened), now: () => new Date(), newId };
  const catalog = createCatalog(deps);
  // Billing is down, so its copies are as they were.
  const installing = createInstalling({ ...deps, accounts: { caughtUp: async () => false, knows: async () => false } });
  const openCatalog = async (port: number) => {
    const context = createContext(catalog, installing, search, deadLettersOf(worker, 'catalog', toldBy('catalog', deps.now)));
    const gatewayKey = jwk(hop.publicKey);
    const server = await createSubgraphServer({
      name: 'catalog',
      resolvers,
      context,
      gatewayKey,
      probes: [],
      logger,
      routes: registerRoutes(catalog),
    });
    return { server, url: await server.listen({ port, host: '127.0.0.1' }) };
  };
  const { server, url: catalogUrl } = await openCatalog(0);
  let catalogServer = server;

  const issuerKey = jwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  const issuerPort = await freePort();
  const issuer = `http://127.0.0.1:${issuerPort}`;
  const issuerServer = createIssuer({
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    PORT: issuerPort,
    OIDC_ISSUER: issuer,
    OIDC_AUDIENCE: AUDIENCE,
    ISSUER_KEY: issuerKey,
    LOG_LEVEL: 'silent',
  });
  await issuerServer.listen({ port: issuerPort, host: '127.0.0.1' });

  const governance = await startGovernance({ gatewayKey: jwk(hop.publicKey), logger, people });
  const clock = { ahead: 0 };
  // Nothing of ours may listen so low, and no other test is given that port.
  const nobody = 'http://127.0.0.1:1';
  const gateway = await createGateway({
    supergraphSdl: composeSupergraph().supergraph,
    urls: { catalog: catalogUrl, usage: nobody, billing: nobody, governance: governance.url },
    tokens: { issuer, audience: AUDIENCE, jwksUrl: `${issuer}/jwks` },
    signingKey: jwk(hop.privateKey),
    savedQueries: savedQueries(new URL('../../operations/', import.meta.url)),
    now: () => Date.now() + clock.ahead,
    logger,
  });
  const url = await gateway.listen({ port: 0, host: '127.0.0.1' });

  return {
    url,
    issuer,
    issuerKey,
    governance,
    catalogUrl,
    adminUrl: database.adminUrl,
    /** Moves the gateway's clock. */
    pass: (ms: number) => {
      clock.ahead += ms;
    },
    token: (subject: string, seconds = 600) => signToken(issuerKey, { issuer, audience: AUDIENCE, subject, name: subject, seconds }),
    catalog: {
      stop: () => catalogServer.close(),
      startAgain: async () => {
        catalogServer = (await openCatalog(Number(new URL(catalogUrl).port))).server;
      },
    },
    stop: async () => {
      await gateway.close();
      await Promise.all([catalogServer.close(), governance.drop(), issuerServer.close(), search.stop()]);
      await Promise.all([opened.close(), worker.close()]);
      await database.drop();
    },
  };
}
export type TestSystem = Awaited<ReturnType<typeof startSystem>>;
