import { expect, test } from 'vitest';
import { targetOf } from './pass-through.ts';

const target = (line: string) => targetOf(line, '/api/v1/apps/', 'http://catalog.test:4001')?.href;

test('a path and its query reach the same place of the subgraph', () => {
  expect(target('/api/v1/apps/register?x=1')).toBe('http://catalog.test:4001/api/v1/apps/register?x=1');
});

test.each([
  '/api/v1/apps/../../../graphql',
  '/api/v1/apps/%2e%2e/%2E%2e/internal',
  '/api/v1/apps/..\\..\\metrics',
  '/api/v1/apps/./../x',
  '//elsewhere.test/api/v1/other',
])('%s leaves the prefix and goes nowhere', (line) => {
  expect(target(line)).toBeUndefined();
});

test('a request line cannot name another host', () => {
  expect(target('http://elsewhere.test/api/v1/apps/x')).toBe('http://catalog.test:4001/api/v1/apps/x');
  expect(target('//elsewhere.test/api/v1/apps/x')).toBe('http://catalog.test:4001/api/v1/apps/x');
});
