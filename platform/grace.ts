import { z } from 'zod';
import { newestOver, periodOf } from './period.ts';

const HOUR_MS = 3_600_000;
const STANDARD_HOURS = 72;

/** A configuration value that says how long after its end a month is due: the time that use under way has to arrive. */
export const graceHours = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'must be a number of hours such as 72')
  .transform(Number)
  .pipe(z.number().max(720))
  .default(STANDARD_HOURS)
  .describe(
    'Hours after the end of a month (UTC) at which it is due: nothing books it before, and use that was handed over until then is in it',
  );

/** When a month may be booked, `hours` after its end. Throws `INVALID_PERIOD`. */
export const dueAt = (month: string, hours = STANDARD_HOURS): Date => new Date(periodOf(month).end.getTime() + hours * HOUR_MS);

/** The newest month that is due at an instant. */
export const newestDueMonth = (instant: Date, hours = STANDARD_HOURS): string =>
  newestOver('month', new Date(instant.getTime() - hours * HOUR_MS));
