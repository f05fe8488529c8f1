// Unsent texts in session storage: they survive leaving the page and the end of the session.
import { useState } from 'react';

const keyOf = (name: string) => `guichet.unsent.${name}`;

/** Returns the text stored under this name, or an empty string. */
export function readUnsent(name: string): string {
  try {
    return sessionStorage.getItem(keyOf(name)) ?? '';
  } catch {
    return '';
  }
}

/** Stores a text in this tab until it is emptied or the user signs out. */
export function storeUnsent(name: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(keyOf(name), text);
    else sessionStorage.removeItem(keyOf(name));
  } catch {
    // Storage is off or full: the text lasts as long as the page.
  }
}

/** An unsent text as state, stored under `name`. */
export function useUnsent(name: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readUnsent(name));
  const write = (next: string) => {
    setText(next);
    storeUnsent(name, next);
  };
  return [text, write];
}
