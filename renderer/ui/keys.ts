// Keys that work anywhere in a window.
import { useEffect, useEffectEvent } from 'react';

/** Calls `act` when Escape is pressed. In an open dialog, Escape only closes the dialog. */
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

/** Returns whether a key press means Send: Ctrl+Enter, unless a character is being composed. */
export function isSendKey({ key, ctrlKey, nativeEvent }: KeyPress): boolean {
  return key === 'Enter' && ctrlKey && !nativeEvent.isComposing;
}

/**
 * Returns whether the browser would submit the form: Enter in a text input, a checkbox or a radio button. Only Send
 * submits; Enter is pressed too easily.
 */
export function submitsByItself({ key, target, nativeEvent }: KeyPress): boolean {
  const isField = 'localName' in target && target.localName === 'input';
  return key === 'Enter' && isField && !nativeEvent.isComposing;
}
