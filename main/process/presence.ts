// Whether somebody is at the screen: not while it is locked, and not while the computer sleeps.
import type { PowerMonitor } from 'electron';

export interface Presence {
  isAway(): boolean;
  /** Calls `act` each time they go; the answer ends that. */
  onLeave(act: () => void): () => void;
}

/** Somebody is there to begin with: the agent is started by a person, or at their sign-in. */
export function watchPresence(powerMonitor: Pick<PowerMonitor, 'on'>): Presence {
  let [isLocked, isAsleep] = [false, false];
  const listeners = new Set<() => void>();
  function leave(): void {
    for (const act of [...listeners]) act();
  }
  powerMonitor.on('lock-screen', () => {
    isLocked = true;
    leave();
  });
  powerMonitor.on('suspend', () => {
    isAsleep = true;
    leave();
  });
  powerMonitor.on('resume', () => {
    isAsleep = false;
  });
  powerMonitor.on('unlock-screen', () => {
    // Whoever unlocks a screen is awake, whatever was not listeners.
    [isLocked, isAsleep] = [false, false];
  });
  return {
    isAway: () => isLocked || isAsleep,
    onLeave(act) {
      listeners.add(act);
      return () => listeners.delete(act);
    },
  };
}
