/** SQL states of a server that starts, stops, has no room or gives up waiting: the same call can succeed a little later. */
const AWAY = /^(08...|53...|57P0[123]|57014|55P03|40001|40P01|25006)$/;
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
const CLIENT =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|client has encountered a connection error/i;

/** Whether the database, not the statement, is at fault. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error instanceof AggregateError) return error.errors.some(isAway);
  return AWAY.test(code) || NETWORK.has(code) || CLIENT.test(error.message);
}
