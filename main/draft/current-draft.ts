// The one draft the form shows: its text saved as one types, its pictures in memory.

import type { GuichetError } from '../../contract/errors.ts';
import type { Draft } from '../../contract/ipc.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { LIMITS } from '../../contract/words.ts';
import { type Bitmap, type PictureStore, shownPicture } from '../capture/picture-store.ts';
import { type Chance, newId } from '../support/chance.ts';
import type { AttachmentFiles } from './attachment-files.ts';
import type { DraftStore, StoredDraft } from './draft-store.ts';
import { shownStoredPicture } from './stored-picture.ts';

export interface CurrentDraft {
  /** Opens the draft named, else the one last written, else a new one; one without a word in it is not kept. */
  begin(id?: string): void;
  /** What the form shows; null before anything was begun. */
  shown(): Draft | null;
  /** The draft of this id if it is the current one. Error `draft-gone`. */
  find(id: string): Result<StoredDraft>;
  write(text: { id: string; title: string; description: string }): Result<void>;
  /** Another picture, or with `inPlace` one instead of the last. Ignored when the form holds as many as may be sent. */
  addPicture(bitmap: Bitmap, inPlace: boolean): void;
  setProblem(problem: GuichetError | null): void;
  removePicture(id: string, pictureId: string): Result<void>;
  discard(id: string): Result<void>;
  /** It was submitted. */
  sent(): void;
  /** PNG of one of its pictures, or null. */
  pictureBytes(pictureId: string): Promise<Uint8Array | null>;
}

interface Parts {
  transaction(act: () => void): void;
  drafts: DraftStore;
  pictures: PictureStore;
  attachments: AttachmentFiles;
  chance: Chance;
}

/** None is current before `begin`, nor after `sent` and `discard`. */
export function createCurrentDraft({
  transaction,
  drafts,
  pictures,
  attachments,
  chance,
}: Parts): CurrentDraft {
  let current: StoredDraft | null = null;

  function find(id: string): Result<StoredDraft> {
    return current?.id === id ? ok(current) : err('draft-gone');
  }

  function keep(draft: StoredDraft): void {
    current = draft;
    if (isBlank(draft)) drafts.remove(draft.id);
    else drafts.save(draft);
  }

  function leave(): void {
    if (current) pictures.removeAllOf(current.id);
    current = null;
  }

  function forget(draft: StoredDraft): void {
    transaction(() => {
      drafts.remove(draft.id);
      attachments.release(draft.id);
    });
    void attachments.sweep();
    leave();
  }

  function removeStored(draft: StoredDraft, pictureId: string): void {
    const left = draft.pictures.filter(({ id }) => id !== pictureId);
    transaction(() => {
      attachments.release(draft.id);
      attachments.hold(
        draft.id,
        left.map(({ sha256 }) => sha256),
      );
      keep({ ...draft, pictures: left });
    });
    void attachments.sweep();
  }

  return {
    find,
    begin(id) {
      if (current && isBlank(current)) leave();
      // One that gives way to another stays in the store, and its pictures in memory.
      const wanted = id === undefined ? (current ?? drafts.latest()) : drafts.read(id);
      current = wanted ?? { id: newId(chance), title: '', description: '', pictures: [], problem: null };
    },
    shown() {
      if (!current) return null;
      const { id, title, description, problem } = current;
      const held = pictures.of(id).map(shownPicture);
      return {
        id,
        title,
        description,
        problem,
        pictures: [...current.pictures.map(shownStoredPicture), ...held],
      };
    },
    write({ id, title, description }) {
      const found = find(id);
      if (!found.ok) return found;
      keep({ ...found.value, title, description });
      return ok(undefined);
    },
    addPicture(bitmap, inPlace) {
      if (!current) return;
      const last = pictures.of(current.id).at(-1);
      if (inPlace && last) pictures.remove(last.id);
      const count = current.pictures.length + pictures.of(current.id).length;
      if (count < LIMITS.attachmentsPerCommand) pictures.add(current.id, bitmap);
    },
    setProblem(problem) {
      if (current) current = { ...current, problem };
    },
    removePicture(id, pictureId) {
      const found = find(id);
      if (!found.ok) return found;
      if (found.value.pictures.some((picture) => picture.id === pictureId))
        removeStored(found.value, pictureId);
      else pictures.remove(pictureId);
      return ok(undefined);
    },
    discard(id) {
      const found = find(id);
      if (!found.ok) return found;
      forget(found.value);
      return ok(undefined);
    },
    sent: leave,
    async pictureBytes(pictureId) {
      const stored = current?.pictures.find(({ id }) => id === pictureId);
      return stored ? attachments.load(stored.sha256) : pictures.bytes(pictureId);
    },
  };
}

function isBlank({ title, description, pictures }: StoredDraft): boolean {
  return title.trim() === '' && description.trim() === '' && pictures.length === 0;
}
