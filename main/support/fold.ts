// Texts as they are compared when somebody searches: without case and without accents.

/** `Éloïse ŒUVRARD` gives `eloise œuvrard`. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The folded words of what was typed; none where nothing was. */
export function wordsOf(typed: string): string[] {
  return fold(typed).split(/\s+/).filter(Boolean);
}

/** Whether each of the words stands somewhere in a folded text. */
export function hasWords(folded: string, words: readonly string[]): boolean {
  return words.every((word) => folded.includes(word));
}
