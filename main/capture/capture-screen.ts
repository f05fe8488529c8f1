// Takes the picture of one display at its real pixel size.
import type { DesktopCapturer, DesktopCapturerSource, Display, Screen } from 'electron';
import type { Bitmap } from './picture-store.ts';

/** The display under the pointer, or null when the system gives no picture of it. */
export async function captureScreen(parts: {
  desktopCapturer: DesktopCapturer;
  screen: Screen;
}): Promise<Bitmap | null> {
  const display = parts.screen.getDisplayNearestPoint(parts.screen.getCursorScreenPoint());
  const sources = await parts.desktopCapturer.getSources({
    types: ['screen'],
    thumbnailSize: {
      width: Math.round(display.size.width * display.scaleFactor),
      height: Math.round(display.size.height * display.scaleFactor),
    },
  });
  const image = sourceOf(display, sources, parts.screen.getAllDisplays())?.thumbnail;
  if (!image || image.isEmpty()) return null;
  return { pixels: image.toBitmap(), ...image.getSize() };
}

/** X11 gives sources no display id; there they come in the order of the displays. */
function sourceOf(
  display: Display,
  sources: DesktopCapturerSource[],
  displays: Display[],
): DesktopCapturerSource | undefined {
  const named = sources.find((source) => source.display_id === String(display.id));
  return named ?? sources[displays.findIndex(({ id }) => id === display.id)];
}
