import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { configs } from './configs.ts';
import { root } from './paths.ts';
import { makeSecrets, password } from './secrets.ts';

/** What docker-compose.yml takes from the environment beside them: it writes the database URLs itself. */
export const composeOnly: Readonly<Record<string, string>> = {
  POSTGRES_PASSWORD: "Password of the database's superuser",
  ROLE_PASSWORD: 'Password of every login role',
};

/** The variables without which docker-compose.yml does not start. */
const neededByCompose = new Set(
  [...readFileSync(join(root, 'docker-compose.yml'), 'utf8').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name),
);
const NEEDED = ' Needed by docker-compose.yml.';

/** A default as texts; what is optional and has none shows as empty. */
const texts = (value: unknown): string[] => (value === undefined ? [] : [value].flat().map(String));

/** The text of .env.example: every variable once, with what it means, who reads it, and its default. */
export function envExample(): string {
  const names = [...new Set(Object.values(configs).flatMap((shape) => Object.keys(shape)))].sort();
  const entries = names.map((name) => {
    const readers = Object.entries(configs).flatMap(([process, shape]) => (shape[name] ? [{ process, schema: shape[name] }] : []));
    const schema = readers[0]?.schema ?? z.unknown();
    const read = schema.safeParse(undefined);
    const standard = read.success ? texts(read.data).join(',') : undefined;
    const meaning = `# ${schema.description ?? name}. Read by ${readers.map(({ process }) => process).join(', ')}.${neededByCompose.has(name) ? NEEDED : ''}`;
    // Each process has its own port, so one value for all would be wrong.
    if (name === 'PORT') return `${meaning} Each has its own default.\n# PORT=`;
    return standard === undefined ? `${meaning} Required.\n${name}=` : `${meaning}\n# ${name}=${standard}`;
  });
  const extra = Object.entries(composeOnly).map(([name, meaning]) => `# ${meaning}.${NEEDED}\n${name}=`);
  return `# Made from the processes' config schemas by npm run env-example. Not edited by hand.
# For docker-compose.yml only what it needs is filled in; npm run -s env-example -- --secrets prints fresh keys and passwords.\n\n${[...entries, ...extra].join('\n\n')}\n`;
}

/** What of docker-compose.yml's needs chance can make, as lines of .env. A JWK stands in quotes for the sake of its own. */
export function envSecrets(): string {
  const { gatewayPublicKey, gatewaySigningKey, masterKey } = makeSecrets();
  return `GATEWAY_PUBLIC_KEY='${gatewayPublicKey}'
GATEWAY_SIGNING_KEY='${gatewaySigningKey}'
MASTER_KEY=${masterKey}
POSTGRES_PASSWORD=${password()}
ROLE_PASSWORD=${password()}
`;
}
