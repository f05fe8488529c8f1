// Saves the content of a form to its draft: not at every key, but soon enough that a crash loses almost nothing.
import type { GuichetError } from '../../contract/errors.ts';
import type { RequestIn } from '../../contract/ipc.ts';
import type { Result } from '../../contract/result.ts';

type DraftUpdate = RequestIn<'draft:write'>;
/** Writes the draft and returns the answer. */
export type Write = (draft: DraftUpdate) => Promise<Result<void>>;

export interface DraftWriter {
  /** Writes this content after the delay. A pending change of another draft is written at once. */
  changed(draft: DraftUpdate): void;
  /** Writes the pending change at once, and waits until it is written, or could not be. */
  flush(): Promise<void>;
}

/** How often what the disk did not take is written again, in milliseconds. */
const AGAIN_MS = 1000;

/** Whether the failure is of this computer's disk, which passes: nobody has to press a key for that. */
export function isOfDisk({ code }: GuichetError): boolean {
  return code.startsWith('storage-');
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
    if (draft === null) return;
    const answer = await write(draft);
    if (answer.ok || !isOfDisk(answer.error) || pending !== null) return;
    pending = draft;
    timer ??= setTimeout(() => void flush(), AGAIN_MS);
  }

  return {
    changed(draft) {
      if (pending !== null && pending.id !== draft.id) void flush();
      pending = draft;
      timer ??= setTimeout(() => void flush(), delay);
    },
    flush,
  };
}
