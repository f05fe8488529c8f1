// Encodes pixels as the PNG that is sent, hashed and sealed in advance so that Send only has to write it.
import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';
import type { Seal } from '../db/seal.ts';
import type { EncodedPicture } from './file-worker.ts';

/** More than the largest capture. A small file may declare a far larger size. */
const LARGEST_PIXELS = 64 * 1024 * 1024;
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** `bitmap` is BGRA, Chromium's format on every supported platform. A screen has no transparency. */
export function encodePicture(
  { bitmap, width, height }: { bitmap: Uint8Array; width: number; height: number },
  seal: Seal,
): EncodedPicture {
  const pixels = Buffer.allocUnsafe(bitmap.length);
  for (let at = 0; at < bitmap.length; at += 4) {
    pixels[at] = bitmap[at + 2] ?? 0;
    pixels[at + 1] = bitmap[at + 1] ?? 0;
    pixels[at + 2] = bitmap[at] ?? 0;
    pixels[at + 3] = 255;
  }
  return encode({ pixels, width, height, isOpaque: true }, seal);
}

/** Encodes only the pixels of `png`, without text, profile or thumbnail. Returns null when it is not a readable PNG. */
export function encodeAgain(png: Uint8Array, seal: Seal): EncodedPicture | null {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (bytes.length < 24 || !bytes.subarray(0, 8).equals(SIGNATURE)) return null;
  if (bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > LARGEST_PIXELS) return null;
  try {
    const { data: pixels, width, height } = PNG.sync.read(bytes);
    return encode({ pixels, width, height, isOpaque: isOpaque(pixels) }, seal);
  } catch {
    return null;
  }
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false;
  return true;
}

interface Pixels {
  /** RGBA */
  pixels: Buffer;
  width: number;
  height: number;
  isOpaque: boolean;
}

function encode({ pixels, width, height, isOpaque }: Pixels, seal: Seal): EncodedPicture {
  const png = new PNG();
  png.width = width;
  png.height = height;
  png.data = pixels;
  // Filter "up" only: on screenshots it compresses about as well as trying all five, in a fifth of the time.
  const bytes = PNG.sync.write(png, { colorType: isOpaque ? 2 : 6, filterType: 2, deflateLevel: 6 });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const sealed = seal.close('attachment', sha256, bytes);
  return { bytes, sealed, sha256, width, height, isPlain: isPlain(pixels) };
}

/** Whether every pixel equals the one before it. */
function isPlain(pixels: Buffer): boolean {
  return pixels.subarray(4).equals(pixels.subarray(0, -4));
}
