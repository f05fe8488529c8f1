// Work that is done when the window is shown or hidden. What is done at showing waits until the window has painted, so that
// the hotkey shows the form without delay.
import { useEffect, useEffectEvent } from 'react';

/** Milliseconds after which a busy window does the work all the same. */
const IDLE_TIMEOUT = 500;

/**
 * Calls `act` each time the window is shown, once it has painted and is idle, and again when `trigger` changes while it is
 * shown.
 */
export function useOnShow(act: () => void, trigger = ''): void {
  const run = useEffectEvent(act);
  useEffect(() => {
    let handle = 0;
    function soon(): void {
      cancelIdleCallback(handle);
      if (document.visibilityState !== 'visible') return;
      handle = requestIdleCallback(() => run(), { timeout: IDLE_TIMEOUT });
    }
    // Only a dependency of this effect.
    void trigger;
    // The window may already be shown.
    soon();
    document.addEventListener('visibilitychange', soon);
    return () => {
      cancelIdleCallback(handle);
      document.removeEventListener('visibilitychange', soon);
    };
  }, [trigger]);
}

/** Calls `act` each time the window is hidden. */
export function useOnHide(act: () => void): void {
  const run = useEffectEvent(act);
  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === 'hidden') run();
    };
    document.addEventListener('visibilitychange', hidden);
    return () => document.removeEventListener('visibilitychange', hidden);
  }, []);
}
