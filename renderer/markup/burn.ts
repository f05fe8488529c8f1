// Redaction destroys pixels: those of the finished picture are overwritten, whatever was drawn there.
import type { Region } from '../../contract/ipc.ts';

/** The part of ImageData that is needed: RGBA, 4 bytes for each pixel, row by row. */
export interface Pixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** Overwrites every pixel of the areas with opaque black, in place. The areas are within the picture. */
export function burn({ data, width }: Pixels, areas: readonly Region[]): void {
  for (const area of areas) {
    for (let row = area.y; row < area.y + area.height; row += 1) {
      const start = (row * width + area.x) * 4;
      const end = start + area.width * 4;
      data.fill(0, start, end);
      for (let alpha = start + 3; alpha < end; alpha += 4) data[alpha] = 255;
    }
  }
}
