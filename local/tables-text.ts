import { consumers } from '@guildhall/events/consumers.ts';
import { contracts } from '@guildhall/events/contracts.ts';
import { roleName, urlVariable } from '@guildhall/platform/database/roles.ts';
import { isMap, parseDocument } from 'yaml';
import { configs } from './configs.ts';
import { processes } from './processes.ts';
import { roleNames } from './secrets.ts';

type Table = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

const code = (text: string) => `\`${text}\``;
const DEAD = {
  organization: 'its organisation’s month waits, its usage is postponed',
  app: 'the app’s usage is postponed, its lines are held',
  nothing: 'later events of its entity wait',
};

/** Every event with the fields of its payload, who consumes it, and what waits while one cannot be processed. */
const events = (): Table => ({
  head: ['event', 'says', 'payload', 'consumed by', 'while one is dead'],
  rows: Object.entries(contracts).map(([type, { says, payload, holds }]) => {
    const names = Object.entries(consumers).flatMap(([name, { consumes }]) =>
      consumes.some((consumed) => consumed === type) ? [code(name)] : [],
    );
    const fields = Object.keys(payload.shape).map(code).join(', ') || '—';
    return [code(type), says, fields, names.join(', ') || '—', names.length > 0 ? DEAD[holds] : '—'];
  }),
});

const consumerTable = (): Table => ({
  head: ['consumer', 'reads', 'run by', 'does'],
  rows: Object.entries(consumers).map(([name, { source, receiver, does }]) => [code(name), source, receiver, does]),
});

/** The login roles that each process has: what it may do in the database. */
const roles = (): Table => ({
  head: ['process', 'script', 'login roles'],
  rows: processes.map(({ name, script, env }) => {
    const held = roleNames().filter(({ subgraph, role }) => env.includes(urlVariable(subgraph, role)));
    return [name, code(script), held.map(({ subgraph, role }) => `${subgraph} ${role}`).join(', ') || 'none'];
  }),
});

const TABLES: Readonly<Record<string, () => Table>> = { events, consumers: consumerTable, roles };

const markdown = ({ head, rows }: Table) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');

/** Puts the tables between their marks, `<!-- table: NAME -->` and `<!-- end -->`. Throws when a mark is missing. */
export function withTables(text: string): string {
  return Object.entries(TABLES).reduce((before, [name, table]) => {
    const region = new RegExp(`(<!-- table: ${name} -->)[^]*?(<!-- end -->)`);
    if (!region.test(before)) throw new Error(`The mark of the table ${name} is missing.`);
    return before.replace(region, (_, begin: string, end: string) => `${begin}\n\n${markdown(table())}\n\n${end}`);
  }, text);
}

/** Gives each service of a Compose file the URLs of the login roles that its process reads, and no other. */
export function withRoles(text: string): string {
  const file = parseDocument(text, { merge: true });
  for (const [name, shape] of Object.entries(configs)) {
    const environment = file.getIn(['services', name, 'environment']);
    if (!isMap(environment)) continue;
    for (const { subgraph, role } of roleNames()) {
      const variable = urlVariable(subgraph, role);
      environment.delete(variable);
      if (shape[variable])
        environment.set(
          variable,
          `postgres://${roleName(subgraph, role)}:\${ROLE_PASSWORD:?set ROLE_PASSWORD in .env}@postgres:5432/guildhall`,
        );
    }
  }
  return file.toString({ lineWidth: 0 });
}
