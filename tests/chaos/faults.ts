// What may go wrong in a history, and how it is drawn from the seed.
import { createDice, type Dice, seedOf } from './dice.ts';

/** Between server and backend. */
export const DESK_FAULTS = [
  'down',
  'answer-lost',
  'answer-late',
  'work-late',
  'error',
  'error-after',
  'limited',
  'page',
] as const;
export type DeskFault = (typeof DESK_FAULTS)[number];

/** Between agent and server, to one request. */
export const LINE_FAULTS = [
  /** nothing of it arrives */
  'request-lost',
  /** it is carried out, and its answer is lost */
  'answer-lost',
  /** it arrives after its sender has given up */
  'request-late',
  /** its answer comes after its sender has given up */
  'answer-late',
  /** it arrives twice at once */
  'twice',
  /** it arrives again, after what was sent later */
  'again-later',
  /** half of its body arrives */
  'request-cut',
  /** half of its answer comes */
  'answer-cut',
  /** one bit of its body is another one */
  'bit-flipped',
  'status-429',
  'status-500',
  'status-502',
  /** the sign-in page of a captive portal, with status 200 */
  'portal',
] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

/** What is done to a process of a history. */
export const PROCESS_FAULTS = [
  'kill',
  'disk-full',
  'locked',
  'clock-ahead',
  'clock-behind',
  /** a server comes back from a copy of its database that is older */
  'restored',
] as const;
export type ProcessFault = (typeof PROCESS_FAULTS)[number];

/** The part of requests that meet a fault. */
export interface Weather {
  line: number;
  desk: number;
}

/** Draws one fault after the other: the nth answer depends on the seed and on n alone. */
export interface FaultDraw<F> {
  next(among?: readonly F[]): F | null;
  /** From now on nothing goes wrong. */
  stop(): void;
}

export function drawFaults<F>(
  { seed, name, part }: { seed: number; name: string; part: number },
  all: readonly F[],
  count: (fault: F) => void,
): FaultDraw<F> {
  const dice: Dice = createDice(seedOf(seed, name));
  let isOver = false;
  return {
    next(among = all) {
      // both are drawn each time, so that what is left out moves nothing
      const [meets, which] = [dice.chance(part), dice.fraction()];
      const fault = among[Math.floor(which * among.length)];
      if (isOver || !meets || fault === undefined) return null;
      count(fault);
      return fault;
    },
    stop() {
      isOver = true;
    },
  };
}
