// The pictures of drafts neither sent nor saved, in memory only: a picture not sent leaves no trace.

import type { EncodedPicture, FileWorker } from '../attachments/file-worker.ts';
import { type Chance, newId } from '../support/chance.ts';
import { nextTurn } from '../support/turn.ts';

/** A captured display, window or region: BGRA, 4 bytes per pixel. */
export interface Bitmap {
  pixels: Uint8Array;
  width: number;
  height: number;
}

/** How a picture was made: with the hotkey, on request in the form, or by hand and pasted. */
export type PictureOrigin = 'hotkey' | 'requested' | 'manual';

export interface MemoryPicture {
  id: string;
  draftId: string;
  name: string;
  origin: PictureOrigin;
  included: boolean;
  /** pixels */
  width: number;
  height: number;
  /** bytes once encoded, null before */
  size: number | null;
  /** null when encoding failed */
  encoded: Promise<EncodedPicture | null>;
}

type NewPicture = Pick<MemoryPicture, 'draftId' | 'name' | 'origin' | 'included'>;

export interface PictureStore {
  /** Returns at once; encoding starts in the next turn. Replaces `former`, which is removed at once. */
  add(picture: NewPicture, bitmap: Bitmap, former?: string | null): void;
  /** The same for a picture that is already encoded. */
  addEncoded(picture: NewPicture, encoded: EncodedPicture, former?: string | null): void;
  of(draftId: string): MemoryPicture[];
  find(id: string): MemoryPicture | null;
  setIncluded(id: string, included: boolean): void;
  remove(id: string): void;
  removeAllOf(draftId: string): void;
}

/** Calls `onEncoded` for each picture still in the store when its encoding has ended, successfully or not. */
export function createPictureStore(parts: {
  worker: Pick<FileWorker, 'encode'>;
  chance: Chance;
  onEncoded(picture: MemoryPicture, encoded: EncodedPicture | null): void;
}): PictureStore {
  const { worker, chance, onEncoded } = parts;
  let pictures: MemoryPicture[] = [];
  const remove = (id: string) => {
    pictures = pictures.filter((picture) => picture.id !== id);
  };

  function put(added: MemoryPicture, former: string | null): void {
    const place = pictures.findIndex(({ id }) => id === former);
    pictures = place < 0 ? [...pictures, added] : pictures.with(place, added);
  }

  return {
    add(picture, bitmap, former = null) {
      const { width, height } = bitmap;
      const encoded = nextTurn()
        .then(() => worker.encode(bitmap.pixels, width, height))
        .catch(() => null);
      const added: MemoryPicture = { ...picture, id: newId(chance), width, height, size: null, encoded };
      put(added, former);
      void encoded.then((done) => {
        if (!pictures.includes(added)) return;
        added.size = done?.bytes.length ?? null;
        if (!done) remove(added.id);
        onEncoded(added, done);
      });
    },
    addEncoded(picture, done, former = null) {
      const { width, height, bytes } = done;
      const details = { id: newId(chance), width, height, size: bytes.length };
      put({ ...picture, ...details, encoded: Promise.resolve(done) }, former);
    },
    of: (draftId) => pictures.filter((picture) => picture.draftId === draftId),
    find: (id) => pictures.find((picture) => picture.id === id) ?? null,
    setIncluded(id, included) {
      for (const picture of pictures) if (picture.id === id) picture.included = included;
    },
    remove,
    removeAllOf(draftId) {
      pictures = pictures.filter((picture) => picture.draftId !== draftId);
    },
  };
}
