// The pending operations on each draft, which Send and Save await: what is sent is what is shown.

export interface PendingWork {
  /** Tracks `work` and returns its result. */
  track<T>(draftId: string, work: Promise<T>): Promise<T>;
  isPending(draftId: string): boolean;
  /** Resolves once all work tracked so far has settled. */
  settled(draftId: string): Promise<void>;
}

export function createPendingWork(): PendingWork {
  const works = new Map<string, Set<Promise<unknown>>>();
  return {
    async track(draftId, work) {
      const others = works.get(draftId) ?? new Set();
      works.set(draftId, others.add(work));
      try {
        return await work;
      } finally {
        others.delete(work);
        if (others.size === 0) works.delete(draftId);
      }
    },
    isPending: (draftId) => works.has(draftId),
    async settled(draftId) {
      await Promise.allSettled(works.get(draftId) ?? []);
    },
  };
}
