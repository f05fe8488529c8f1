// A clock that runs faster than the machine's, so that retries of minutes take a part of a second, and that can be wrong.
import type { Clock } from '../../contract/clock.ts';

/** How a clock runs. */
export interface Pace {
  /** seconds of this clock in one second of the machine */
  speed: number;
  /** milliseconds by which it is wrong: negative where it is behind */
  wrongBy: number;
}

export interface FastClock extends Clock {
  /** Timers that wait keep their due moment; a wrong time of day does not move them. */
  run(pace: Pace): void;
  /** So many milliseconds pass at once. */
  skip(milliseconds: number): void;
}

interface Timer {
  /** in milliseconds of this clock since it was made */
  dueAt: number;
  act(): void;
  pending: NodeJS.Timeout | null;
}

/** It begins at the machine's time. */
export function createFastClock(first: Pace): FastClock {
  const timers = new Set<Timer>();
  const beganAt = Date.now();
  let { speed, wrongBy } = first;
  let since = performance.now();
  let passed = 0;

  const elapsed = () => passed + (performance.now() - since) * speed;

  function wait(timer: Timer): void {
    const left = Math.max(0, (timer.dueAt - elapsed()) / speed);
    timer.pending = setTimeout(() => {
      timers.delete(timer);
      timer.act();
    }, left);
  }

  function waitAnew(): void {
    for (const timer of timers) {
      if (timer.pending) clearTimeout(timer.pending);
      wait(timer);
    }
  }

  return {
    now: () => new Date(beganAt + elapsed() + wrongBy),
    after(milliseconds, act) {
      const timer: Timer = { dueAt: elapsed() + milliseconds, act, pending: null };
      timers.add(timer);
      wait(timer);
      return () => {
        timers.delete(timer);
        if (timer.pending) clearTimeout(timer.pending);
      };
    },
    run(pace) {
      passed = elapsed();
      since = performance.now();
      ({ speed, wrongBy } = pace);
      waitAnew();
    },
    skip(milliseconds) {
      passed += milliseconds;
      waitAnew();
    },
  };
}
