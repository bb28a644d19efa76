import { createHash } from 'node:crypto';
import { dayOf } from '@guildhall/platform/period.ts';
import type { FastifyInstance } from 'fastify';
import { sampleVariables, type SavedQuery } from './saved-queries.ts';

/** Headers that the editor is filled in with, by the saved query's name; `*` is for every other. */
export type ConsoleHeaders = Readonly<Record<string, Readonly<Record<string, string>>>>;

const TO_FILL_IN: ConsoleHeaders = { '*': { Authorization: 'Bearer <token>' } };

/** GET /graphql: GraphiQL for a browser, as one page that loads nothing from elsewhere. */
export const graphiqlRoutes =
  (queries: readonly SavedQuery[], now: () => Date, headers: ConsoleHeaders = TO_FILL_IN) =>
  async (scope: FastifyInstance) => {
    let made: { readonly day: string; readonly page: Promise<Page> } | undefined;
    scope.get('/graphql', async (request, reply) => {
      if (!request.headers.accept?.includes('text/html'))
        return reply
          .code(405)
          .header('allow', 'POST')
          .send({ errors: [{ message: 'Send operations by POST, as application/json.', extensions: { code: 'METHOD_NOT_ALLOWED' } }] });
      // The samples name days of last month, so the page is made anew each day.
      const day = dayOf(now());
      if (made?.day !== day) made = { day, page: render(queries, now(), headers) };
      const { html, policy } = await made.page;
      return reply
        .headers({ 'content-security-policy': policy, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
        .type('text/html; charset=utf-8')
        .send(html);
    });
  };

type Page = { readonly html: string; readonly policy: string };

async function render(queries: readonly SavedQuery[], now: Date, headers: ConsoleHeaders): Promise<Page> {
  const headersOf = (name: string) => JSON.stringify(headers[name] ?? headers['*'] ?? {}, null, 2);
  // Eight megabytes of text that a gateway without browsers never needs.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Guildhall',
    defaultTabs: queries.map((saved) => ({ query: saved.query, variables: sampleVariables(saved, now), headers: headersOf(saved.name) })),
    headers: headersOf('*'),
  });
  return { html, policy: policyOf(html) };
}

/** Only the page's own script may run and only this gateway may be called; Monaco styles inline and starts workers from blobs. */
function policyOf(html: string): string {
  const hashes = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script]) =>
      `'sha256-${createHash('sha256')
        .update(script ?? '')
        .digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')} blob:`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
