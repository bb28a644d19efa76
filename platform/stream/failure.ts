import { isAway } from '../database/away.ts';
import { UnavailableError } from '../errors.ts';

/** gRPC's DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED and UNAVAILABLE. */
const GRPC_AWAY = [4, 8, 14];

/** Whether a failure says nothing of the event: the database or another system does not answer. It is not a failed try. */
export function isElsewhere(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if (at instanceof UnavailableError || isAway(at)) return true;
    if ('code' in at && typeof at.code === 'number' && GRPC_AWAY.includes(at.code)) return true;
  }
  return false;
}

/** A failure as it is kept beside an event: its kind and sentence, of bounded length, as Postgres can hold it. */
export const failureText = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 1_000).toWellFormed().replaceAll('\0', '\uFFFD');

/** A second before the second try, and four times as long before each next one. */
export const backOffMs = (tries: number, firstMs: number): number => firstMs * 4 ** (tries - 1);
