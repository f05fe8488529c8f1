// Crops a picture.
import type { Region } from '../../contract/ipc.ts';
import type { Bitmap } from './picture-store.ts';

const BYTES_PER_PIXEL = 4;

/** The part of the region within the picture, row by row; null when there is none. */
export function crop({ pixels, width, height }: Bitmap, region: Region): Bitmap | null {
  const columns = Math.min(region.width, width - region.x);
  const rows = Math.min(region.height, height - region.y);
  if (columns < 1 || rows < 1) return null;
  const part = new Uint8Array(columns * rows * BYTES_PER_PIXEL);
  for (let row = 0; row < rows; row++) {
    const from = ((region.y + row) * width + region.x) * BYTES_PER_PIXEL;
    part.set(pixels.subarray(from, from + columns * BYTES_PER_PIXEL), row * columns * BYTES_PER_PIXEL);
  }
  return { pixels: part, width: columns, height: rows };
}
