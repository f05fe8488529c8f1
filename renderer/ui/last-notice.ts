// Stores the last notice of one kind, also when it came before a screen had subscribed.
import { useSyncExternalStore } from 'react';

export interface LastNotice<T> {
  subscribe(changed: () => void): () => void;
  last(): T | null;
}

/** Listens from now on, until the window is closed. */
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

/** Returns the last notice, or null before the first. Each notice is a new object, also when its content is the same. */
export function useLastNotice<T>(notice: LastNotice<T>): T | null {
  return useSyncExternalStore(notice.subscribe, notice.last);
}
