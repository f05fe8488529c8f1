// The pictures of drafts that are not submitted yet: in memory only, so that what is not sent leaves no trace.
import type { DraftPicture } from '../../contract/ipc.ts';
import { type Chance, newId } from '../support/chance.ts';
import type { Clock } from '../support/clock.ts';
import type { EncodedPicture, PictureWorker } from './picture-worker.ts';

/** A display as captured: BGRA, 4 bytes a pixel. */
export interface Bitmap {
  pixels: Uint8Array;
  width: number;
  height: number;
}

export interface HeldPicture {
  id: string;
  draftId: string;
  name: string;
  width: number;
  height: number;
  /** bytes once encoded, null before */
  size: number | null;
  /** null when encoding failed */
  encoded: Promise<EncodedPicture | null>;
}

export interface PictureStore {
  /** Starts the encoding and returns at once. */
  add(draftId: string, bitmap: Bitmap): HeldPicture;
  of(draftId: string): HeldPicture[];
  /** PNG, or null when there is no such picture. Waits for its encoding. */
  bytes(id: string): Promise<Uint8Array | null>;
  remove(id: string): void;
  removeAllOf(draftId: string): void;
}

/** `onEncoded` hears of each picture whose encoding ended, well or not. */
export function createPictureStore(parts: {
  worker: Pick<PictureWorker, 'encode'>;
  chance: Chance;
  clock: Clock;
  onEncoded(picture: HeldPicture, encoded: EncodedPicture | null): void;
}): PictureStore {
  const { worker, chance, clock, onEncoded } = parts;
  const held = new Map<string, HeldPicture>();

  function add(draftId: string, { pixels, width, height }: Bitmap): HeldPicture {
    const picture: HeldPicture = {
      id: newId(chance),
      draftId,
      name: `screenshot-${stamp(clock.now())}.png`,
      width,
      height,
      size: null,
      encoded: worker.encode(pixels, width, height).catch(() => null),
    };
    held.set(picture.id, picture);
    void picture.encoded.then((encoded) => {
      if (encoded) picture.size = encoded.bytes.length;
      else held.delete(picture.id);
      onEncoded(picture, encoded);
    });
    return picture;
  }

  const of = (draftId: string) => [...held.values()].filter((picture) => picture.draftId === draftId);
  return {
    add,
    of,
    bytes: async (id) => (await held.get(id)?.encoded)?.bytes ?? null,
    remove: (id) => void held.delete(id),
    removeAllOf(draftId) {
      for (const { id } of of(draftId)) held.delete(id);
    },
  };
}

/** As the form is told of it. */
export function shownPicture({ id, name, width, height, size }: HeldPicture): DraftPicture {
  return { id, name, width, height, size };
}

/** Local time as in 20260131-094500. */
function stamp(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
