// What the virtual agents of a process did since the last count.
import { addUp, type Counts, createLatencies } from './latencies.ts';

export interface Tallied {
  syncs: Counts;
  tickets: Counts;
  restarts: number;
  heartbeats: number;
  lostStreams: number;
  /** calls that failed, by code */
  failures: Readonly<Record<string, number>>;
}

export interface Tally {
  /** `failure` is the code of the error, or null. A call that failed has no latency. */
  synced(time: number, failure: string | null): void;
  sentTicket(time: number, failure: string | null): void;
  restarted(): void;
  heard(): void;
  lostStream(): void;
  /** Returns what was counted since the last call. */
  take(): Tallied;
}

export function createTally(): Tally {
  const syncs = createLatencies();
  const tickets = createLatencies();
  const empty = () => ({
    restarts: 0,
    heartbeats: 0,
    lostStreams: 0,
    failures: {} as Record<string, number>,
  });
  let counted = empty();
  const fail = (code: string) => {
    counted.failures[code] = (counted.failures[code] ?? 0) + 1;
  };
  return {
    synced: (time, failure) => (failure === null ? syncs.add(time) : fail(failure)),
    sentTicket: (time, failure) => (failure === null ? tickets.add(time) : fail(failure)),
    restarted() {
      counted.restarts += 1;
    },
    heard() {
      counted.heartbeats += 1;
    },
    lostStream() {
      counted.lostStreams += 1;
    },
    take() {
      const taken = { ...counted, syncs: syncs.take(), tickets: tickets.take() };
      counted = empty();
      return taken;
    },
  };
}

/** What several processes did. */
export function addTallies(all: readonly Tallied[]): Tallied {
  const sum = (of: (one: Tallied) => number) => all.reduce((total, one) => total + of(one), 0);
  const codes = new Set(all.flatMap(({ failures }) => Object.keys(failures)));
  return {
    syncs: addUp(all.map(({ syncs }) => syncs)),
    tickets: addUp(all.map(({ tickets }) => tickets)),
    restarts: sum(({ restarts }) => restarts),
    heartbeats: sum(({ heartbeats }) => heartbeats),
    lostStreams: sum(({ lostStreams }) => lostStreams),
    failures: Object.fromEntries(
      [...codes].map((code) => [code, sum(({ failures }) => failures[code] ?? 0)]),
    ),
  };
}
