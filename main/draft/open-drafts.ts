// The drafts under the pen: the one the form shows, and the message to each ticket that is being answered.
import { isBegun } from '../../contract/new-content.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import type { StoredAttachment } from '../attachments/stored-attachment.ts';
import { type Chance, newId } from '../support/chance.ts';
import { type DraftStore, newDraft, type StoredDraft } from './draft-store.ts';

export interface OpenDrafts {
  /** What the form shows; null before anything was begun, and after it was sent or discarded. */
  form(): StoredDraft | null;
  /** Whether anything in the form's draft took somebody the trouble. */
  isWriting(): boolean;
  /**
   * Shows a draft in the form: the one named, else the one it showed last in this run, else a new one. What gives way
   * stays in the store, unless nothing was done in it. Error `draft-gone`.
   */
  showInForm(id?: string): Result<StoredDraft>;
  /** The message to this ticket, begun if there is none. */
  ofTicket(ticketId: string): StoredDraft;
  /** Error `draft-gone`. */
  find(id: string): Result<StoredDraft>;
  /** Those in memory, of which a window may ask for a picture. */
  all(): StoredDraft[];
  /** Writes it down as it is now, its attachments being those it had. */
  save(draft: StoredDraft): void;
  /** The same in memory alone, where it is about to be sent: one commit is enough. */
  update(draft: StoredDraft): void;
  /** Writes it down with other attachments; the files of those that are no longer in it go. */
  saveAttachments(draft: StoredDraft, attachments: readonly StoredAttachment[]): void;
  /** Writes it down without this one, if it has it. */
  detach(draft: StoredDraft, attachmentId: string): void;
  /** To be called in the transaction that sends it: nothing of it stays, but what a command holds by then. */
  remove(id: string): void;
  /** It was sent, and `remove` was committed. */
  close(id: string): void;
  /** Nothing of it stays. Error `draft-gone`. */
  discard(id: string): Result<void>;
}

interface Parts {
  transaction(act: () => void): void;
  drafts: DraftStore;
  attachments: AttachmentFiles;
  chance: Chance;
  /** Whether somebody made pictures for it, which are in memory only, or gave it files that are still being read. */
  hasUnsavedWork(id: string): boolean;
  /** It is in memory no longer, nor is what belongs to it to be. */
  onClosed(id: string): void;
}

export function createOpenDrafts(parts: Parts): OpenDrafts {
  const { transaction, drafts, attachments, chance, hasUnsavedWork, onClosed } = parts;
  const open = new Map<string, StoredDraft>();
  let formId: string | null = null;

  const form = () => (formId === null ? null : (open.get(formId) ?? null));

  function begin(draft: StoredDraft): StoredDraft {
    open.set(draft.id, draft);
    return draft;
  }
  function find(id: string): Result<StoredDraft> {
    const draft = open.get(id) ?? drafts.read(id);
    return draft ? ok(begin(draft)) : err('draft-gone');
  }
  function save(draft: StoredDraft): void {
    open.set(draft.id, draft);
    if (isBlank(draft)) drafts.remove(draft.id);
    else drafts.save(draft);
  }
  function saveAttachments(draft: StoredDraft, stored: readonly StoredAttachment[]): void {
    transaction(() => {
      attachments.release(draft.id);
      attachments.retain(
        draft.id,
        stored.map(({ sha256 }) => sha256),
      );
      save({ ...draft, attachments: [...stored] });
    });
    void attachments.sweep();
  }
  function remove(id: string): void {
    drafts.remove(id);
    attachments.release(id);
  }
  function close(id: string): void {
    open.delete(id);
    if (formId === id) formId = null;
    onClosed(id);
  }

  return {
    form,
    isWriting() {
      const draft = form();
      return draft !== null && (!isBlank(draft) || hasUnsavedWork(draft.id));
    },
    find,
    save,
    update: (draft) => void begin(draft),
    close,
    all: () => [...open.values()],
    showInForm(id) {
      const named = id === undefined ? null : find(id);
      if (named && (!named.ok || named.value.ticketId !== null)) return err('draft-gone');
      const before = form();
      if (before && before.id !== id && isBlank(before)) {
        if (!hasUnsavedWork(before.id)) close(before.id);
        // Without a word in it, it would not be among the others, and nobody would find its pictures again.
        else if (named) drafts.save(before);
      }
      const shown = named?.value ?? form() ?? begin(newDraft(newId(chance), null));
      formId = shown.id;
      return ok(shown);
    },
    ofTicket(ticketId) {
      const held = [...open.values()].find((draft) => draft.ticketId === ticketId);
      return held ?? begin(drafts.ofTicket(ticketId) ?? newDraft(newId(chance), ticketId));
    },
    saveAttachments,
    detach(draft, attachmentId) {
      const left = draft.attachments.filter(({ id }) => id !== attachmentId);
      if (left.length < draft.attachments.length) saveAttachments(draft, left);
    },
    remove,
    discard(id) {
      const found = find(id);
      if (!found.ok) return found;
      transaction(() => remove(id));
      void attachments.sweep();
      close(id);
      return ok(undefined);
    },
  };
}

function isBlank({ content, attachments }: StoredDraft): boolean {
  return !isBegun(content) && attachments.length === 0;
}
