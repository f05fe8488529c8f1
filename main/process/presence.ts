// Whether the user is at the screen: not while it is locked, and not while the computer sleeps.
import type { PowerMonitor } from 'electron';

export interface Presence {
  isAway(): boolean;
  /** Calls `act` each time the user leaves. Returns the function that unsubscribes. */
  onLeave(act: () => void): () => void;
}

/** The user counts as present at first: a person starts the agent, or signs in. */
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
    // Unlocking also ends sleep, in case the resume event was missed.
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
