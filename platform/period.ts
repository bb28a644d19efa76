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
  const firstDay = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - firstDay) / DAY_MS / 7) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

/** The period that a day names; undefined when the text is no day of the calendar. */
export function dayPeriod(day: string): Period | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const start = at(day);
  return Number.isNaN(start.getTime()) || iso(start) !== day ? undefined : { start, end: new Date(start.getTime() + DAY_MS) };
}

export function monthPeriod(month: string): Period | undefined {
  const start = dayPeriod(`${month}-01`)?.start;
  return start && { start, end: new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1)) };
}

export function weekPeriod(week: string): Period | undefined {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  if (!year || !number) return undefined;
  const fourth = new Date(Date.UTC(Number(year), 0, 4));
  const start = new Date(fourth.getTime() + (1 - (fourth.getUTCDay() || 7) + (Number(number) - 1) * 7) * DAY_MS);
  return weekOf(start) === week ? { start, end: new Date(start.getTime() + 7 * DAY_MS) } : undefined;
}

/** The days of a period, in order. */
export function daysOf({ start, end }: Period): string[] {
  const days: string[] = [];
  for (let t = start.getTime(); t < end.getTime(); t += DAY_MS) days.push(iso(new Date(t)));
  return days;
}
