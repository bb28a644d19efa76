import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { Actor } from '@guildhall/platform/identity/actor.ts';
import { IDENTITY_HEADER } from '@guildhall/platform/identity/hop.ts';
import type { Logger } from '@guildhall/platform/log.ts';
import type { GraphQLFormattedError } from 'graphql';
import { z } from 'zod';
import type { IncomingAnswer, Send } from '../outgoing.ts';

/** What one request carries through federation. */
export type Context = {
  readonly actor: Actor;
  /** The actor, signed for one subgraph; the same token for all calls of the request. */
  readonly identityFor: (subgraph: string) => Promise<string>;
};

export type SourceOptions = { readonly name: string; readonly url: string; readonly send: Send; readonly logger: Logger };

type Response = Awaited<ReturnType<GraphQLDataSource<Context>['process']>>;

const DEADLINE_MS = 10_000;

/** Codes with which a subgraph says that the gateway's own query was unfit: our fault, never the caller's. */
const OURS =
  /^(GRAPHQL_(PARSE|VALIDATION)_FAILED|OPERATION_RESOLUTION_FAILURE|BAD_REQUEST|PERSISTED_.*|INTERNAL_SERVER_ERROR|UNAUTHENTICATED)$/;

const fault = z.object({ code: z.string(), message: z.string(), field: z.array(z.string()) });
const error = z.object({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z
    .object({ code: z.string().regex(/^[A-Z][A-Z0-9_]*$/), faults: z.array(fault).optional() })
    .catch({ code: 'INTERNAL_SERVER_ERROR' }),
});
const response = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.array(error).optional() });

const refused = (code: string, message: string, path?: readonly (string | number)[]): GraphQLFormattedError => ({
  message,
  ...(path ? { path } : {}),
  extensions: { code },
});

/**
 * Calls one subgraph as the request's actor, once and within a deadline. Whatever goes wrong becomes an error that names the
 * subgraph and no address, so that the other subgraphs' fields are still answered.
 */
export function subgraphSource({ name, url, send, logger }: SourceOptions): GraphQLDataSource<Context> {
  const endpoint = new URL('/graphql', url);
  const down = () => refused('UNAVAILABLE', `${name} does not answer now, so its fields are null; try again in a moment.`);
  const failed = (path?: readonly (string | number)[]) =>
    refused('INTERNAL', `Something failed in ${name}; it is logged. Try again.`, path);

  const shown = ({ message, path, extensions: { code, faults } }: z.output<typeof error>): GraphQLFormattedError => {
    // Of the path into a list of entities only what follows an index means anything to the caller.
    const place = path?.[0] === '_entities' && typeof path[1] !== 'number' ? undefined : path;
    if (OURS.test(code)) {
      logger.error({ subgraph: name, code, reason: message }, 'subgraph refused what the gateway asked');
      return failed(place);
    }
    return { message, ...(place ? { path: place } : {}), extensions: { code, ...(faults ? { faults } : {}) } };
  };

  return {
    async process({ request, context }: GraphQLDataSourceProcessOptions<Context>): Promise<Response> {
      const { query, variables, operationName } = request;
      let answer: IncomingAnswer;
      try {
        const headers = { 'content-type': 'application/json', [IDENTITY_HEADER]: await context.identityFor(name) };
        answer = await send({ url: endpoint, headers, body: JSON.stringify({ query, variables, operationName }), deadlineMs: DEADLINE_MS });
      } catch (cause) {
        logger.warn({ err: cause, subgraph: name }, 'subgraph does not answer');
        return { errors: [down()] };
      }
      const read = response.safeParse(json(answer.body));
      if (read.success && (read.data.data || read.data.errors))
        return { data: read.data.data ?? null, ...(read.data.errors ? { errors: read.data.errors.map(shown) } : {}) };
      logger.error({ subgraph: name, status: answer.status }, 'subgraph answered something other than GraphQL');
      return { errors: [answer.status >= 500 ? down() : failed()] };
    },
  };
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
