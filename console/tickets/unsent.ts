// What a technician is writing and has not sent: it outlives a page left by mistake and a session that ends.
import { useState } from 'react';

const keyOf = (name: string) => `guichet.unsent.${name}`;

/** What was kept under this name; empty where nothing is. */
export function readUnsent(name: string): string {
  try {
    return sessionStorage.getItem(keyOf(name)) ?? '';
  } catch {
    return '';
  }
}

/** Keeps a text in this tab until it is emptied, or its writer signs out. */
export function storeUnsent(name: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(keyOf(name), text);
    else sessionStorage.removeItem(keyOf(name));
  } catch {
    // Storage is off or full: the text lasts as long as the page.
  }
}

/** A kept text as state. `name` says what it is for. */
export function useUnsent(name: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readUnsent(name));
  const write = (next: string) => {
    setText(next);
    storeUnsent(name, next);
  };
  return [text, write];
}
