// Sizes of files and of what is stored, in words.
import type { Language } from '../../contract/primitives.ts';

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
