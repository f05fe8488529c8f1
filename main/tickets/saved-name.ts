// The name under which a ticket's file is saved on this computer.
import { parse } from 'node:path/win32';

/** ext4 and similar file systems take 255 bytes; the rest is for a number after the name. */
const LONGEST_BYTES = 240;

/** A longer extension counts as part of the name. */
const LONGEST_ENDING_BYTES = 40;

/** Shortens a clean name to what any file system takes. */
export function savedName(name: string): string {
  const { name: first, ext: last } = parse(name);
  const [stem, ending] = Buffer.byteLength(last) > LONGEST_ENDING_BYTES ? [name, ''] : [first, last];
  return shortened(stem, LONGEST_BYTES - Buffer.byteLength(ending)) + ending;
}

/** `plan.pdf`, then `plan (2).pdf`, and so on. */
export function numberedName(name: string, number: number): string {
  if (number === 1) return name;
  const { name: stem, ext } = parse(name);
  return `${stem} (${number})${ext}`;
}

/** Cuts between characters, never within one. */
function shortened(text: string, bytes: number): string {
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (Buffer.byteLength(cut + segment) > bytes) break;
    cut += segment;
  }
  return cut || 'file';
}
