// What may wait until the form is on the screen: the key press pays for nothing but the form.
import { useEffect, useEffectEvent } from 'react';

/** Milliseconds after which a busy window does it all the same. */
const PATIENCE = 500;

/**
 * Calls `act` each time the window is shown, once it has painted and is idle, and again when `occasion` changes while
 * it is shown.
 */
export function useEachShowing(act: () => void, occasion = ''): void {
  const tell = useEffectEvent(act);
  useEffect(() => {
    let handle = 0;
    function soon(): void {
      cancelIdleCallback(handle);
      if (document.visibilityState !== 'visible') return;
      handle = requestIdleCallback(() => tell(), { timeout: PATIENCE });
    }
    // an occasion that is not the first is no different: the window may already be shown
    void occasion;
    soon();
    document.addEventListener('visibilitychange', soon);
    return () => {
      cancelIdleCallback(handle);
      document.removeEventListener('visibilitychange', soon);
    };
  }, [occasion]);
}

/** Calls `act` each time the window is put out of sight. */
export function useEachHiding(act: () => void): void {
  const tell = useEffectEvent(act);
  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === 'hidden') tell();
    };
    document.addEventListener('visibilitychange', hidden);
    return () => document.removeEventListener('visibilitychange', hidden);
  }, []);
}
