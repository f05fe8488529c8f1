// A moment on the screen: relative, with the exact time on hover, and updated while the window is open.
import { useEffect, useRef, useState } from 'react';
import { useAppState } from './bridge.ts';
import { exactTime, localeOf, relativeTime, timeUntil } from './time.ts';

/** Returns the current time in milliseconds since the epoch, updated every `period` milliseconds; null stops the updates. */
export function useNow(period: number | null): number {
  const [now, setNow] = useState(Date.now);
  const isFirst = useRef(true);
  useEffect(() => {
    const wasJustRead = isFirst.current;
    isFirst.current = false;
    if (period === null) return;
    // At the first effect the time was just read: setting it again would render a whole list twice.
    if (!wasJustRead) setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), period);
    return () => clearInterval(timer);
  }, [period]);
  return now;
}

/** Returns the locale of the current language, with the user's region. */
export function useLocale(): string {
  return localeOf(useAppState().language, navigator.languages);
}

export function Instant({ at, exact = false }: { at: string; exact?: boolean }) {
  const locale = useLocale();
  const now = useNow(30_000);
  const precise = exactTime(at, locale);
  const relative = relativeTime(at, now, locale);
  return (
    <time dateTime={at} title={exact ? relative : precise}>
      {exact ? precise : relative}
    </time>
  );
}

/** A moment in the future, or one that is overdue. */
export function Deadline({ at }: { at: string }) {
  const locale = useLocale();
  const now = useNow(30_000);
  return (
    <time dateTime={at} title={exactTime(at, locale)}>
      {timeUntil(at, now, locale)}
    </time>
  );
}
