// Places a window in the middle of the pointer's display, within its work area.
import type { Rectangle } from 'electron';
import type { Size } from '../capture/picture-size.ts';

/** In DIP, like all of Electron's coordinates: negative to the left of and above the primary display. */
export function centred({ width: wide, height: high }: Size, workArea: Rectangle): Rectangle {
  const [width, height] = [Math.min(wide, workArea.width), Math.min(high, workArea.height)];
  return {
    width,
    height,
    x: Math.round(workArea.x + (workArea.width - width) / 2),
    y: Math.round(workArea.y + (workArea.height - height) / 2),
  };
}
