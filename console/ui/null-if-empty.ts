/** Nothing where nothing but spaces was typed. */
export function nullIfEmpty(text: string): string | null {
  return text.trim() === '' ? null : text;
}
