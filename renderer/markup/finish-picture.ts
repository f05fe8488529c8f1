// Encodes the picture with its marks as one PNG at its own size. Redacted pixels are destroyed.
import { pngOf } from '../ui/png.ts';
import { burn } from './burn.ts';
import { drawMarks } from './draw-marks.ts';
import { type Mark, redactedPixels } from './marks.ts';

/** Returns null when the picture cannot be encoded for lack of memory. */
export async function finishPicture(
  picture: ImageBitmap,
  marks: readonly Mark[],
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { width, height } = picture;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) return null;
  drawMarks(context, picture, marks);
  const areas = marks.flatMap((mark) =>
    mark.kind === 'redact' ? (redactedPixels(mark, picture) ?? []) : [],
  );
  if (areas.length > 0) {
    // Also overwrites pixels that the rasteriser blended at an edge.
    const pixels = context.getImageData(0, 0, width, height);
    burn(pixels, areas);
    context.putImageData(pixels, 0, 0);
  }
  return pngOf(canvas);
}
