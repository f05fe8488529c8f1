// The windows of other programs: a list to choose from, and the picture of one.
import type { DesktopCapturerSource } from 'electron';
import type { CapturableWindow } from '../../contract/ipc.ts';
import { bitmapOf, pixelsOf, type ScreenAccess } from './displays.ts';
import { fitting, type Size } from './picture-size.ts';
import type { Bitmap } from './picture-store.ts';

const THUMBNAIL: Size = { width: 240, height: 150 };

interface Parts extends ScreenAccess {
  /** source ids of Guichet's own windows, such as `window:1234:0` */
  ownIds(): string[];
  /** in physical pixels; null when the system does not provide it */
  sizeOf(sourceId: string): Promise<Size | null>;
}

export interface WindowPictures {
  list(): Promise<CapturableWindow[]>;
  /** Null when the window is gone or gives no picture. */
  capture(sourceId: string): Promise<Bitmap | null>;
}

export function createWindowPictures({ desktopCapturer, screen, ownIds, sizeOf }: Parts): WindowPictures {
  async function others(thumbnailSize: Size): Promise<DesktopCapturerSource[]> {
    const sources = await desktopCapturer.getSources({ types: ['window'], thumbnailSize });
    const own = new Set(ownIds().map(withoutIndex));
    return sources.filter(({ id, name }) => name !== '' && !own.has(withoutIndex(id)));
  }

  /**
   * The system scales a picture to the size requested, up or down. An unknown window size falls back to the display's.
   */
  async function wantedSize(sourceId: string): Promise<Size> {
    const size = await sizeOf(sourceId);
    return size ? fitting(size) : pixelsOf(screen.getDisplayNearestPoint(screen.getCursorScreenPoint()));
  }

  return {
    async list() {
      const windows = await others(THUMBNAIL);
      return windows
        .filter(({ thumbnail }) => !thumbnail.isEmpty())
        .map(({ id, name, thumbnail }) => ({ id, name, thumbnail: thumbnail.toDataURL() }));
    },
    async capture(sourceId) {
      const window = (await others(await wantedSize(sourceId))).find(({ id }) => id === sourceId);
      return window ? bitmapOf(window.thumbnail) : null;
    },
  };
}

/** The last part of `window:1234:0` tells the process's own windows apart; the rest identifies the window. */
function withoutIndex(sourceId: string): string {
  return sourceId.split(':').slice(0, 2).join(':');
}
