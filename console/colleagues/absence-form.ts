// The form of an absence: its first and its last day, and who stands in.
import type { Absence } from '../../contract/colleagues.ts';
import { nullIfEmpty } from '../ui/null-if-empty.ts';
import type { Parsed } from '../ui/use-form.ts';

export interface AbsenceForm {
  /** values of `date` inputs, such as 2026-01-31; empty before one is chosen */
  firstDay: string;
  lastDay: string;
  /** empty for nobody */
  standInId: string;
}

/** `now` is in milliseconds since the epoch. */
export function formOf(absence: Absence | null, now: number): AbsenceForm {
  if (absence === null) return { firstDay: dayOf(new Date(now)), lastDay: '', standInId: '' };
  return {
    firstDay: dayOf(new Date(absence.from)),
    lastDay: lastDayOf(absence),
    standInId: absence.standInId ?? '',
  };
}

/** Returns the last day of an absence, which ends as the next one begins. */
export function lastDayOf({ until }: Pick<Absence, 'until'>): string {
  return dayOf(new Date(Date.parse(until) - 1));
}

/** Days are those of this computer's time zone: they begin at its midnight, also where the clock changes between them. */
export function parseForm({ firstDay, lastDay, standInId }: AbsenceForm, now: number): Parsed<Absence> {
  const [from, until] = [startOf(firstDay, 0), startOf(lastDay, 1)];
  const wrong = new Set<string>();
  if (from === '') wrong.add('firstDay');
  if (until === '' || until <= from || Date.parse(until) <= now) wrong.add('lastDay');
  if (wrong.size > 0) return { ok: false, wrong };
  return { ok: true, value: { from, until, standInId: nullIfEmpty(standInId) } };
}

/** Returns the instant at which the day begins, or the one so many days later; an empty string for no day. */
function startOf(day: string, daysLater: number): string {
  const [year = Number.NaN, month = 1, date = 1] = day === '' ? [] : day.split('-').map(Number);
  const start = new Date(year, month - 1, date + daysLater);
  return Number.isNaN(start.getTime()) ? '' : start.toISOString();
}

function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
