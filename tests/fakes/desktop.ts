// A fake desktop without Electron: displays and windows of one colour each, scaled as Chromium scales them.
import type { DesktopCapturerSource, Display, NativeImage, Point } from 'electron';
import type { ScreenAccess } from '../../main/capture/displays.ts';
import type { Size } from '../../main/capture/picture-size.ts';

export interface FakeDisplay extends Size {
  id: number;
  x: number;
  y?: number;
  scaleFactor: number;
}

export interface FakeWindow extends Size {
  id: string;
  name: string;
}

export interface FakeDesktop extends ScreenAccess {
  displays: FakeDisplay[];
  windows: FakeWindow[];
  /** as on X11, where sources do not name their display */
  withoutIds: boolean;
  /** ids of displays that are listed but give an empty picture */
  blank: Set<number>;
  pointer: Point;
  /** the calls of getSources, oldest first */
  asked: { types: string[]; thumbnailSize: Size | undefined }[];
  /** replaces getSources where it is not null */
  instead: (() => Promise<DesktopCapturerSource[]>) | null;
}

/** The blue of the first pixel identifies the display or window. */
function imageOf(mark: number, size: Size): NativeImage {
  const pixels = Buffer.from([mark, 0, 0, 255]);
  return {
    isEmpty: () => size.width === 0,
    getSize: () => size,
    toBitmap: () => pixels,
    toDataURL: () => `data:image/png;base64,${pixels.toString('base64')}`,
  } as NativeImage;
}

/** Chromium keeps the proportions, and also enlarges small sources. */
function scaled({ width, height }: Size, into: Size): Size {
  const scale = Math.min(into.width / width, into.height / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

function displayOf({ id, x, y = 0, width, height, scaleFactor }: FakeDisplay): Display {
  const bounds = { x, y, width, height };
  return { id, scaleFactor, bounds, workArea: bounds, size: { width, height } } as Display;
}

const isIn = (at: number, start: number, length: number) => at >= start && at < start + length;

export function fakeDesktop(displays: FakeDisplay[] = [], windows: FakeWindow[] = []): FakeDesktop {
  const all = () => fake.displays.map(displayOf);
  const screens = (size: Size) =>
    fake.displays.map(({ id, width, height, scaleFactor }) => {
      const real = { width: width * scaleFactor, height: height * scaleFactor };
      const shown = fake.blank.has(id) ? { width: 0, height: 0 } : scaled(real, size);
      const display_id = fake.withoutIds ? '' : String(id);
      return { id: `screen:${id}:0`, name: '', display_id, thumbnail: imageOf(id, shown) };
    });
  const others = (size: Size) =>
    fake.windows.map(({ id, name, ...own }, at) => {
      const shown = own.width === 0 ? own : scaled(own, size);
      return { id, name, display_id: '', thumbnail: imageOf(at + 1, shown) };
    });
  const fake: FakeDesktop = {
    displays,
    windows,
    withoutIds: false,
    blank: new Set(),
    isOrdered: true,
    pointer: { x: 0, y: 0 },
    asked: [],
    instead: null,
    desktopCapturer: {
      async getSources({ types, thumbnailSize }) {
        fake.asked.push({ types, thumbnailSize });
        if (fake.instead) return fake.instead();
        const sources = types.includes('screen') ? screens : others;
        return sources(thumbnailSize ?? { width: 150, height: 150 }) as DesktopCapturerSource[];
      },
    },
    screen: {
      getAllDisplays: all,
      getCursorScreenPoint: () => fake.pointer,
      getDisplayNearestPoint({ x, y }) {
        const found = all().find(
          ({ bounds }) => isIn(x, bounds.x, bounds.width) && isIn(y, bounds.y, bounds.height),
        );
        return found ?? displayOf({ id: -1, x: 0, width: 0, height: 0, scaleFactor: 1 });
      },
    },
  };
  return fake;
}
