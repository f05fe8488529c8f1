// Facts that the machine has to be asked for, in a thread that lives no longer than the asking.
import { Worker } from 'node:worker_threads';
import type { FactName } from '../../contract/facts.ts';
import type { CollectFacts } from './collect-facts.ts';

const MACHINE_FACTS = ['system', 'uptime', 'memory', 'disk', 'network'] as const satisfies FactName[];
export type MachineFactName = (typeof MACHINE_FACTS)[number];
export interface MachineFact {
  name: MachineFactName;
  /** null when it cannot be had */
  value: string | null;
}

/** The form is painted first, and one that is closed again at once needs no facts: the thread would take their time. */
const AFTER_FORM_MS = 700;
/** A program that the thread waits for may hang; nobody waits for it longer than this. */
const THREAD_MS = 30_000;

export interface MachineFacts {
  collect: CollectFacts;
  /** Ends a thread that still asks: nobody waits for its answers any more. */
  stop(): Promise<void>;
}

/** `entry` is the built facts-worker. */
export function createMachineFacts(entry: string | URL): MachineFacts {
  const threads = new Set<Worker>();
  let isStopped = false;
  const collect: CollectFacts = (isWanted) => {
    const answers: Answers = new Map();
    const facts = MACHINE_FACTS.map((name) => {
      const fact = new Promise<string | null>((resolve) => answers.set(name, resolve));
      return [name, fact] as const;
    });
    const begin = () => (isWanted() && !isStopped ? ask(entry, answers, threads) : answerNone(answers));
    setTimeout(begin, AFTER_FORM_MS).unref();
    return Object.fromEntries(facts);
  };
  return {
    collect,
    async stop() {
      isStopped = true;
      await Promise.all([...threads].map((thread) => thread.terminate()));
    },
  };
}

type Answers = Map<MachineFactName, (value: string | null) => void>;

function answerNone(answers: Answers): void {
  for (const answer of answers.values()) answer(null);
}

function ask(entry: string | URL, answers: Answers, threads: Set<Worker>): void {
  const thread = new Worker(entry);
  threads.add(thread);
  const timer = setTimeout(() => void thread.terminate(), THREAD_MS);
  thread.unref();
  timer.unref();
  thread.on('message', ({ name, value }: MachineFact) => answers.get(name)?.(value));
  // An error is followed by an exit; what was not answered by then never will be.
  thread.on('error', () => {});
  thread.on('exit', () => {
    threads.delete(thread);
    clearTimeout(timer);
    answerNone(answers);
  });
}
