// Saves the content of a form to its draft: not at every key, but soon enough that a crash loses almost nothing.
import type { RequestIn } from '../../contract/ipc.ts';

type DraftUpdate = RequestIn<'draft:write'>;
export type Write = (draft: DraftUpdate) => Promise<void>;

export interface DraftWriter {
  /** Writes this content after the delay. A pending change of another draft is written at once. */
  changed(draft: DraftUpdate): void;
  /** Writes the pending change at once, and waits until it is written. */
  flush(): Promise<void>;
}

/** @param delay milliseconds after the first change that is not written */
export function createDraftWriter(write: Write, delay = 300): DraftWriter {
  let pending: DraftUpdate | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const draft = pending;
    pending = null;
    if (draft !== null) await write(draft);
  }

  return {
    changed(draft) {
      if (pending !== null && pending.id !== draft.id) void flush();
      pending = draft;
      timer ??= setTimeout(flush, delay);
    },
    flush,
  };
}
