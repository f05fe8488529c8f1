// Processes that have loaded the code of an agent or a server, and wait: a start takes the time of reading a database, not of loading.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AgentAnswers } from './agent-process.ts';
import { type Ask, questionsTo } from './asked.ts';
import type { BugName } from './bugs.ts';
import type { Pace } from './fast-clock.ts';
import type { ServerAnswers } from './server-process.ts';

interface Answers {
  agent: AgentAnswers;
  server: ServerAnswers;
}
type Kind = keyof Answers;

/** What both kinds are asked. */
export type AskedOfBoth = Pick<AgentAnswers & ServerAnswers, 'dieAt' | 'stop'> & {
  run(pace: Pace): void;
  fillDisk(isFull: boolean): void;
  loseLocks(): void;
};

export interface Process<K extends Kind> {
  readonly ask: Ask<Answers[K]>;
  readonly askBoth: Ask<AskedOfBoth>;
  /** Resolves when it is gone, by whatever it dies. */
  readonly ended: Promise<void>;
  isAlive(): boolean;
  /** SIGKILL. Resolves when it is gone. */
  kill(): Promise<void>;
}

export interface Processes {
  take<K extends Kind>(kind: K): Process<K>;
  /** Takes back one that has stopped what it ran, for the next history. */
  give<K extends Kind>(kind: K, used: Process<K>): void;
  /** processes that were started so far */
  count(): number;
  close(): Promise<void>;
}

/** Histories after which a process is replaced, so that nothing of the campaign depends on a process that grew old. */
const MOST_USES = 50;

/** `spare` of each kind wait at any time. */
export function createProcesses(spare: Record<Kind, number>, bug: BugName | null): Processes {
  const idle: { [K in Kind]: Process<K>[] } = { agent: [], server: [] };
  const all = new Set<Process<Kind>>();
  const uses = new WeakMap<object, number>();
  let started = 0;
  let isClosed = false;

  function begin<K extends Kind>(kind: K): Process<K> {
    const child: ChildProcess = fork(
      join(import.meta.dirname, `${kind}-process.ts`),
      bug === null ? [] : [bug],
      {
        execArgv: ['--max-semi-space-size=16'],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      },
    );
    started += 1;
    let isAlive = true;
    const ended = once(child, 'exit').then(() => {
      isAlive = false;
      all.delete(own);
    });
    const ask = questionsTo<Answers[K]>(child);
    const own: Process<K> = {
      ask,
      askBoth: ask as unknown as Ask<AskedOfBoth>,
      ended,
      isAlive: () => isAlive,
      async kill() {
        child.kill('SIGKILL');
        await ended;
      },
    };
    all.add(own);
    return own;
  }

  function fill(kind: Kind): void {
    while (!isClosed && idle[kind].length < spare[kind]) (idle[kind] as Process<Kind>[]).push(begin(kind));
  }

  return {
    take<K extends Kind>(kind: K) {
      const waiting = idle[kind] as Process<K>[];
      const next = waiting.shift();
      const taken = next?.isAlive() ? next : begin(kind);
      fill(kind);
      return taken;
    },
    give(kind, used) {
      const times = (uses.get(used) ?? 0) + 1;
      uses.set(used, times);
      if (times >= MOST_USES || isClosed) void used.kill();
      else (idle[kind] as Process<typeof kind>[]).unshift(used);
    },
    count: () => started,
    async close() {
      isClosed = true;
      await Promise.all([...all].map((one) => one.kill()));
    },
  };
}
