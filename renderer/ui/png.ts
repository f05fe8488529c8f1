// Encodes pictures as PNG.

/** Encodes a canvas and frees its pixels. Returns null when it cannot be encoded. */
export async function pngOf(canvas: OffscreenCanvas): Promise<Uint8Array<ArrayBuffer> | null> {
  const encoded = await canvas.convertToBlob({ type: 'image/png' }).catch(() => null);
  canvas.width = 0;
  canvas.height = 0;
  return encoded && new Uint8Array(await encoded.arrayBuffer());
}

/** Converts a picture, such as one from the clipboard. Returns null when Chromium cannot decode it. */
export async function asPng(picture: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  if (bitmap === null) return null;
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return pngOf(canvas);
}
