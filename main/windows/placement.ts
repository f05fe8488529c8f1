// Where a window is put: in the middle of the display somebody points at, and never beyond its work area.
import type { Rectangle } from 'electron';
import type { Size } from '../capture/picture-size.ts';

/** DIP, as all of Electron's coordinates: left of and above the primary display they are negative. */
export function centred({ width: wide, height: high }: Size, workArea: Rectangle): Rectangle {
  const [width, height] = [Math.min(wide, workArea.width), Math.min(high, workArea.height)];
  return {
    width,
    height,
    x: Math.round(workArea.x + (workArea.width - width) / 2),
    y: Math.round(workArea.y + (workArea.height - height) / 2),
  };
}
