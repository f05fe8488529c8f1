// Formats the period of an announcement.
import type { Language } from '../../contract/primitives.ts';

/** Such as "22 Nov 2026, 10:00 – 12:00"; only the beginning if no end is set. */
export function periodOf(from: string, to: string | null, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return to === null ? format.format(new Date(from)) : format.formatRange(new Date(from), new Date(to));
}
