// A countdown to a moment.
import { useNow } from './instant.tsx';
import { secondsLeft } from './time.ts';

/** Returns the seconds until `until` (milliseconds since the epoch); 0 when it is past or null. The timer then stops. */
export function useSecondsLeft(until: number | null): number {
  const over = until === null || secondsLeft(until, Date.now()) === 0;
  const now = useNow(over ? null : 1000);
  return until === null ? 0 : secondsLeft(until, now);
}
