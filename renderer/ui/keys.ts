// Keys that a whole window answers to.
import { useEffect, useEffectEvent } from 'react';

/** Calls `act` when Escape is pressed anywhere but in an open dialog, which Escape closes first. */
export function useEscape(act: () => void): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    const inDialog = event.target instanceof Element && event.target.closest('dialog') !== null;
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented && !inDialog) act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressed(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** Calls `act` at Ctrl+F. */
export function useSearchKey(act: () => void): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'f' || !event.ctrlKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => pressed(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

/** Whether a key press means Send: Ctrl+Enter, outside the composition of a character. */
export function isSendKey(event: {
  key: string;
  ctrlKey: boolean;
  nativeEvent: { isComposing: boolean };
}): boolean {
  return event.key === 'Enter' && event.ctrlKey && !event.nativeEvent.isComposing;
}
