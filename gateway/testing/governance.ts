import { createServer } from '@guildhall/platform/http/server.ts';
import { createHopVerifier, IDENTITY_HEADER } from '@guildhall/platform/identity/hop.ts';
import type { Logger } from '@guildhall/platform/log.ts';
import type { FastifyInstance } from 'fastify';
import type { JWK } from 'jose';
import type { Identity, Question } from '../identity/directory.ts';

/**
 * The one door of governance that the gateway itself depends on, over a list that a test can change at any moment: so that the rules of
 * who may act for whom are tried without waiting for governance's own processes.
 */
export async function startGovernanceDoor(options: { publicKey: JWK; logger: Logger; known: Map<string, Identity> }) {
  const verify = await createHopVerifier(options.publicKey, 'governance');
  const asked: Question[] = [];
  const open = async (port: number): Promise<{ app: FastifyInstance; url: string }> => {
    const app = createServer({ logger: options.logger, probes: [] });
    app.post<{ Body: { principal?: string; apiKey?: string; organization?: string } }>(
      '/internal/identity',
      async ({ headers, body }, reply) => {
        const { principal } = await verify(String(headers[IDENTITY_HEADER]));
        if (principal !== 'service:gateway') return reply.code(403).send();
        const { principal: person = '', apiKey = '', organization } = body;
        asked.push({ ...(apiKey ? { apiKey } : { principal: person }), ...(organization ? { organization } : {}) });
        const identity = options.known.get(apiKey || person);
        const exists =
          organization === undefined ||
          [...options.known.values()].some(({ memberships }) => memberships.some(({ orgId }) => orgId === organization));
        return identity && exists ? identity : reply.code(404).send();
      },
    );
    return { app, url: await app.listen({ port, host: '127.0.0.1' }) };
  };
  const first = await open(0);
  const { url } = first;
  let { app } = first;
  const port = Number(new URL(url).port);
  return {
    url,
    asked,
    stop: () => app.close(),
    startAgain: async () => {
      ({ app } = await open(port));
    },
  };
}
