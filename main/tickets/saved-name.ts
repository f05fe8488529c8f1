// The name under which a ticket's file is saved on this computer, made from its original name.
import { parse } from 'node:path/win32';

/** ext4 and similar file systems take 255 bytes; the rest is for a number after the name. */
const LONGEST_BYTES = 240;

/** A longer extension counts as part of the name. */
const LONGEST_ENDING_BYTES = 40;

/** Reserved by Windows for devices, with any extension (learn.microsoft.com, "Naming Files, Paths, and Namespaces"). */
const DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/** Characters that no file name may contain, and those that reverse the text direction to disguise an extension. */
const UNUSABLE = /[\p{Cc}<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A name valid in any Windows folder, which cannot leave that folder. */
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

/** Cuts between characters, never within one. */
function shortened(text: string, bytes: number): string {
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (Buffer.byteLength(cut + segment) > bytes) break;
    cut += segment;
  }
  return cut || 'file';
}
