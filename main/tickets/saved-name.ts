// The name under which a file of a ticket is saved on this computer, made of the one it came with.
import { parse } from 'node:path/win32';

/** ext4 and its like take 255 bytes; some are left for a number behind the name. */
const LONGEST_BYTES = 240;

/** What follows the last point of a name is part of the name when it is longer. */
const LONGEST_ENDING_BYTES = 40;

/** Windows keeps these for devices, whatever their ending (learn.microsoft.com, "Naming Files, Paths, and Namespaces"). */
const DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** What no file name may have, and the marks that turn the direction of a text around to show another ending. */
const UNUSABLE = /[\p{Cc}<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A name that a file can have in any folder of Windows, and that stays in it. */
export function usableFileName(name: string): string {
  const { name: first, ext: last, base } = parse(name.replaceAll('/', '\\'));
  const [stem, ext] = Buffer.byteLength(last) > LONGEST_ENDING_BYTES ? [base, ''] : [first, last];
  const clean = (part: string) => part.replace(UNUSABLE, '_');
  const ending = clean(ext).replace(/[ .]+$/, '');
  const start =
    clean(stem)
      .trim()
      .replace(/^\.+|[ .]+$/g, '') || 'file';
  const safe = DEVICES.test(start.split('.')[0] ?? '') ? `_${start}` : start;
  return shortened(safe, LONGEST_BYTES - Buffer.byteLength(ending)) + ending;
}

/** `plan.pdf`, then `plan (2).pdf`, and so on. */
export function numberedName(name: string, number: number): string {
  if (number === 1) return name;
  const { name: stem, ext } = parse(name);
  return `${stem} (${number})${ext}`;
}

/** Cut between characters, never within one. */
function shortened(text: string, bytes: number): string {
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (Buffer.byteLength(cut + segment) > bytes) break;
    cut += segment;
  }
  return cut || 'file';
}
