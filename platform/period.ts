import { refusal } from './errors.ts';

/** UTC periods, half-open `[start, end)`. A day is `2026-11-24`, a week is ISO `2026-W48`, a month is `2026-11`. */
export type Period = { readonly start: Date; readonly end: Date };

const DAY_MS = 86_400_000;
const at = (text: string) => new Date(`${text}T00:00:00Z`);
const iso = (date: Date) => date.toISOString().slice(0, 10);

export const dayOf = (instant: Date): string => iso(instant);
export const monthOf = (instant: Date): string => iso(instant).slice(0, 7);
export const addDays = (day: string, days: number): string => iso(new Date(at(day).getTime() + days * DAY_MS));

/** The ISO 8601 week of an instant: the year and number of the week's Thursday. */
export function weekOf(instant: Date): string {
  const day = at(iso(instant));
  const thursday = new Date(day.getTime() + (4 - (day.getUTCDay() || 7)) * DAY_MS);
  const year = iso(thursday).slice(0, 4);
  const week = Math.floor((thursday.getTime() - at(`${year}-01-01`).getTime()) / DAY_MS / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The period that a day names; undefined when the text is no day of the calendar, which has no year 0, or of a year whose end has five digits. */
export function dayPeriod(day: string): Period | undefined {
  if (!/^(?!0000|9999)\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const start = at(day);
  return Number.isNaN(start.getTime()) || iso(start) !== day ? undefined : { start, end: new Date(start.getTime() + DAY_MS) };
}

export function monthPeriod(month: string): Period | undefined {
  const start = dayPeriod(`${month}-01`)?.start;
  if (!start) return undefined;
  const end = new Date(start);
  end.setUTCMonth(end.getUTCMonth() + 1);
  return { start, end };
}

export function weekPeriod(week: string): Period | undefined {
  const [, year, number] = /^((?!0000|9999)\d{4})-W(\d{2})$/.exec(week) ?? [];
  if (!year || !number) return undefined;
  const fourth = at(`${year}-01-04`);
  const start = new Date(fourth.getTime() + (1 - (fourth.getUTCDay() || 7) + (Number(number) - 1) * 7) * DAY_MS);
  return weekOf(start) === week ? { start, end: new Date(start.getTime() + 7 * DAY_MS) } : undefined;
}

/** The period that a day, week or month names. Throws `INVALID_PERIOD`. */
export function periodOf(text: string): Period {
  const period = dayPeriod(text) ?? weekPeriod(text) ?? monthPeriod(text);
  if (!period) throw refusal('INVALID_PERIOD', `"${text}" is not a day (2026-11-24), ISO week (2026-W48) or month (2026-11).`, ['period']);
  return period;
}

/** The last day of a period. */
export const lastDay = ({ end }: Period): string => addDays(dayOf(end), -1);

/** The days of a period, in order. */
export function daysOf({ start, end }: Period): string[] {
  const days: string[] = [];
  for (let t = start.getTime(); t < end.getTime(); t += DAY_MS) days.push(iso(new Date(t)));
  return days;
}

/** The kinds of periods: how each is written, and what an instant lies in. */
export const PERIOD_KINDS = {
  day: { parse: dayPeriod, of: dayOf, example: '2026-11-24' },
  week: { parse: weekPeriod, of: weekOf, example: '2026-W48' },
  month: { parse: monthPeriod, of: monthOf, example: '2026-11' },
} as const;
export type PeriodKind = keyof typeof PERIOD_KINDS;

/** The newest period of a kind that is over at an instant. */
export function newestOver(kind: PeriodKind, instant: Date): string {
  const { of } = PERIOD_KINDS[kind];
  return of(new Date(periodOf(of(instant)).start.getTime() - 1));
}
