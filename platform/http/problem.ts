import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ForbiddenError,
  isUnstorableText,
  UnauthenticatedError,
  UnavailableError,
  UNSTORABLE_TEXT,
  UserError,
  type Fault,
} from '../errors.ts';
import { JsonFault } from '../json.ts';
import type { Logger } from '../log.ts';

/** RFC 9457: a stable `type`, a sentence, and every bad field. */
type Problem = { readonly type: string; readonly title: string; readonly status: number; readonly errors?: readonly Fault[] };

const problem = (status: number, kind: string, title: string, errors?: readonly Fault[]): Problem => ({
  type: `urn:guildhall:problem:${kind}`,
  title,
  status,
  ...(errors ? { errors } : {}),
});

/** Fastify's own refusals of a request that never reached a handler, by its error code. */
const TRANSPORT: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: problem(413, 'body-too-large', 'The body is larger than this address takes; send less at once.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: problem(415, 'unsupported-media-type', 'Send the body as application/json.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: problem(400, 'empty-body', 'Send a JSON body.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: problem(400, 'half-a-body', 'The body is shorter or longer than its Content-Length; send it whole.'),
};

/** The problem that an error is; undefined for a bug. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof UserError) return problem(error.code?.endsWith('_TAKEN') ? 409 : 422, 'invalid-input', error.message, error.faults);
  if (error instanceof UnauthenticatedError) return problem(401, 'unauthenticated', error.message);
  if (error instanceof ForbiddenError) return problem(403, 'forbidden', error.message);
  if (error instanceof UnavailableError) return problem(503, 'unavailable', error.message);
  if (error instanceof JsonFault) return problem(400, 'not-json', error.message);
  if (isUnstorableText(error)) return problem(422, 'invalid-input', UNSTORABLE_TEXT);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (TRANSPORT[code]) return TRANSPORT[code];
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500 ? problem(status, 'bad-request', 'The request is malformed; see the API documentation.') : undefined;
}

/** Answers an error; a bug is logged whole and answered without a word of its insides. */
export async function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): Promise<FastifyReply> {
  const known = problemOf(error);
  if (!known) logger.error({ err: error, path: request.routeOptions.url }, 'request failed');
  const answer =
    known ??
    problem(500, 'internal', 'Something failed on our side; it is logged. Try again, with the same idempotency key where there is one.');
  if (error instanceof UnavailableError) void reply.header('retry-after', String(error.retryAfter));
  return reply.code(answer.status).type('application/problem+json').send(answer);
}

/** Requests that Node could not read to their end, by its error code. */
const BROKEN: Readonly<Record<string, Problem>> = {
  HPE_INVALID_EOF_STATE: problem(400, 'half-a-body', 'The request ended before it was whole; send all that its Content-Length promises.'),
  ERR_HTTP_REQUEST_TIMEOUT: problem(408, 'timeout', 'The request did not arrive whole in time; send it faster, or less at once.'),
  HPE_HEADER_OVERFLOW: problem(431, 'headers-too-large', 'The headers are larger than this server takes; send fewer or shorter ones.'),
};

/** Answers a request that never became one, and closes its connection. */
export function answerBroken(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const answer = BROKEN[error.code ?? ''] ?? problem(400, 'bad-request', 'This is not HTTP/1.1; see the API documentation.');
  const body = JSON.stringify(answer);
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
