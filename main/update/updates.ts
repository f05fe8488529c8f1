// When updates are looked for, fetched and installed: in the background, and never while something is written or sent.
import { isDeepStrictEqual } from 'node:util';
import type { UpdateState } from '../../contract/update.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { AvailableUpdate, InstallerSource } from './installer-source.ts';

export interface Updates {
  state(): UpdateState;
  start(): void;
  /** The person asks for the restart: at once, or as soon as nothing is in the way. */
  restart(): void;
  /** To be called once the agent has stopped and all it keeps is on disk: starts the installer, if there is one to start. */
  finish(): void;
}

interface Parts {
  /** Called when updates of a channel are first asked for; null where this build can take none. */
  open(channel: string): Promise<InstallerSource | null>;
  /** as IT says at this moment; null where IT updates this computer by its own means */
  channel(): string | null;
  clock: Clock;
  chance: Chance;
  /** The form is open, or something is being sent. */
  isBusy(): boolean;
  /** Nobody is there, nothing is open, and nothing that was begun would be lost. */
  isIdle(): boolean;
  /** Ends the agent in good order, which calls `finish` in the end. */
  quit(): void;
  onState(): void;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The start belongs to the person; and a whole company starts in the same quarter of an hour. */
const FIRST = { after: 3 * MINUTE, spread: 12 * MINUTE };
const NEXT = { after: 4 * HOUR, spread: HOUR };
const AFTER_FAILURE = { after: 30 * MINUTE, spread: 30 * MINUTE };
/** What was refused is as large as before and hardly better in an hour. */
const AFTER_REFUSAL = { after: 24 * HOUR, spread: HOUR };
const IDLE_CHECK_MS = MINUTE;
/** How long somebody who asked for the restart waits after the form was closed, at most. */
const BUSY_CHECK_MS = 1000;

type Wait = typeof FIRST;

/** Nothing is asked before `start`. */
export function createUpdates(parts: Parts): Updates {
  const { open, channel, clock, chance, isBusy, isIdle, quit, onState } = parts;
  let state: UpdateState = { phase: 'unknown' };
  let source: InstallerSource | null = null;
  let opened: string | null = null;
  let cancelInstall = () => {};
  let relaunch = false;

  function setState(next: UpdateState): void {
    if (isDeepStrictEqual(next, state)) return;
    state = next;
    onState();
  }

  function scheduleRound(wait: Wait | null): void {
    if (!wait) return;
    const { after, spread } = wait;
    clock.after(after + spread * chance.fraction(), () => void round().then(scheduleRound));
  }

  /** Answers how long to wait for the next; null where there is to be none. */
  async function round(): Promise<Wait | null> {
    const wanted = channel();
    if (wanted === null) {
      setState({ phase: 'off' });
      return NEXT;
    }
    if (opened !== wanted) source = await open(wanted);
    opened = wanted;
    if (!source) {
      setState({ phase: 'off' });
      return null;
    }
    const found = await source.find();
    if (!found.ok) return AFTER_FAILURE;
    if (found.value === null) {
      // what was ready has been paused, or was taken back
      setState({ phase: 'current' });
      return NEXT;
    }
    const { version } = found.value;
    if (state.phase === 'ready' && state.version === version) return NEXT;
    return fetch(source, found.value);
  }

  async function fetch(from: InstallerSource, { version, needsRights }: AvailableUpdate): Promise<Wait> {
    const before = state;
    setState({ phase: 'downloading', version });
    const fetched = await from.fetch();
    if (fetched.ok) {
      setState({ phase: 'ready', version, asked: false, needsRights });
      installWhenPossible();
      return NEXT;
    }
    if (fetched.error.code === 'update-refused') {
      setState({ phase: 'refused', version });
      return AFTER_REFUSAL;
    }
    // what was ready before gave its place to this one
    setState(before.phase === 'ready' ? { phase: 'unknown' } : before);
    return AFTER_FAILURE;
  }

  /** Installs when it is asked for and may be, or when nobody would notice; else looks again. */
  function installWhenPossible(): void {
    cancelInstall();
    if (state.phase !== 'ready') return;
    if (channel() === null) {
      setState({ phase: 'off' });
      return;
    }
    const { asked, needsRights } = state;
    if (asked ? !isBusy() : !needsRights && isIdle() && !isBusy()) {
      relaunch = true;
      quit();
      return;
    }
    cancelInstall = clock.after(asked ? BUSY_CHECK_MS : IDLE_CHECK_MS, installWhenPossible);
  }

  return {
    state: () => state,
    start: () => scheduleRound(FIRST),
    restart() {
      if (state.phase !== 'ready') return;
      setState({ ...state, asked: true });
      installWhenPossible();
    },
    finish() {
      if (state.phase !== 'ready' || channel() === null) return;
      // whoever only quits is not met by the system's question for an administrator
      if (relaunch || !state.needsRights) source?.install({ relaunch });
    },
  };
}

/** For a build or a computer that takes none. */
export const noUpdates: Updates = {
  state: () => ({ phase: 'off' }),
  start() {},
  restart() {},
  finish() {},
};
