// Choosing a region of a display: shows its picture over it until the user draws a region or cancels.
import type { Region } from '../../contract/ipc.ts';
import type { EncodedPicture } from '../attachments/file-worker.ts';
import { type Chance, newId } from '../support/chance.ts';
import type { CapturedDisplay } from './displays.ts';
import type { Bitmap } from './picture-store.ts';

/** A short-lived window above all others. */
export interface Overlay {
  /** resolves once it is visible; rejects when its page cannot be loaded */
  shown: Promise<void>;
  closed: Promise<void>;
  close(): void;
}

export interface RegionChoice {
  /** Shows the display's picture. Null when the user cancels or the window is closed. */
  choose(bitmap: Bitmap, display: CapturedDisplay): Promise<Region | null>;
  /** The picture to choose from. */
  picture(): { id: string; width: number; height: number } | null;
  answer(region: Region | null): void;
  /** PNG of that picture; null for any other id. */
  pictureBytes(id: string): Promise<Uint8Array | null>;
}

interface Choosing {
  id: string;
  bitmap: Bitmap;
  encoded: Promise<EncodedPicture>;
  answer(region: Region | null): void;
}

export function createRegionChoice(parts: {
  openWindow(display: CapturedDisplay): Overlay;
  encode(bitmap: Bitmap): Promise<EncodedPicture>;
  chance: Chance;
}): RegionChoice {
  const { openWindow, encode, chance } = parts;
  let choosing: Choosing | null = null;

  async function choose(bitmap: Bitmap, display: CapturedDisplay): Promise<Region | null> {
    let answer: Choosing['answer'] = () => {};
    const answered = new Promise<Region | null>((resolve) => {
      answer = resolve;
    });
    const window = openWindow(display);
    // Encoding transfers the pixels, and the crop still needs them: encode a copy.
    const { pixels, width, height } = bitmap;
    const encoded = encode({ pixels: Uint8Array.from(pixels), width, height });
    choosing = { id: newId(chance), bitmap, encoded, answer };
    try {
      void window.closed.then(() => answer(null));
      const ready = Promise.all([window.shown, encoded]);
      return await Promise.race([answered, ready.then(() => answered)]);
    } finally {
      choosing = null;
      window.close();
      await window.closed;
    }
  }

  return {
    choose,
    picture() {
      if (!choosing) return null;
      const { id, bitmap } = choosing;
      return { id, width: bitmap.width, height: bitmap.height };
    },
    answer: (region) => choosing?.answer(region),
    pictureBytes: async (id) => (choosing?.id === id ? (await choosing.encoded).bytes : null),
  };
}
