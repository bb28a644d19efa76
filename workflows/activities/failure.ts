import { ApplicationFailure } from '@temporalio/common';
import { ForbiddenError, UserError } from '@guildhall/platform/errors.ts';

type Activities = Readonly<Record<string, (input: never) => Promise<unknown>>>;

/**
 * Tells Temporal which failures are answers: a `UserError` is final, under its code as the failure's type and with its sentence, for
 * trying again would only get the same answer. Everything else is tried again as the workflow's retry policy says.
 */
export function withFinalRefusals<A extends Activities>(activities: A): A {
  const wrapped = Object.entries(activities).map(([name, activity]) => [
    name,
    async (input: never) => {
      try {
        return await activity(input);
      } catch (error) {
        throw finalIfRefusal(error);
      }
    },
  ]);
  // The same names with the same signatures.
  return Object.fromEntries(wrapped) as A;
}

export function finalIfRefusal(error: unknown): unknown {
  if (error instanceof UserError) return ApplicationFailure.nonRetryable(error.message, error.code ?? 'USER_ERROR');
  if (error instanceof ForbiddenError) return ApplicationFailure.nonRetryable(error.message, 'FORBIDDEN');
  return error;
}
