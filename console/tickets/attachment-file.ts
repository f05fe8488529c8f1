// What the console knows of an attachment's file: its address, whether it is a picture, and its size in words.
import type { DeskAttachment } from '../../contract/console.ts';
import type { Language } from '../../contract/words.ts';

/** What the server sends to be shown; anything else it sends to be saved. */
const SHOWABLE = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

export const isShowable = ({ mediaType }: DeskAttachment): boolean => SHOWABLE.includes(mediaType);

export const addressOf = ({ id }: DeskAttachment): string => `/v1/console/attachments/${id}`;

/** A size in bytes as people read it, such as "1.2 MB". */
export function readableSize(bytes: number, language: Language): string {
  const [unit, divisor] = bytes < 1_000_000 ? ['kilobyte', 1000] : ['megabyte', 1_000_000];
  const format = { style: 'unit', unit, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, format).format(bytes / divisor);
}
