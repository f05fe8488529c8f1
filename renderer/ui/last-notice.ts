// Keeps the last notice of one kind, even one that came before a screen was there to hear it.
import { useSyncExternalStore } from 'react';

export interface LastNotice<T> {
  subscribe(changed: () => void): () => void;
  last(): T | null;
}

/** Listens from now on, for as long as the window lives. */
export function rememberLast<T>(hear: (listener: (notice: T) => void) => unknown): LastNotice<T> {
  let last: T | null = null;
  const listeners = new Set<() => void>();
  hear((notice) => {
    last = notice;
    for (const changed of listeners) changed();
  });
  return {
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    last: () => last,
  };
}

/** The last notice, null before the first. Each notice is a new object, also when it says the same again. */
export function useLastNotice<T>(notice: LastNotice<T>): T | null {
  return useSyncExternalStore(notice.subscribe, notice.last);
}
