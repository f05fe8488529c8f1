// A map of bounded size, in the order of last use: what counts callers must not grow with their number.

export interface RecentKeys<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  /** the one that was set longest ago first */
  entries(): Iterable<[string, T]>;
  readonly size: number;
}

/** Entries that `isOver` says are worthless go first; beyond `most` keys, the one that was set longest ago goes. */
export function createRecentKeys<T>(most: number, isOver: (value: T) => boolean): RecentKeys<T> {
  const entries = new Map<string, T>();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      // a map keeps the order of insertion
      entries.delete(key);
      for (const [oldest, old] of entries) {
        if (entries.size < most && !isOver(old)) break;
        entries.delete(oldest);
      }
      entries.set(key, value);
    },
    delete: (key) => void entries.delete(key),
    entries: () => entries.entries(),
    get size() {
      return entries.size;
    },
  };
}
