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

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  target: object;
  nativeEvent: { isComposing: boolean };
}

/** Whether a key press means Send: Ctrl+Enter, outside the composition of a character. */
export function isSendKey({ key, ctrlKey, nativeEvent }: KeyPress): boolean {
  return key === 'Enter' && ctrlKey && !nativeEvent.isComposing;
}

/**
 * Whether a key press would make the browser submit the form: Enter in a line of text, on a tick or on a choice. What
 * is being written is sent by Send alone, never by a key that is pressed too easily.
 */
export function submitsByItself({ key, target, nativeEvent }: KeyPress): boolean {
  const isField = 'localName' in target && target.localName === 'input';
  return key === 'Enter' && isField && !nativeEvent.isComposing;
}
