// The pictures of drafts: captured, made by hand, marked up, and sealed to disk when a draft is saved.
import { freeName } from '../../contract/file-name.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { AttachmentFiles } from '../attachments/attachment-files.ts';
import type { EncodedPicture, FileWorker } from '../attachments/file-worker.ts';
import type { CapturedPicture } from '../capture/captured.ts';
import type { PictureOrigin, PictureStore } from '../capture/picture-store.ts';
import { type Chance, newId } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { DraftAttachments } from './draft-attachments.ts';
import type { StoredDraft } from './draft-store.ts';
import type { OpenDrafts } from './open-drafts.ts';
import type { PendingWork } from './pending-work.ts';
import { storePictures } from './store-pictures.ts';

/** How pictures were taken. */
export interface CaptureDetails {
  origin: PictureOrigin;
  ofScreens: boolean;
  replaces: string | null;
}

export interface DraftPictures {
  /**
   * Adds captured pictures in place of `replaces`. Excluded pictures of an earlier capture of all displays are removed.
   */
  addTaken(draft: StoredDraft, taken: readonly CapturedPicture[], how: CaptureDetails): void;
  /** Errors: `draft-gone`, `picture-unreadable`, and those of `admit`. */
  addMade(id: string, png: Uint8Array): Promise<Result<void>>;
  /** Removes the former picture at once from memory and disk. Errors: those of `addMade`, `not-found`. */
  replace(id: string, attachmentId: string, png: Uint8Array): Promise<Result<void>>;
  /** Seals the pictures in memory to disk, durably. Errors: `draft-gone`. */
  save(id: string): Promise<Result<void>>;
}

export interface DraftPicturesParts {
  openDrafts: OpenDrafts;
  pictures: PictureStore;
  attachments: AttachmentFiles;
  draftAttachments: DraftAttachments;
  worker: Pick<FileWorker, 'encodeAgain'>;
  work: PendingWork;
  clock: Clock;
  chance: Chance;
}

export function createDraftPictures(parts: DraftPicturesParts): DraftPictures {
  const { openDrafts, pictures, attachments, draftAttachments, worker, work, clock, chance } = parts;

  function nameFor(draft: StoredDraft, kind: 'screenshot' | 'picture'): string {
    return freeName(`${kind}-${stamp(clock.now())}.png`, draftAttachments.names(draft));
  }

  /** The current draft: removing a picture has saved it again. */
  function present(draft: StoredDraft): StoredDraft {
    const found = openDrafts.find(draft.id);
    return found.ok ? found.value : draft;
  }

  function addTaken(draft: StoredDraft, taken: readonly CapturedPicture[], how: CaptureDetails): void {
    const { origin, ofScreens, replaces } = how;
    const former = pictures.of(draft.id).find(({ id }) => id === replaces);
    if (replaces !== null && !former) openDrafts.detach(draft, replaces);
    const leftOut = pictures
      .of(draft.id)
      .filter((picture) => picture.origin !== 'manual' && !picture.included);
    for (const picture of ofScreens ? leftOut : []) if (picture !== former) pictures.remove(picture.id);

    let room = draftAttachments.room(present(draft)) + (former?.included ? 1 : 0);
    // The included picture is encoded first.
    const ordered = [...taken].sort((a, b) => Number(b.included) - Number(a.included));
    for (const [place, { bitmap, included: isWanted }] of ordered.entries()) {
      const included = isWanted && room > 0;
      if (included) room--;
      const name = nameFor(present(draft), 'screenshot');
      pictures.add({ draftId: draft.id, name, origin, included }, bitmap, place === 0 ? former?.id : null);
    }
  }

  async function made(id: string, png: Uint8Array, former?: string) {
    const encoded = await worker.encodeAgain(png);
    if (!encoded) return err('picture-unreadable');
    const found = openDrafts.find(id);
    if (!found.ok) return found;
    const admitted = draftAttachments.admit(found.value, encoded.bytes.length, former);
    return admitted.ok ? ok({ draft: found.value, encoded }) : admitted;
  }

  async function addMade(id: string, png: Uint8Array): Promise<Result<void>> {
    const picture = await made(id, png);
    if (!picture.ok) return picture;
    const { draft, encoded } = picture.value;
    const name = nameFor(draft, 'picture');
    pictures.addEncoded({ draftId: id, name, origin: 'manual', included: true }, encoded);
    return ok(undefined);
  }

  async function replace(id: string, formerId: string, png: Uint8Array): Promise<Result<void>> {
    const picture = await made(id, png, formerId);
    if (!picture.ok) return picture;
    const { draft, encoded } = picture.value;
    const former = pictures.find(formerId);
    if (former?.draftId === id) {
      const { draftId, name } = former;
      pictures.addEncoded({ draftId, name, origin: 'manual', included: true }, encoded, formerId);
      return ok(undefined);
    }
    if (!draft.attachments.some((stored) => stored.id === formerId && stored.kind === 'picture'))
      return err('not-found');
    return replaceStored(draft, formerId, encoded);
  }

  /** A saved picture is replaced on disk. */
  async function replaceStored(
    { id }: StoredDraft,
    formerId: string,
    encoded: EncodedPicture,
  ): Promise<Result<void>> {
    const { sha256, bytes, width, height } = encoded;
    await attachments.store(id, [encoded]);
    const found = openDrafts.find(id);
    const former = found.ok && found.value.attachments.find((stored) => stored.id === formerId);
    if (!former) {
      attachments.abandon(id, [sha256]);
      return found.ok ? err('not-found') : found;
    }
    const fields = { id: newId(chance), width, height, included: true };
    const marked = { ...former, ...fields, sha256, size: bytes.length };
    openDrafts.saveAttachments(
      found.value,
      found.value.attachments.map((stored) => (stored === former ? marked : stored)),
    );
    return ok(undefined);
  }

  async function save(id: string): Promise<Result<void>> {
    await work.settled(id);
    const sealed = await storePictures(id, pictures.of(id), attachments);
    const found = openDrafts.find(id);
    // Pictures removed, replaced or excluded in the meantime stay that way.
    const remaining = sealed.flatMap((stored) => {
      const picture = found.ok ? pictures.find(stored.id) : null;
      return picture ? [{ ...stored, included: picture.included }] : [];
    });
    if (found.ok) openDrafts.saveAttachments(found.value, [...found.value.attachments, ...remaining]);
    for (const stored of remaining) pictures.remove(stored.id);
    const left = sealed.filter((stored) => !remaining.some((one) => one.id === stored.id));
    attachments.abandon(
      id,
      left.map(({ sha256 }) => sha256),
    );
    return found.ok ? ok(undefined) : found;
  }

  return {
    addTaken,
    addMade: (id, png) => work.track(id, addMade(id, png)),
    replace: (id, attachmentId, png) => work.track(id, replace(id, attachmentId, png)),
    save: (id) => work.track(id, save(id)),
  };
}

/** Local time such as 20260131-094500. */
function stamp(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
