import { createHash } from 'node:crypto';
import { createServer } from '@guildhall/platform/http/server.ts';
import { createLogger } from '@guildhall/platform/log.ts';
import { expect, test } from 'vitest';
import { graphiqlRoutes } from './graphiql.ts';
import { sampleVariables, savedQueries } from './saved-queries.ts';

const queries = savedQueries(new URL('../../operations/', import.meta.url));

async function page() {
  const app = createServer({ logger: createLogger('test', 'error'), probes: [] });
  await app.register(graphiqlRoutes(queries, () => new Date('2026-03-01T12:00:00Z')));
  return app.inject({ method: 'GET', url: '/graphql', headers: { accept: 'text/html' } });
}

test('the page loads nothing from elsewhere, and its policy would not let it', async () => {
  const { body, headers } = await page();
  const markup = body.replace(/<script>[\s\S]*?<\/script>/g, '').replace(/<style>[\s\S]*?<\/style>/g, '');
  expect([...markup.matchAll(/(?:src|href)="([^"]{0,20})/g)].map(([, source]) => source?.slice(0, 5))).toEqual(['data:']);
  expect(body).not.toMatch(/<script[^>]+src=|@import|url\(["']?https?:/);
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(body) ?? [];
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}' blob:`);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
});

test('every saved query has a tab with the variables that it needs and a place for the token', async () => {
  const { body } = await page();
  expect(queries.length).toBeGreaterThan(2);
  for (const { query } of queries) expect(body).toContain(JSON.stringify(query));
  expect(body).toContain('Bearer <token>');
});

test("samples are last month and the days since, also at a year's turn", () => {
  const saved = { name: 'x', query: '', variables: ['from', 'to', 'fromMonth', 'toMonth', 'month', 'week', 'unknown'] };
  expect(JSON.parse(sampleVariables(saved, new Date('2026-01-01T00:00:00Z')))).toEqual({
    from: '2025-12-01',
    to: '2026-01-02',
    fromMonth: '2025-12',
    toMonth: '2026-01',
    month: '2025-12',
    week: '2025-W52',
  });
});
