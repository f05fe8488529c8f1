// Collects facts about the machine in a worker thread that exits after each collection.
import { Worker } from 'node:worker_threads';
import type { FactName } from '../../contract/facts.ts';
import type { CollectFacts } from './collect-facts.ts';

const MACHINE_FACTS = ['system', 'uptime', 'memory', 'disk', 'network'] as const satisfies FactName[];
export type MachineFactName = (typeof MACHINE_FACTS)[number];
export interface MachineFact {
  name: MachineFactName;
  /** null when it is unavailable */
  value: string | null;
}

/** Delay before collecting: the form is painted first, and a form closed again at once needs no facts. */
const AFTER_FORM_MS = 700;
/** Timeout of the thread, as a program it waits for may hang. */
const THREAD_MS = 30_000;

export interface MachineFacts {
  collect: CollectFacts;
  /** Terminates a thread that is still collecting. */
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
  // An `exit` follows an `error`; facts not answered by then are unavailable.
  thread.on('error', () => {});
  thread.on('exit', () => {
    threads.delete(thread);
    clearTimeout(timer);
    answerNone(answers);
  });
}
