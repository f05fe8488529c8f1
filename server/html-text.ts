// Converts HTML written in a backend to plain text.
import { convert } from 'html-to-text';

/**
 * What is read of foreign HTML: characters, and levels of elements. The rest is left out. The parser's work grows with the square
 * of the open elements: this much costs less than a second at worst.
 */
const LIMITS = { maxInputLength: 250_000, maxDepth: 100 };

/** @param pictures text that replaces each picture */
export function textOfHtml(html: string, pictures = ''): string {
  return convert(html, {
    wordwrap: false,
    limits: LIMITS,
    formatters: { picture: (_, __, builder) => builder.addInline(pictures) },
    selectors: [
      { selector: 'img', format: pictures === '' ? 'skip' : 'picture' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  });
}
