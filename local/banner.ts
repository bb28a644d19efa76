import pc from 'picocolors';
import { people } from './people.ts';
import { shown } from './paths.ts';
import type { System } from './system.ts';

/** What a person who has just started the system wants to know, printed once. */
export function banner(
  { urls, servedBy, tokens, logDir }: System,
  colour = pc.createColors(Boolean(process.stdout.isTTY && !process.env['NO_COLOR'])),
): string {
  const row = ([label, value]: readonly [string, string | undefined]): string[] =>
    value === undefined ? [] : [`  ${colour.dim(label.padEnd(14))} ${value}`];
  const part = (title: string, rows: readonly (readonly [string, string | undefined])[]): string =>
    [colour.bold(title), ...rows.flatMap(row)].join('\n');
  const base = new URL('/', urls.graphql).origin;
  return [
    colour.bold('Guildhall is ready.'),
    part('Where', [
      ['GraphQL', `${urls.graphql}  (in a browser: GraphiQL with saved queries)`],
      ['REST', urls.rest],
      ['usage events', urls.ingest],
      ['Temporal Web', urls.temporalWeb],
      ['health', `${base}/readyz`],
    ]),
    part('Served by', [
      ['database', servedBy.database],
      ['workflows', servedBy.workflows],
      ['events', servedBy.events],
      ['search', servedBy.search],
    ]),
    [
      colour.bold('People of the demo') + colour.dim('  (tokens for Authorization: Bearer …, good for 30 days)'),
      ...people.map(
        ({ subject, name, part: does, org }) =>
          `  ${name} ${colour.dim(`${subject}, ${does}${org ? ` in ${org}` : ''}`)}\n  ${tokens[subject]}\n`,
      ),
    ].join('\n'),
    part('Logs', [['one file per process', `${shown(logDir)}/`]]),
    part('Try next', [
      ['npm run demo', 'the whole story: register, approve, publish, use, invoice, reconcile'],
      ['npm run event', 'sign and send one usage event (-- --app …)'],
      ['npm run doctor', 'what this system needs and where it was found'],
    ]),
  ].join('\n\n');
}
