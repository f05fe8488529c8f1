// Folds texts for searches. Agent, server and console fold alike, so that a search finds the same everywhere.

/** Removes case, accents, ligatures and curly apostrophes: `Œuvre d’Éloïse` becomes `oeuvre d'eloise`. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('’', "'");
}

/** Splits a search into folded words. */
export function wordsOf(typed: string): string[] {
  return fold(typed).split(/\s+/).filter(Boolean);
}

/** Returns whether a folded text contains every word. */
export function hasWords(folded: string, words: readonly string[]): boolean {
  return words.every((word) => folded.includes(word));
}
