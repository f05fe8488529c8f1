// The open drafts: the one in the form, and the comment for each ticket being answered.
import { hasContent } from '../../contract/new-content.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import type { StoredAttachment } from '../attachments/stored-attachment.ts';
import { type Chance, newId } from '../support/chance.ts';
import { type DraftStore, newDraft, type StoredDraft } from './draft-store.ts';

export interface OpenDrafts {
  /** The form's draft; null before one was begun, and after it was sent or discarded. */
  form(): StoredDraft | null;
  /** Whether the form's draft contains anything the user added. */
  isWriting(): boolean;
  /**
   * Shows a draft in the form: the one named, else the last one of this run, else a new one. The former draft stays in
   * the store unless it is empty. Error `draft-gone`.
   */
  showInForm(id?: string): Result<StoredDraft>;
  /** The draft of a comment on this ticket; a new one when there is none. */
  ofTicket(ticketId: string): StoredDraft;
  /** Error `draft-gone`. */
  find(id: string): Result<StoredDraft>;
  /** The drafts in memory, whose pictures a window may request. */
  all(): StoredDraft[];
  /** Writes the draft to disk, with its present attachments. */
  save(draft: StoredDraft): void;
  /** Updates it in memory only, when it is about to be sent: one commit is enough. */
  update(draft: StoredDraft): void;
  /** Writes it to disk with other attachments; the files of removed attachments are released. */
  saveAttachments(draft: StoredDraft, attachments: readonly StoredAttachment[]): void;
  /** Writes it to disk without this attachment, if it has it. */
  detach(draft: StoredDraft, attachmentId: string): void;
  /** Call it in the transaction that submits the draft. Removes everything that no command retains by then. */
  remove(id: string): void;
  /** Called when it was submitted and `remove` has committed. */
  close(id: string): void;
  /** Removes the draft and its files. Error `draft-gone`. */
  discard(id: string): Result<void>;
}

interface Parts {
  transaction(act: () => void): void;
  drafts: DraftStore;
  attachments: AttachmentFiles;
  chance: Chance;
  /** Whether it has pictures in memory that the user made, or files still being read. */
  hasUnsavedWork(id: string): boolean;
  /** Called after the draft was removed from memory, so that its pictures and files can be removed too. */
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
        // Without text it would not be listed among the drafts, and its pictures could not be found again.
        else if (named) drafts.save(before);
      }
      const draft = named?.value ?? form() ?? begin(newDraft(newId(chance), null));
      formId = draft.id;
      return ok(draft);
    },
    ofTicket(ticketId) {
      const inMemory = [...open.values()].find((draft) => draft.ticketId === ticketId);
      return inMemory ?? begin(drafts.ofTicket(ticketId) ?? newDraft(newId(chance), ticketId));
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
  return !hasContent(content) && attachments.length === 0;
}
