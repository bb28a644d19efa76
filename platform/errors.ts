/** An error in an input: a stable code, a sentence that says what to do, and where (path from the input's root). */
export type Fault = { readonly code: string; readonly message: string; readonly field: readonly string[] };

/** An expected refusal. Reaches the caller as `userErrors`, problem+json or a receipt; never logged as a failure. */
export class UserError extends Error {
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => fault.message).join(' '));
    this.name = 'UserError';
    this.faults = faults;
  }
  get code(): string | undefined {
    return this.faults[0]?.code;
  }
}

/** A {@link UserError} of one fault. */
export const refusal = (code: string, message: string, field: readonly string[] = []) => new UserError([{ code, message, field }]);

/** Text that no database column holds (U+0000), by what Postgres says to it: in a text, in jsonb, or written into the statement itself. */
export const isUnstorableText = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === '22021' || error.code === '22P05' || (error.code === '08P01' && error.message.includes('invalid message format')));
export const UNSTORABLE_TEXT = 'Text must not contain the character U+0000; remove it.';

/** The actor may not do this, in a place where saying so gives nothing away. */
export class ForbiddenError extends Error {
  constructor(
    message = 'Your roles in this organisation do not allow this. Ask an administrator of the organisation for the role that does.',
  ) {
    super(message);
    this.name = 'ForbiddenError';
  }
}

/** Nobody is signed in, or the token is not valid. */
export class UnauthenticatedError extends Error {
  constructor(message = 'Sign in: send "Authorization: Bearer <token>" with a valid, unexpired token or API key.') {
    super(message);
    this.name = 'UnauthenticatedError';
  }
}

/** A part that the request needs does not answer now; the caller may try again after `retryAfter` seconds. */
export class UnavailableError extends Error {
  readonly retryAfter: number;
  constructor(message: string, retryAfter = 2) {
    super(message);
    this.name = 'UnavailableError';
    this.retryAfter = retryAfter;
  }
}
