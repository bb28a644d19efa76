import { readdirSync, readFileSync } from 'node:fs';
import { addDays, dayOf, monthOf, periodOf, weekOf } from '@guildhall/platform/period.ts';
import { Kind, parse, print, visit, type DefinitionNode, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';

/** One query as a document of its own, and the names of its variables. */
export type SavedQuery = { readonly name: string; readonly query: string; readonly variables: readonly string[] };

/** Values with which a saved query answers something on the day it is opened, by the variable's name. */
const SAMPLES: Readonly<Record<string, (now: Date) => string>> = {
  appId: () => 'where2eat',
  query: () => 'dining',
  from: (now) => `${lastMonth(now)}-01`,
  to: (now) => addDays(dayOf(now), 1),
  fromMonth: lastMonth,
  toMonth: monthOf,
  month: lastMonth,
  week: (now) => weekOf(new Date(now.getTime() - 7 * 86_400_000)),
};

function lastMonth(now: Date): string {
  return monthOf(new Date(periodOf(monthOf(now)).start.getTime() - 1));
}

/** The variables of a saved query with their sample values, as JSON. */
export const sampleVariables = ({ variables }: SavedQuery, now: Date): string =>
  JSON.stringify(Object.fromEntries(variables.flatMap((name) => (SAMPLES[name] ? [[name, SAMPLES[name](now)]] : []))), null, 2);

/**
 * The queries in a folder of `.graphql` documents that run as they stand: every required variable has a sample or a default.
 * First those that have a file for themselves, because they tell a whole story.
 */
export function savedQueries(folder: URL): SavedQuery[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => parse(readFileSync(new URL(file, folder), 'utf8')).definitions);
  const fragments = new Map(files.flat().flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])));
  const operations = files.map((definitions) => definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION));
  const runnable = (alone: boolean) =>
    operations.filter(({ length }) => (length === 1) === alone).flatMap((some) => some.filter(runsAsItStands));
  return [...runnable(true), ...runnable(false)].map((operation) => ({
    name: operation.name?.value ?? 'query',
    query: [operation, ...fragmentsOf(operation, fragments)].map(print).join('\n\n'),
    variables: (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value),
  }));
}

const runsAsItStands = ({ operation, variableDefinitions = [] }: OperationDefinitionNode) =>
  operation === 'query' &&
  variableDefinitions.every(
    ({ variable, type, defaultValue }) => type.kind !== Kind.NON_NULL_TYPE || defaultValue || SAMPLES[variable.name.value],
  );

/** Every fragment that a definition needs, wherever in the folder it stands. */
function fragmentsOf(
  root: DefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  found = new Set<FragmentDefinitionNode>(),
): ReadonlySet<FragmentDefinitionNode> {
  visit(root, {
    FragmentSpread: ({ name }) => {
      const fragment = fragments.get(name.value);
      if (!fragment || found.has(fragment)) return;
      found.add(fragment);
      fragmentsOf(fragment, fragments, found);
    },
  });
  return found;
}
