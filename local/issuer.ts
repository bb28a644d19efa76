import fastify, { type FastifyInstance } from 'fastify';
import type { JWK } from 'jose';
import { z } from 'zod';
import { publicHalf, signToken, thirtyDays } from './issuer-token.ts';
import { people } from './people.ts';

const settings = z.object({
  NODE_ENV: z
    .string()
    .refine(
      (value) => value !== 'production',
      'the development issuer gives tokens to anybody who asks: configure a real OIDC issuer in production',
    ),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int(),
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string(),
  ISSUER_KEY: z.string().transform((text): JWK => JSON.parse(text)),
  LOG_LEVEL: z.string().default('info'),
});

const wish = z.strictObject({ subject: z.string(), expires_in: z.int().min(1).max(thirtyDays).default(thirtyDays) });

/** A development OIDC issuer: it knows the people of the demo and gives anyone on this machine their tokens. */
export function createIssuer(config: z.infer<typeof settings>): FastifyInstance {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, ISSUER_KEY: key } = config;
  const app = fastify({ logger: { level: config.LOG_LEVEL }, bodyLimit: 4_096, forceCloseConnections: true });

  app.get('/.well-known/openid-configuration', () => ({
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
    id_token_signing_alg_values_supported: ['ES256'],
    subject_types_supported: ['public'],
    response_types_supported: ['token'],
  }));
  app.get('/jwks', () => ({ keys: [publicHalf(key)] }));
  app.get('/livez', () => ({ status: 'ok' }));
  app.get('/readyz', () => ({ status: 'ok' }));
  app.post('/token', async (request, reply) => {
    const { success, data, error } = wish.safeParse(request.body);
    if (!success) return reply.code(400).send({ error: 'invalid_request', error_description: z.prettifyError(error) });
    const person = people.find(({ subject }) => subject === data.subject);
    if (!person) {
      const known = people.map(({ subject }) => subject).join(', ');
      return reply.code(400).send({
        error: 'invalid_grant',
        error_description: `Nobody here is called ${data.subject.slice(0, 100)}: ask for one of ${known}.`,
      });
    }
    const token = await signToken(key, { issuer, audience, subject: person.subject, name: person.name, seconds: data.expires_in });
    return { access_token: token, token_type: 'Bearer', expires_in: data.expires_in };
  });
  return app;
}

if (import.meta.main) {
  const parsed = settings.safeParse(process.env);
  if (!parsed.success) {
    process.stderr.write(`The development issuer cannot start:\n${z.prettifyError(parsed.error)}\n`);
    process.exit(2);
  }
  const app = createIssuer(parsed.data);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void app.close().then(() => process.exit(0)));
  await app.listen({ host: parsed.data.HOST, port: parsed.data.PORT });
}
