// What a technician is writing and has not sent: it outlives a page left by mistake and a session that ends.
import { useState } from 'react';

const keyOf = (name: string) => `guichet.unsent.${name}`;

function read(name: string): string {
  try {
    return sessionStorage.getItem(keyOf(name)) ?? '';
  } catch {
    return '';
  }
}

/** A text kept in this tab until it is emptied, or its writer signs out. `name` says what it is for. */
export function useUnsent(name: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => read(name));
  const write = (next: string) => {
    setText(next);
    try {
      if (next) sessionStorage.setItem(keyOf(name), next);
      else sessionStorage.removeItem(keyOf(name));
    } catch {
      // Storage is off or full: the text lasts as long as the page.
    }
  };
  return [text, write];
}
