/**
 * SQL states of a server that starts, stops, has no room or gives up waiting: the same call can succeed a little later. 08P01 is a malformed
 * message, such as a text with U+0000, and comes again.
 */
const AWAY = /^(08(?!P01)...|53...|57P0[123]|57014|25P03|55P03|40001|40P01|25006)$/;
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);
/** The driver's own messages, which have no code: only these count, because any other text may quote a sender. */
const DRIVER =
  /^(Connection terminated( unexpectedly| due to connection timeout)?|timeout exceeded when trying to connect|Query read timeout|Client (has encountered a connection error and|was closed and) is not queryable)$/;

/** Whether the database, not the statement, is at fault. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isAway);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code === '' ? DRIVER.test(error.message) : AWAY.test(code) || NETWORK.has(code);
}
