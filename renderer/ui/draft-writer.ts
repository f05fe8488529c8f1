// Sends what the form holds to the draft, not at every key but soon enough that a crash costs nothing one would miss.
import type { RequestIn } from '../../contract/ipc.ts';

type WrittenDraft = RequestIn<'draft:write'>;
export type Write = (draft: WrittenDraft) => Promise<void>;

export interface DraftWriter {
  /** What the form holds now; written after the delay, or at once when another draft takes its place. */
  changed(draft: WrittenDraft): void;
  /** Writes what is not written yet, and waits until it is. */
  flush(): Promise<void>;
}

/** `delay` is in milliseconds from the first unwritten change. */
export function createDraftWriter(write: Write, delay = 300): DraftWriter {
  let pending: WrittenDraft | null = null;
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
