// What the console knows of an attachment's file: its address, whether it is a picture, and its size in words.

import type { DeskAttachment } from '../../contract/console.ts';
import { CONSOLE_API } from '../../contract/console-api.ts';
import { addressOf } from '../../contract/operation.ts';
import type { Language } from '../../contract/primitives.ts';

/** What the server sends to be shown; anything else it sends to be saved. */
const SHOWABLE = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

export const isShowable = ({ mediaType }: DeskAttachment): boolean => SHOWABLE.includes(mediaType);

export const fileAddress = ({ id }: DeskAttachment): string =>
  addressOf(CONSOLE_API.readAttachment, { params: { id } });

/** A size in bytes as people read it, such as "1.2 MB". */
export function readableSize(bytes: number, language: Language): string {
  const format = (value: number, unit: string, unitDisplay: 'short' | 'long') =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 }).format(
      value,
    );
  if (bytes < 1000) return format(bytes, 'byte', 'long');
  return bytes < 1_000_000
    ? format(bytes / 1000, 'kilobyte', 'short')
    : format(bytes / 1_000_000, 'megabyte', 'short');
}
