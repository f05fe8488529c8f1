// Finds, downloads and installs updates in the background, and never while something is being written or sent.
import { isDeepStrictEqual } from 'node:util';
import { type Clock, HOUR, MINUTE } from '../../contract/clock.ts';
import type { UpdateState } from '../../contract/update.ts';
import type { Chance } from '../support/chance.ts';
import type { AvailableUpdate, InstallerSource } from './installer-source.ts';

export interface Updates {
  state(): UpdateState;
  start(): void;
  /** The user's request to restart: at once, or as soon as nothing prevents it. */
  restart(): void;
  /** Call it once the agent has stopped and all its data is on disk. Starts the installer, if there is one. */
  finish(): Promise<void>;
}

interface Parts {
  /** Called at the first check of a channel; null when this build takes no updates. */
  open(channel: string): Promise<InstallerSource | null>;
  /** the channel now in force; null when IT updates this computer itself */
  channel(): string | null;
  clock: Clock;
  chance: Chance;
  /** Whether the form is open, or something is being sent. */
  isBusy(): boolean;
  /** Whether the user is away, no window is open, and no draft would be lost. */
  isIdle(): boolean;
  /** Quits the agent in good order, which calls `finish` at the end. */
  quit(): void;
  /** Starts this version again after the exit: the installer was refused, or is not what was checked. */
  startAgain(): void;
  onState(): void;
}

/** Late, to leave the start to the user, and spread, because a whole company starts within a quarter of an hour. */
const FIRST = { after: 3 * MINUTE, spread: 12 * MINUTE };
const NEXT = { after: 4 * HOUR, spread: HOUR };
const AFTER_FAILURE = { after: 30 * MINUTE, spread: 30 * MINUTE };
/** A refused file is as large as before, and unlikely to be fixed within an hour. */
const AFTER_REFUSAL = { after: 24 * HOUR, spread: HOUR };
const IDLE_CHECK_MS = MINUTE;
/** The longest time between closing the form and a restart that the user has requested. */
const BUSY_CHECK_MS = 1000;

type Wait = typeof FIRST;

/** No request is sent before `start`. */
export function createUpdates(parts: Parts): Updates {
  const { open, channel, clock, chance, isBusy, isIdle, quit, startAgain, onState } = parts;
  let state: UpdateState = { phase: 'unknown' };
  let source: InstallerSource | null = null;
  let openedChannel: string | null = null;
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

  /** Returns the wait before the next round; null when there is none. */
  async function round(): Promise<Wait | null> {
    const current = channel();
    if (current === null) {
      setState({ phase: 'off' });
      return NEXT;
    }
    if (openedChannel !== current) source = await open(current);
    openedChannel = current;
    if (!source) {
      setState({ phase: 'off' });
      return null;
    }
    const found = await source.find();
    if (!found.ok) return AFTER_FAILURE;
    if (found.value === null) {
      // The release that was ready has been paused or withdrawn.
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
      setState({ phase: 'ready', version, restartRequested: false, needsRights });
      installWhenPossible();
      return NEXT;
    }
    if (fetched.error.code === 'update-refused') {
      setState({ phase: 'refused', version });
      return AFTER_REFUSAL;
    }
    // The download has replaced the release that was ready before.
    setState(before.phase === 'ready' ? { phase: 'unknown' } : before);
    return AFTER_FAILURE;
  }

  /** Installs when requested and possible, or when the user would not notice; else checks again later. */
  function installWhenPossible(): void {
    cancelInstall();
    if (state.phase !== 'ready') return;
    if (channel() === null) {
      setState({ phase: 'off' });
      return;
    }
    const { restartRequested, needsRights } = state;
    if (restartRequested ? !isBusy() : !needsRights && isIdle() && !isBusy()) {
      relaunch = true;
      quit();
      return;
    }
    cancelInstall = clock.after(restartRequested ? BUSY_CHECK_MS : IDLE_CHECK_MS, installWhenPossible);
  }

  return {
    state: () => state,
    start: () => scheduleRound(FIRST),
    restart() {
      if (state.phase !== 'ready') return;
      setState({ ...state, restartRequested: true });
      installWhenPossible();
    },
    async finish() {
      if (state.phase !== 'ready' || channel() === null) return;
      // A user who only quits must not get the system's prompt for an administrator.
      if (!relaunch && state.needsRights) return;
      const isRunning = (await source?.install({ relaunch })) ?? false;
      if (relaunch && !isRunning) startAgain();
    },
  };
}

/** For a build or a computer that takes no updates. */
export const noUpdates: Updates = {
  state: () => ({ phase: 'off' }),
  start() {},
  restart() {},
  async finish() {},
};
