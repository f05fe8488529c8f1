/** Returns null for a text that is empty or only white space. */
export function nullIfEmpty(text: string): string | null {
  return text.trim() === '' ? null : text;
}
