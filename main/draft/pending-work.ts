// What is being done to a draft at this moment, which Send and Save have to wait for: what is shown is what is sent.

export interface PendingWork {
  /** Answers what `work` answers. */
  track<T>(draftId: string, work: Promise<T>): Promise<T>;
  isPending(draftId: string): boolean;
  /** Resolved once all that was begun before has ended, well or not. */
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
