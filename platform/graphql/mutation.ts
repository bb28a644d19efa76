import { UserError } from '../errors.ts';

/**
 * Wraps a mutation's resolver: a thrown {@link UserError} becomes `userErrors`, nothing else is caught.
 * The resolver returns the payload without `userErrors`.
 */
export function mutation<Parent, Args, Context, Payload extends object>(
  resolve: (parent: Parent, args: Args, context: Context) => Promise<Payload>,
) {
  return async (parent: Parent, args: Args, context: Context): Promise<Payload & { userErrors: never[] }> => {
    try {
      return { ...(await resolve(parent, args, context)), userErrors: [] };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const userErrors = error.faults.map(({ code, message, field }) => ({ code, message, field: [...field] }));
      // Every payload's entity is nullable, so a payload of errors alone fits its type; the codes are held to the enum by a test.
      return { userErrors } as unknown as Payload & { userErrors: never[] };
    }
  };
}
