// A moment on the screen: relative, with the exact one on hover, and kept true while the window stays open.
import { useEffect, useRef, useState } from 'react';
import { useAppState } from './bridge.ts';
import { exactTime, localeOf, relativeTime, timeUntil } from './time.ts';

/** The present, in milliseconds, read again every `period` milliseconds while `period` is not null. */
export function useNow(period: number | null): number {
  const [now, setNow] = useState(Date.now);
  const isFirst = useRef(true);
  useEffect(() => {
    const wasJustRead = isFirst.current;
    isFirst.current = false;
    if (period === null) return;
    // else a list would be drawn twice
    if (!wasJustRead) setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), period);
    return () => clearInterval(timer);
  }, [period]);
  return now;
}

/** The language in force, as the user's region writes it. */
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

/** A moment to come, or one that has passed without what was promised. */
export function Deadline({ at }: { at: string }) {
  const locale = useLocale();
  const now = useNow(30_000);
  return (
    <time dateTime={at} title={exactTime(at, locale)}>
      {timeUntil(at, now, locale)}
    </time>
  );
}
