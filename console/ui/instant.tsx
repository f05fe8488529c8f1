// Shows an instant relative to now, kept up to date, with the exact time in the reader's time zone on hover.
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { Language } from '../../contract/primitives.ts';
import { useTexts } from './texts.ts';

const TICK_MS = 30_000;
const NowContext = createContext<number | null>(null);

/** Provides the current time to the page, updated every half minute. */
export function NowProvider({ children, clock = Date.now }: { children: ReactNode; clock?: () => number }) {
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), TICK_MS);
    return () => clearInterval(timer);
  }, [clock]);
  return <NowContext value={now}>{children}</NowContext>;
}

const MINUTE_MS = 60_000;
const UNITS = [
  { unit: 'year', ms: 365.25 * 24 * 60 * MINUTE_MS },
  { unit: 'month', ms: 30.44 * 24 * 60 * MINUTE_MS },
  { unit: 'week', ms: 7 * 24 * 60 * MINUTE_MS },
  { unit: 'day', ms: 24 * 60 * MINUTE_MS },
  { unit: 'hour', ms: 60 * MINUTE_MS },
  { unit: 'minute', ms: MINUTE_MS },
] as const;

/** Such as "5 minutes ago"; `now` is in milliseconds. Less than a minute, and a future instant (clock skew), count as now. */
export function relativeTime(instant: string, now: number, language: Language): string {
  return formatAge(Math.max(0, now - Date.parse(instant)), language);
}

/** Such as "in 3 hours", or "2 hours ago" once it has passed; `now` is in milliseconds. */
export function timeLeft(instant: string, now: number, language: Language): string {
  return formatAge(now - Date.parse(instant), language);
}

/** `age` is in milliseconds, negative for the future. */
function formatAge(age: number, language: Language): string {
  const largest = UNITS.find(({ ms }) => Math.abs(age) >= ms);
  // "yesterday" and "now" are shorter than numbers; "last week" and "tomorrow" would be less exact.
  const hasWord = !largest || (largest.unit === 'day' && age > 0);
  const format = new Intl.RelativeTimeFormat(language, { numeric: hasWord ? 'auto' : 'always' });
  return largest ? format.format(-Math.trunc(age / largest.ms), largest.unit) : format.format(0, 'second');
}

function exactTime(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium' }).format(
    new Date(instant),
  );
}

/** The current time in milliseconds, updated every half minute. */
export function useNow(): number {
  const now = useContext(NowContext);
  if (now === null) throw new Error('useNow outside NowProvider');
  return now;
}

/** An instant in the past. */
export function Moment({ at }: { at: string }) {
  return <Time at={at} format={relativeTime} />;
}

/** A date and a time that stay as they were said, such as 31 Jan 2026, 10:45. */
export function ExactTime({ at }: { at: string }) {
  const { language } = useTexts();
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return <time dateTime={at}>{format.format(new Date(at))}</time>;
}

/** A due date, past or future. */
export function Deadline({ at }: { at: string }) {
  return <Time at={at} format={timeLeft} />;
}

function Time({ at, format }: { at: string; format: typeof relativeTime }) {
  const now = useNow();
  const { language } = useTexts();
  return (
    <time dateTime={at} title={exactTime(at, language)}>
      {format(at, now, language)}
    </time>
  );
}
