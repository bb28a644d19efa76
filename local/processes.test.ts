import { afterEach, expect, test, vi } from 'vitest';
import { defaultPorts } from './ports.ts';
import { environmentOf, migrations, ourChild, processes } from './processes.ts';
import { loadSecrets, roleNames } from './secrets.ts';
import { scratchFolder } from './testing/scratch.ts';
import { variables } from './variables.ts';

const values = variables({
  secrets: loadSecrets(scratchFolder()),
  ports: { ...defaultPorts },
  adminUrl: 'postgres://guildhall_admin:pw@127.0.0.1:54329/guildhall',
  temporalAddress: '127.0.0.1:7233',
  tokens: {},
});

afterEach(() => vi.unstubAllEnvs());

/** The database roles that a process's environment opens. */
const rolesOf = (env: Record<string, string>): string[] =>
  Object.entries(env)
    .filter(([name]) => name.endsWith('_DATABASE_URL'))
    .map(([, url]) => new URL(url).username.replace('guildhall_', ''))
    .sort();

test('each process gets the database roles of its work and no other', () => {
  const given = Object.fromEntries(processes.map((ours) => [ours.name, rolesOf(ourChild(ours, values, { ...defaultPorts }).env)]));
  expect(given).toEqual({
    catalog: ['billing_stream', 'catalog_request', 'catalog_stream', 'catalog_worker', 'governance_stream'],
    usage: ['billing_stream', 'catalog_stream', 'governance_stream', 'usage_request', 'usage_worker'],
    billing: ['billing_request', 'billing_worker', 'catalog_stream', 'governance_stream'],
    governance: [
      'billing_stream',
      'catalog_stream',
      'governance_lookup',
      'governance_request',
      'governance_stream',
      'governance_worker',
      'usage_stream',
    ],
    worker: ['billing_worker', 'catalog_worker', 'governance_worker', 'usage_worker'],
    issuer: [],
    ingest: ['usage_lookup', 'usage_recorder'],
    gateway: [],
  });
});

test('only migrations get the administrator, only the gateway the signing key, only usage and ingest the master key', () => {
  const holders = (name: string): string[] => processes.filter(({ env }) => env.includes(name)).map(({ name: process }) => process);
  expect(holders('DATABASE_ADMIN_URL')).toEqual([]);
  expect(holders('GATEWAY_SIGNING_KEY')).toEqual(['gateway']);
  expect(holders('MASTER_KEY')).toEqual(['usage', 'ingest']);
  expect(holders('ISSUER_KEY')).toEqual(['issuer']);
  for (const { env } of migrations) expect(env).toContain('DATABASE_ADMIN_URL');
});

test('a migration can make every role, each with a password of its own', () => {
  const env = environmentOf(migrations[0]?.env ?? [], values);
  expect(rolesOf(env)).toEqual(
    roleNames()
      .map(({ user }) => user.replace('guildhall_', ''))
      .sort(),
  );
  const passwords = Object.entries(env).flatMap(([name, url]) => (name.endsWith('_DATABASE_URL') ? [new URL(url).password] : []));
  expect(new Set(passwords).size).toBe(roleNames().length);
});

test('no secret of our own environment reaches a process', () => {
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'leak');
  vi.stubEnv('NODE_OPTIONS', '--inspect');
  vi.stubEnv('npm_config_registry', 'https://leak.example');
  vi.stubEnv('XDG_CACHE_HOME', '/somewhere');
  const env = environmentOf([], values);
  expect(JSON.stringify(env)).not.toContain('leak');
  expect(env).not.toHaveProperty('NODE_OPTIONS');
  expect(env['XDG_CACHE_HOME']).toBe('/somewhere');
  expect(env['PATH']).toBe(process.env['PATH']);
});
