import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ForbiddenError, isUnstorableText, UnauthenticatedError, UnavailableError, UNSTORABLE_TEXT, UserError } from '../errors.ts';
import type { Logger } from '../log.ts';

/** Codes that graphql-js and Apollo Server give to a request that is itself at fault: their message is meant for the sender. */
const SENDER = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'QUERY_TOO_DEEP',
  'QUERY_TOO_LARGE',
]);

/** Formats top-level errors: a stable code and nothing of our insides; a bug is logged with its stack and masked. */
export function formatError(logger: Logger) {
  return (formatted: GraphQLFormattedError, raw: unknown): GraphQLFormattedError => {
    const error = unwrapResolverError(raw);
    const place = {
      ...(formatted.path ? { path: formatted.path } : {}),
      ...(formatted.locations ? { locations: formatted.locations } : {}),
    };
    const named = (code: string, message: string) => ({ message, ...place, extensions: { code } });
    if (error instanceof UserError)
      return {
        ...named(error.code ?? 'BAD_USER_INPUT', error.message),
        extensions: { code: error.code ?? 'BAD_USER_INPUT', faults: error.faults },
      };
    if (error instanceof ForbiddenError) return named('FORBIDDEN', error.message);
    if (error instanceof UnauthenticatedError) return named('UNAUTHENTICATED', error.message);
    if (error instanceof UnavailableError) return named('UNAVAILABLE', error.message);
    if (isUnstorableText(error)) return named('BAD_USER_INPUT', UNSTORABLE_TEXT);
    const given = formatted.extensions?.code;
    const code = typeof given === 'string' ? given : '';
    if (SENDER.has(code)) return named(code, formatted.message);
    // graphql-js reports a variable or argument that does not fit its type without a cause of ours.
    if (error instanceof GraphQLError && error.originalError === undefined && code !== 'INTERNAL_SERVER_ERROR')
      return named(code || 'BAD_USER_INPUT', formatted.message);
    logger.error({ err: error, path: formatted.path }, 'resolver failed');
    return named('INTERNAL', 'Something failed on our side; it is logged. Try again.');
  };
}
