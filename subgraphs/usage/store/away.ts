import { isAway } from '@guildhall/platform/database/away.ts';
import { UnavailableError } from '@guildhall/platform/errors.ts';

/** Runs `work`; when the database does not answer, throws `UnavailableError`: it is then unknown whether `work` took effect. */
export async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isAway(error)) throw error;
    throw new UnavailableError('The database does not answer now. Send the same events again: any that were counted are recognised.');
  }
}
