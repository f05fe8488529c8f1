// The displays: the one under the pointer, their pictures at physical resolution, and their layout as text.
import type { DesktopCapturer, DesktopCapturerSource, Display, NativeImage, Screen } from 'electron';
import type { CapturedPicture } from './captured.ts';
import { fitting, type Size } from './picture-size.ts';
import type { Bitmap } from './picture-store.ts';

export interface ScreenAccess {
  desktopCapturer: Pick<DesktopCapturer, 'getSources'>;
  screen: Pick<Screen, 'getAllDisplays' | 'getCursorScreenPoint' | 'getDisplayNearestPoint'>;
  /** X11 names no displays, and gives the pictures in their order. On Windows, without names, the order is another one. */
  isOrdered: boolean;
}

/** The display of a picture, as it was when captured. */
export type CapturedDisplay = Pick<Display, 'id' | 'bounds' | 'scaleFactor'>;

export interface DisplayPicture extends CapturedPicture {
  /** null where it is not known of which display it is */
  display: CapturedDisplay | null;
}

/** The display under the pointer. */
export function pointedDisplay(screen: Pick<Screen, 'getDisplayNearestPoint' | 'getCursorScreenPoint'>) {
  return screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
}

export function isSameDisplay(one: CapturedDisplay, other: CapturedDisplay): boolean {
  const parts = ({ id, scaleFactor, bounds: { x, y, width, height } }: CapturedDisplay) =>
    [id, scaleFactor, x, y, width, height].join();
  return parts(one) === parts(other);
}

/**
 * Returns a picture of every display that provides one. The pointer's display comes first and alone is included. A picture of which
 * nothing says whose it is has no display, and is not included. The system captures all displays at one size per call, so each
 * different size takes one call.
 */
export async function captureDisplays({
  desktopCapturer,
  screen,
  isOrdered,
}: ScreenAccess): Promise<DisplayPicture[]> {
  const displays = screen.getAllDisplays();
  if (displays.length === 0) return [];
  const pointed = pointedDisplay(screen);
  const bySize = new Map(displays.map((display) => [keyOf(pixelsOf(display)), pixelsOf(display)]));
  const sources = new Map(
    await Promise.all(
      [...bySize].map(
        async ([key, thumbnailSize]) =>
          [key, await desktopCapturer.getSources({ types: ['screen'], thumbnailSize })] as const,
      ),
    ),
  );
  const shown = displays
    .toSorted((a, b) => Number(b.id === pointed.id) - Number(a.id === pointed.id))
    .map((display) => {
      const ofSize = sources.get(keyOf(pixelsOf(display))) ?? [];
      return { display, source: sourceOf(display, ofSize, displays, isOrdered) };
    });
  const known = new Set(shown.map(({ source }) => source?.id));
  const first = [...sources.values()][0] ?? [];
  const strays = isNameless(first) ? first.filter(({ id }) => !known.has(id)) : [];
  return [
    ...shown.flatMap(({ display, source }) => {
      const bitmap = source && bitmapOf(source.thumbnail);
      const { id, bounds, scaleFactor } = display;
      const of = { id, bounds, scaleFactor };
      return bitmap ? [{ bitmap, included: id === pointed.id, display: of }] : [];
    }),
    ...strays.flatMap(({ thumbnail }) => {
      const bitmap = bitmapOf(thumbnail);
      return bitmap ? [{ bitmap, included: false, display: null }] : [];
    }),
  ];
}

/** Null when the system gives no picture, such as of a minimised window. */
export function bitmapOf(image: NativeImage): Bitmap | null {
  if (image.isEmpty()) return null;
  return {
    // Copied out of the native image on first use: the form is shown first.
    get pixels() {
      return image.toBitmap();
    },
    ...image.getSize(),
  };
}

/** In physical pixels, scaled down when too many for one picture. */
export function pixelsOf({ size, scaleFactor }: Pick<Display, 'size' | 'scaleFactor'>): Size {
  return fitting({ width: size.width * scaleFactor, height: size.height * scaleFactor });
}

/** Such as `1920x1080 @100%, 2560x1440 @150%`, in physical pixels. */
export function screenLayout(screen: Pick<Screen, 'getAllDisplays'>): string {
  return screen
    .getAllDisplays()
    .map(({ size, scaleFactor }) => {
      const [width, height] = [size.width, size.height].map((side) => Math.round(side * scaleFactor));
      return `${width}x${height} @${Math.round(scaleFactor * 100)}%`;
    })
    .join(', ');
}

function keyOf({ width, height }: Size): string {
  return `${width}x${height}`;
}

function isNameless(sources: DesktopCapturerSource[]): boolean {
  return sources.every(({ display_id }) => display_id === '');
}

function sourceOf(
  display: Display,
  sources: DesktopCapturerSource[],
  displays: Display[],
  isOrdered: boolean,
): DesktopCapturerSource | undefined {
  if (!isNameless(sources)) return sources.find((source) => source.display_id === String(display.id));
  if (isOrdered) return sources[displays.findIndex(({ id }) => id === display.id)];
  return onlyOfItsSize(display, sources, displays);
}

/**
 * The source that alone fills the pixels of this display, which alone has them. Another display of the same proportions, enlarged,
 * would fill them too: then nothing is certain.
 */
function onlyOfItsSize(
  display: Display,
  sources: DesktopCapturerSource[],
  displays: Display[],
): DesktopCapturerSource | undefined {
  const own = keyOf(pixelsOf(display));
  const filling = sources.filter(({ thumbnail }) => keyOf(thumbnail.getSize()) === own);
  const alike = displays.filter((other) => keyOf(pixelsOf(other)) === own);
  const isCertain = sources.length === displays.length && filling.length === 1 && alike.length === 1;
  return isCertain ? filling[0] : undefined;
}
