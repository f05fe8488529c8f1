// A process of a history that is started again after each death, on the same data.
import { setTimeout as pass } from 'node:timers/promises';
import type { Pace } from './fast-clock.ts';
import type { AskedOfBoth, Process, Processes } from './processes.ts';
import type { Moment } from './steps.ts';

type Kind = 'agent' | 'server';

export interface Slot<K extends Kind> {
  /** The process that is up; waits for it while it is down. */
  up(): Promise<Process<K>>;
  /** Asks the process, if it is up; what becomes of it does not matter. */
  tell<N extends keyof AskedOfBoth & string>(name: N, input: Parameters<AskedOfBoth[N]>[0]): Promise<void>;
  /** Ends it at once, or at that moment. It comes back after `lasts` milliseconds. */
  kill(moment: Moment | null, lasts: number): Promise<void>;
  /** Ends it at once. It comes back once `act` has resolved. */
  away(act: () => Promise<void>): Promise<void>;
  /** It dies at no moment that was named before. */
  spare(): Promise<void>;
  run(pace: Pace): Promise<void>;
  /** Stops what it runs and gives the process back. */
  stop(): Promise<void>;
  deaths(): number;
}

/** A start that fails is tried again so often. */
const MOST_STARTS = 5;

/** `start` starts agent or server in a process. */
export async function openSlot<K extends Kind>(
  processes: Processes,
  kind: K,
  pace: Pace,
  start: (process: Process<K>, pace: Pace) => Promise<void>,
): Promise<Slot<K>> {
  let current: Process<K> | null = null;
  let now = pace;
  let downFor = 20;
  let deaths = 0;
  let failedStarts = 0;
  let isOver = false;
  let whileAway = async () => {};
  let coming: Promise<Process<K>> = begin();

  async function begin(): Promise<Process<K>> {
    const process = processes.take(kind);
    void process.ended.then(() => onEnd(process));
    try {
      await start(process, now);
    } catch (failure) {
      failedStarts += 1;
      // another one comes in its place
      if (failedStarts < MOST_STARTS) await process.kill();
      throw failure;
    }
    failedStarts = 0;
    current = process;
    return process;
  }

  function onEnd(process: Process<K>): void {
    if (isOver) return;
    deaths += 1;
    if (current === process) current = null;
    coming = pass(downFor).then(async () => {
      const act = whileAway;
      whileAway = async () => {};
      await act();
      return begin();
    });
    coming.catch(() => {});
  }

  /** A process may die while it starts: then the next one is waited for. */
  async function up(): Promise<Process<K>> {
    for (;;) {
      const awaited = coming;
      try {
        return await awaited;
      } catch (failure) {
        if (awaited === coming) throw failure;
      }
    }
  }

  await up();
  return {
    up,
    async tell(name, input) {
      await current?.askBoth(name, ...([input] as Parameters<AskedOfBoth[typeof name]>)).catch(() => {});
    },
    async kill(moment, lasts) {
      downFor = lasts;
      const process = current;
      if (moment === null) await process?.kill();
      else await process?.askBoth('dieAt', moment).catch(() => {});
    },
    async away(act) {
      const process = await up();
      whileAway = act;
      await process.kill();
    },
    async spare() {
      downFor = 20;
      await current?.askBoth('dieAt', null).catch(() => {});
    },
    async run(next) {
      now = next;
      await current?.askBoth('run', next).catch(() => {});
    },
    async stop() {
      isOver = true;
      const process = current;
      if (!process) return;
      const isStopped = await process.askBoth('stop').then(
        () => true,
        () => false,
      );
      if (isStopped) processes.give(kind, process);
      else await process.kill();
    },
    deaths: () => deaths,
  };
}
