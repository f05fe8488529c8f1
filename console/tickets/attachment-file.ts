// The file of an attachment: its address, whether it is a picture, and its formatted size.

import type { DeskAttachment } from '../../contract/console.ts';
import { CONSOLE_API } from '../../contract/console-api.ts';
import { PICTURE_MEDIA_TYPES } from '../../contract/constants.ts';
import { pathOf } from '../../contract/operation.ts';
import type { Language } from '../../contract/primitives.ts';

/** Whether the server sends the file inline; it sends any other as a download. */
export const isShowable = ({ mediaType }: DeskAttachment): boolean => PICTURE_MEDIA_TYPES.has(mediaType);

export const fileAddress = ({ id }: DeskAttachment): string =>
  pathOf(CONSOLE_API.readAttachment, { params: { id } });

/** Formats a size in bytes, such as "1.2 MB". */
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
