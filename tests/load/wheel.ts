// When each of many virtual agents is due: a timing wheel in three arrays of numbers, because a timer for each agent would
// take more memory than the agent.

const NONE = -1;
/** A turn of the wheel takes 22 minutes with ticks of 20 ms. What is due later stays where it is for as many turns. */
const SLOTS = 2 ** 16;
/** In milliseconds. */
const TICK = 20;

export interface Wheel {
  /** Makes the agent due at that time, instead of at the one that was set before. In milliseconds of the caller's clock. */
  set(agent: number, at: number): void;
  /** When the agent is due, within a tick; infinity when it is not. */
  dueAt(agent: number): number;
  /** Calls `act` with each agent that has become due, and forgets its time. `now` never goes back. */
  advance(now: number, act: (agent: number) => void): void;
}

/** `agents` are the numbers from 0 up to below `agents`. */
export function createWheel(agents: number): Wheel {
  const first = new Int32Array(SLOTS).fill(NONE);
  const next = new Int32Array(agents).fill(NONE);
  const previous = new Int32Array(agents).fill(NONE);
  const tickOf = new Int32Array(agents).fill(NONE);
  let passed = NONE;

  function remove(agent: number): void {
    const tick = tickOf[agent] ?? NONE;
    if (tick === NONE) return;
    const [before, after] = [previous[agent] ?? NONE, next[agent] ?? NONE];
    if (before === NONE) first[tick % SLOTS] = after;
    else next[before] = after;
    if (after !== NONE) previous[after] = before;
    tickOf[agent] = NONE;
  }

  return {
    set(agent, at) {
      remove(agent);
      // a tick that has passed would be due a turn later
      const tick = Math.max(Math.ceil(at / TICK), passed + 1);
      const head = first[tick % SLOTS] ?? NONE;
      tickOf[agent] = tick;
      previous[agent] = NONE;
      next[agent] = head;
      if (head !== NONE) previous[head] = agent;
      first[tick % SLOTS] = agent;
    },
    dueAt(agent) {
      const tick = tickOf[agent] ?? NONE;
      return tick === NONE ? Number.POSITIVE_INFINITY : tick * TICK;
    },
    advance(now, act) {
      const due: number[] = [];
      for (const last = Math.floor(now / TICK); passed < last; ) {
        passed += 1;
        for (let agent = first[passed % SLOTS] ?? NONE; agent !== NONE; agent = next[agent] ?? NONE)
          if (tickOf[agent] === passed) due.push(agent);
      }
      // first all, then the acts: these set other times
      for (const agent of due) remove(agent);
      for (const agent of due) act(agent);
    },
  };
}
