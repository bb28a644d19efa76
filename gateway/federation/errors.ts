import { UnavailableError, UserError, type Fault } from '@guildhall/platform/errors.ts';
import { formatError } from '@guildhall/platform/graphql/errors.ts';
import { problemOf } from '@guildhall/platform/http/problem.ts';
import type { Logger } from '@guildhall/platform/log.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';

/** Codes that the server, or a rule of ours, gives to a faulty request. Those that federation itself gives speak of its insides. */
const OWN = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'SUBSCRIPTIONS_NOT_SUPPORTED',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'FORBIDDEN',
]);
const MASKED = { code: 'INTERNAL_SERVER_ERROR' };

/** Top-level errors as callers see them: what a subgraph said, else our own refusal, else a masked failure. */
export function formatGatewayError(logger: Logger) {
  const formatOwn = formatError(logger);
  return (formatted: GraphQLFormattedError, raw: unknown): GraphQLFormattedError => {
    const { serviceName, code, faults } = formatted.extensions ?? {};
    // Federation writes serviceName; subgraph-source.ts has already reduced such an error to what may be shown.
    if (typeof serviceName !== 'string')
      return formatOwn(typeof code === 'string' && OWN.has(code) ? formatted : { ...formatted, extensions: MASKED }, raw);
    return {
      message: formatted.message,
      ...(formatted.path ? { path: formatted.path } : {}),
      extensions: { code, ...(faults ? { faults } : {}) },
    };
  };
}

/** Answers what comes before GraphQL begins in GraphQL's shape: the status for HTTP clients, the code for all. A bug is logged and masked. */
export function answerGraphQL(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): FastifyReply {
  const { status, code, message, faults } = refusalOf(error) ?? masked(error, logger);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  if (error instanceof UnavailableError) void reply.header('retry-after', String(error.retryAfter));
  return reply
    .code(status)
    .type(mediaType(request.headers.accept))
    .send(JSON.stringify({ errors: [{ message, extensions: { code, ...(faults ? { faults } : {}) } }] }));
}

type Refusal = { readonly status: number; readonly code: string; readonly message: string; readonly faults?: readonly Fault[] };

/** The one table of refusals is problem.ts; only what a `UserError` is called and answered with is GraphQL's own. */
function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof UserError)
    return { status: 400, code: error.code ?? 'BAD_USER_INPUT', message: error.message, faults: error.faults };
  const problem = problemOf(error);
  if (!problem) return undefined;
  const kind = problem.type.slice(problem.type.lastIndexOf(':') + 1);
  return { status: problem.status, code: kind.replaceAll('-', '_').toUpperCase(), message: problem.title };
}

function masked(error: unknown, logger: Logger): Refusal {
  logger.error({ err: error }, 'request failed');
  return { status: 500, code: 'INTERNAL', message: 'Something failed on our side; it is logged. Try again.' };
}

const mediaType = (accept: string | undefined) =>
  accept?.includes('application/graphql-response+json')
    ? 'application/graphql-response+json; charset=utf-8'
    : 'application/json; charset=utf-8';
