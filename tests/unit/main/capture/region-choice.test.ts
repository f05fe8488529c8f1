// The choice of a region: its window always closes, whatever happens.
import { describe, expect, it } from 'vitest';
import { createRegionChoice } from '../../../../main/capture/region-choice.ts';
import { systemChance } from '../../../../main/support/chance.ts';

const BITMAP = { pixels: Uint8Array.of(1, 2, 3, 255), width: 1, height: 1 };
const DISPLAY = { id: 1, scaleFactor: 1, bounds: { x: 0, y: 0, width: 1, height: 1 } };
const REGION = { x: 0, y: 0, width: 1, height: 1 };

function desk({
  shown = async () => {},
  breaks = false,
}: {
  shown?: () => Promise<void>;
  breaks?: boolean;
} = {}) {
  const windows: { isOpen: boolean; close(): void }[] = [];
  const choice = createRegionChoice({
    openWindow() {
      let closed = () => {};
      const window = {
        isOpen: true,
        shown: shown(),
        closed: new Promise<void>((resolve) => {
          closed = resolve;
        }),
        close() {
          window.isOpen = false;
          closed();
        },
      };
      windows.push(window);
      return window;
    },
    async encode({ pixels, width, height }) {
      if (breaks) throw new Error('the thread ended');
      pixels.fill(0);
      const bytes = Uint8Array.of(137, 80);
      return { bytes, sealed: bytes, sha256: '', width, height, isPlain: false };
    },
    chance: systemChance,
  });
  return { choice, windows };
}

describe('the choice of a region', () => {
  it('shows the picture of the display, and does not change its pixels', async () => {
    const { choice, windows } = desk();
    expect(choice.picture()).toBeNull();
    const chosen = choice.choose(BITMAP, DISPLAY);
    const picture = choice.picture();
    expect(picture).toMatchObject({ width: 1, height: 1 });
    expect(await choice.pictureBytes(picture?.id ?? '')).toEqual(Uint8Array.of(137, 80));
    expect(await choice.pictureBytes('another')).toBeNull();
    choice.answer(REGION);
    expect(await chosen).toEqual(REGION);
    expect(BITMAP.pixels).toEqual(Uint8Array.of(1, 2, 3, 255));
    expect(windows).toMatchObject([{ isOpen: false }]);
  });

  it('releases the picture afterwards', async () => {
    const { choice } = desk();
    const chosen = choice.choose(BITMAP, DISPLAY);
    const id = choice.picture()?.id ?? '';
    choice.answer(null);
    expect(await chosen).toBeNull();
    expect(choice.picture()).toBeNull();
    expect(await choice.pictureBytes(id)).toBeNull();
  });

  it('is null when its window is closed without a choice', async () => {
    const { choice, windows } = desk({ shown: () => new Promise(() => {}) });
    const chosen = choice.choose(BITMAP, DISPLAY);
    windows[0]?.close();
    expect(await chosen).toBeNull();
  });

  it.each([
    ['its page cannot be loaded', { shown: () => Promise.reject(new Error('gone')) }],
    ['its picture cannot be encoded', { breaks: true }],
  ])('fails, and closes its window, when %s', async (_, how) => {
    const { choice, windows } = desk(how);
    await expect(choice.choose(BITMAP, DISPLAY)).rejects.toThrow();
    expect(windows).toMatchObject([{ isOpen: false }]);
    expect(choice.picture()).toBeNull();
  });
});
