// Converts HTML written in a backend to plain text.
import { convert, type DomNode, type FormatCallback } from 'html-to-text';

/**
 * What is read of foreign HTML: characters, and levels of elements. The rest is left out. The parser's work grows with the square
 * of the open elements: this much costs less than a second at worst.
 */
const LIMITS = { maxInputLength: 250_000, maxDepth: 100 };

/** A picture within the HTML: its bytes would take the room of the text after it. */
const INSIDE = /\bsrc="data:[^"]*"/gi;

/** @param pictures text that replaces each picture */
export function textOfHtml(html: string, pictures = ''): string {
  return convert(html.replaceAll(INSIDE, ''), {
    wordwrap: false,
    limits: LIMITS,
    formatters: { picture: (_, __, builder) => builder.addInline(pictures), row: formatRow },
    selectors: [
      { selector: 'tr', format: 'row' },
      { selector: 'img', format: pictures === '' ? 'skip' : 'picture' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
    ],
  });
}

/** Elements that begin a line of their own. */
const BLOCKS = /^(?:address|article|blockquote|div|dl|h[1-6]|hr|ol|p|pre|section|table|ul)$/;

/** A row is a line, and its cells are parted; a cell with paragraphs of its own is parted by them, an empty one is space. */
const formatRow: FormatCallback = ({ children = [] }, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  let before: DomNode | null = null;
  for (const cell of children) {
    const isCell = (cell.name === 'td' || cell.name === 'th') && hasText(cell);
    if (isCell && before && isInline(before) && isInline(cell)) builder.addInline(' | ');
    if (isCell) before = cell;
    walk([cell], builder);
  }
  builder.closeBlock({ trailingLineBreaks: 1 });
};

function isInline({ children = [] }: DomNode): boolean {
  return children.every(({ name }) => name === undefined || !BLOCKS.test(name));
}

function hasText({ data, name, children = [] }: DomNode): boolean {
  return name === 'img' || (data ?? '').trim() !== '' || children.some(hasText);
}
