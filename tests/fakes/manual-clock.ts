// A clock that only the test advances.
import type { Clock } from '../../main/support/clock.ts';

export interface ManualClock extends Clock {
  /** Advances the time and runs the callbacks that fall due, in order. */
  advance(ms: number): void;
  /** Advances the time as the computer's sleep does: callbacks that fell due run late, once each. */
  sleep(ms: number): void;
  /** Returns the time until the next callback, in milliseconds; null when there is none. */
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
