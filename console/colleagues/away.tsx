// Says in one line that somebody is away, or will be.
import { type Absence, isAway } from '../../contract/colleagues.ts';
import { useNow } from '../ui/instant.tsx';
import { useTexts } from '../ui/texts.ts';
import { lastDayOf } from './absence-form.ts';

/** Renders nothing for somebody who is there, and stays. */
export function Away({ absence }: { absence: Absence | null }) {
  const { t } = useTexts();
  const now = useNow();
  const day = useDay();
  if (absence === null || Date.parse(absence.until) <= now) return null;
  const until = day(lastDayOf(absence));
  return isAway({ absence }, now)
    ? t('absence.away', { until })
    : t('absence.willBe', { from: day(absence.from), until });
}

/** Returns a function that writes a day, such as 31 Jan 2026: of an instant, or of a day such as 2026-01-31. */
export function useDay(): (day: string) => string {
  const { language } = useTexts();
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  return (day) => format.format(new Date(day.length === 10 ? `${day}T00:00` : day));
}
