import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse, printSchema } from 'graphql';
import { root } from './paths.ts';

const schemaDir = join(root, 'schema');
export const supergraphFile = join(schemaDir, 'supergraph.graphql');

/** The subgraphs that have a schema, by name. */
function subgraphNames(): string[] {
  return readdirSync(schemaDir)
    .filter((file) => file.endsWith('.graphql') && file !== 'supergraph.graphql')
    .map((file) => file.replace(/\.graphql$/, ''))
    .sort();
}

/** Composes the subgraphs' schemas. Throws an error that names each fault of the composition. */
export function composeSupergraph(): { supergraph: string; api: string } {
  const services = subgraphNames().map((name) => ({
    name,
    // The gateway takes the URLs from its configuration; one inside the file would only mislead.
    url: `http://${name}.invalid`,
    typeDefs: parse(readFileSync(join(schemaDir, `${name}.graphql`), 'utf8')),
  }));
  const { errors, supergraphSdl, schema } = composeServices(services);
  if (errors) throw new Error(`The subgraphs do not compose:\n${errors.map(({ message }) => `  ${message}`).join('\n')}`);
  return {
    supergraph: `# Composed from schema/*.graphql by npm run compose. Not edited by hand.\n${supergraphSdl}`,
    api: printSchema(schema.toAPISchema().toGraphQLJSSchema()),
  };
}
