// Facts that the machine has to be asked for, in a thread that lives no longer than the asking.
import { Worker } from 'node:worker_threads';
import type { FactName } from '../../contract/facts.ts';
import type { CollectFacts } from './collect-facts.ts';

export const MACHINE_FACTS = ['system', 'uptime', 'memory', 'disk', 'network'] as const satisfies FactName[];
export type MachineFactName = (typeof MACHINE_FACTS)[number];
export interface MachineFact {
  name: MachineFactName;
  /** null when it cannot be had */
  value: string | null;
}

/** The form is painted first: the thread and what it starts would take its time from it. */
const AFTER_FORM_MS = 250;
/** A program that the thread waits for may hang; nobody waits for it longer than this. */
const THREAD_MS = 30_000;

/** `entry` is the built facts-worker. */
export function createMachineFacts(entry: string | URL): CollectFacts {
  return () => {
    const answers = new Map<MachineFactName, (value: string | null) => void>();
    const facts = MACHINE_FACTS.map((name) => {
      const fact = new Promise<string | null>((resolve) => answers.set(name, resolve));
      return [name, fact] as const;
    });
    setTimeout(() => ask(entry, answers), AFTER_FORM_MS).unref();
    return Object.fromEntries(facts);
  };
}

function ask(entry: string | URL, answers: Map<MachineFactName, (value: string | null) => void>): void {
  const thread = new Worker(entry);
  const timer = setTimeout(() => void thread.terminate(), THREAD_MS);
  thread.unref();
  timer.unref();
  thread.on('message', ({ name, value }: MachineFact) => answers.get(name)?.(value));
  // An error is followed by an exit; what was not answered by then never will be.
  thread.on('error', () => {});
  thread.on('exit', () => {
    clearTimeout(timer);
    for (const answer of answers.values()) answer(null);
  });
}
