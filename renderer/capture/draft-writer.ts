// Sends what is being typed to the draft, not at every key but soon enough that a crash costs nothing one would miss.
import type { RequestIn } from '../../contract/ipc.ts';

type DraftText = RequestIn<'draft:write'>;
export type Write = (text: DraftText) => Promise<void>;

export interface DraftWriter {
  /** What the form holds now; written after the delay, or at once when another draft takes its place. */
  changed(text: DraftText): void;
  /** Writes what is not written yet, and waits until it is. */
  flush(): Promise<void>;
}

/** `delay` is in milliseconds from the first unwritten change. */
export function createDraftWriter(write: Write, delay = 300): DraftWriter {
  let pending: DraftText | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const text = pending;
    pending = null;
    if (text !== null) await write(text);
  }

  return {
    changed(text) {
      if (pending !== null && pending.id !== text.id) void flush();
      pending = text;
      timer ??= setTimeout(flush, delay);
    },
    flush,
  };
}
