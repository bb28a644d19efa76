import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { addDays, dayPeriod, daysOf, lastDay, periodOf } from '@guildhall/platform/period.ts';
import { Failure, messageOf } from '../failure.ts';
import type { UsageEvent } from './events.ts';

export type Calls = {
  readonly digest: string;
  readonly rows: readonly { readonly day: string; readonly time: string; readonly input: number; readonly output: number }[];
};

const HEADER = 'TIMESTAMP,ContextTokens,GeneratedTokens';
const ROW = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?),(\d{1,9}),(\d{1,9})$/;

/** Reads a trace of calls: a CSV with the columns TIMESTAMP, ContextTokens and GeneratedTokens. Throws a Failure that names the first bad line. */
export function readCalls(file: string): Calls {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure('usage', `${file} cannot be read: ${messageOf(error)}`);
  }
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  if (header !== HEADER) throw new Failure('usage', `${file} does not begin with the line ${HEADER}.`);
  if (lines.length === 0) throw new Failure('usage', `${file} holds no calls below its first line.`);
  const rows = lines.map((line, i) => {
    const [, day, time, input, output] = ROW.exec(line) ?? [];
    if (day === undefined || time === undefined || !dayPeriod(day))
      throw new Failure('usage', `${file}, line ${i + 2}: "${line.slice(0, 60)}" is not a call.`);
    return { day, time, input: Number(input), output: Number(output) };
  });
  return { digest: createHash('sha256').update(text).digest('hex').slice(0, 12), rows };
}

/**
 * The calls as events of a month, shifted by whole days: onto the day of the month that the first has, or as late as the last still fits.
 * Ids follow from the file, the row and the month. Throws a Failure when the calls last longer than the month.
 */
export function callEvents({ digest, rows }: Calls, month: string, appId: string, orgId: string): UsageEvent[] {
  const shift = shiftInto(month, rows.map(({ day }) => day).sort());
  return rows.map(({ day, time, input, output }, i) => ({
    event_id: `call-${digest}-${month}-${i + 1}`,
    timestamp: `${addDays(day, shift)}T${time}Z`,
    app_id: appId,
    actor_id: 'service:llm',
    org_id: orgId,
    action: 'invoke',
    payload: { tokens: input + output, input_tokens: input, output_tokens: output },
  }));
}

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** By how many days a trace of the days given (in order) moves. */
function shiftInto(month: string, days: readonly string[]): number {
  const period = periodOf(month);
  const first = days[0] ?? `${month}-01`;
  const span = daysBetween(first, days.at(-1) ?? first);
  const latest = addDays(lastDay(period), -span);
  if (latest < `${month}-01`)
    throw new Failure('usage', `The calls last ${span + 1} days and do not fit into ${month} (${daysOf(period).length} days).`);
  const wanted = `${month}${first.slice(7)}`;
  return daysBetween(first, wanted < latest ? wanted : latest);
}
