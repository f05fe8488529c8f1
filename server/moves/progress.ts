// Says how far a move is: each table and each step when it is done, and in between every few seconds.
import { type Clock, SECOND } from '../clock.ts';

export interface Progress {
  /** `done` of `total` rows or files. */
  at(what: string, done: number, total: number): void;
  done(what: string, count: number): void;
  /** Says what begins now. */
  begin(step: string): void;
}

/** In milliseconds. */
const EVERY = 5 * SECOND;

export function createProgress(clock: Clock, say: (line: string) => void): Progress {
  let last = clock.now().getTime();

  function sayNow(line: string): void {
    last = clock.now().getTime();
    say(line);
  }

  return {
    at(what, done, total) {
      if (done < total && clock.now().getTime() - last >= EVERY) sayNow(`${what}: ${done} of ${total}`);
    },
    done(what, count) {
      if (count > 0) sayNow(`${what}: ${count}`);
    },
    begin: sayNow,
  };
}
