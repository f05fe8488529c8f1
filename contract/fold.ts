// Text as it is compared when somebody searches: the same on both sides, so that a search finds the same everywhere.

/** Without case, accents, ligatures or the shape of its apostrophes: `Œuvre d’Éloïse` gives `oeuvre d'eloise`. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('’', "'");
}

/** The folded words of what was typed; none where nothing was. */
export function wordsOf(typed: string): string[] {
  return fold(typed).split(/\s+/).filter(Boolean);
}

/** Whether each of the words stands somewhere in a folded text. */
export function hasWords(folded: string, words: readonly string[]): boolean {
  return words.every((word) => folded.includes(word));
}
