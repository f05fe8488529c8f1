// A clock that only moves when a test moves it.
import type { Clock } from '../../main/support/clock.ts';

export interface ManualClock extends Clock {
  /** Moves time forward and runs what falls due on the way, in its order. */
  advance(ms: number): void;
  /** Time passes while nothing runs, as in sleep: what fell due runs late, once. */
  sleep(ms: number): void;
  /** How far ahead the next thing due lies, in milliseconds; null when nothing waits. */
  nextDue(): number | null;
}

export function manualClock(start = '2026-01-31T09:45:00.000Z'): ManualClock {
  let now = Date.parse(start);
  const waiting = new Map<object, { at: number; act: () => void }>();
  const earliest = () => [...waiting].sort(([, a], [, b]) => a.at - b.at)[0];
  return {
    now: () => new Date(now),
    after(ms, act) {
      const entry = {};
      waiting.set(entry, { at: now + ms, act });
      return () => waiting.delete(entry);
    },
    advance(ms) {
      const end = now + ms;
      for (let due = earliest(); due && due[1].at <= end; due = earliest()) {
        const [entry, { at, act }] = due;
        waiting.delete(entry);
        now = at;
        act();
      }
      now = end;
    },
    sleep(ms) {
      now += ms;
      const late = [...waiting].filter(([, { at }]) => at <= now).sort(([, a], [, b]) => a.at - b.at);
      for (const [entry, { act }] of late) if (waiting.delete(entry)) act();
    },
    nextDue() {
      const due = earliest();
      return due ? due[1].at - now : null;
    },
  };
}
