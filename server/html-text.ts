// Converts HTML written in a backend to plain text.
import { convert, type DomNode, type FormatCallback } from 'html-to-text';

/** Characters of foreign HTML that are read. */
const MOST = 250_000;
/** Levels of elements. The tags of deeper ones are left out, and their text stays. */
const LEVELS = 100;
/** Stands where something was left out. */
const LEFT_OUT = '[…]';

/** A picture within the HTML: its bytes would take the room of the text after it. */
const INSIDE = /\bsrc="data:[^"]*"/gi;

/**
 * Takes less than a second, whatever the HTML is. "[…]" stands for what is left out, such as after 250,000 characters.
 *
 * @param pictures text that replaces each picture
 */
export function textOfHtml(html: string, pictures = ''): string {
  const slim = html.replaceAll(INSIDE, '');
  const text = textOf(flattened(slim.slice(0, MOST)), pictures);
  return slim.length > MOST ? `${text}\n\n${LEFT_OUT}` : text;
}

function textOf(html: string, pictures: string): string {
  return convert(html, {
    wordwrap: false,
    // for a tag that only the parser knows as one
    limits: { maxDepth: LEVELS + 10, ellipsis: LEFT_OUT },
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

const TAG = /<(\/?)([a-z][a-z0-9:-]*)[^<>]*>/gi;
/** Elements without an end. */
const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
/** Elements that the next of their kind ends. */
const ENDED_BY_NEXT = /^(?:dd|dt|li|option|p|td|th|tr)$/;

/** Returns the HTML without the tags of elements that are too deep; their text stays. */
function flattened(html: string): string {
  const open: string[] = [];
  return html.replaceAll(TAG, (tag, slash: string, written: string) => {
    const name = written.toLowerCase();
    if (VOID.test(name)) return tag;
    if (slash === '/') {
      const at = open.lastIndexOf(name);
      if (at !== -1) open.length = at;
      return tag;
    }
    if (open.at(-1) === name && ENDED_BY_NEXT.test(name)) return tag;
    if (open.length >= LEVELS) return ' ';
    open.push(name);
    return tag;
  });
}

/** Elements that begin a line of their own. */
const BLOCKS = /^(?:address|article|blockquote|div|dl|h[1-6]|hr|ol|p|pre|section|table|ul)$/;

/** A row is a line, and its cells are parted; a cell with paragraphs of its own is parted by them. */
const formatRow: FormatCallback = ({ children = [], parent }, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  const keepsPlaces = isGrid(parent);
  const last = children.findLastIndex(isFilled);
  let before: DomNode | null = null;
  for (const [index, cell] of children.entries()) {
    const filled = isFilled(cell);
    if (filled || (keepsPlaces && isCell(cell) && index < last)) {
      if (before && isInline(before) && isInline(cell)) builder.addInline(' | ');
      before = cell;
    }
    if (filled || !keepsPlaces) walk([cell], builder);
  }
  builder.closeBlock({ trailingLineBreaks: 1 });
};

const grids = new WeakMap<DomNode, boolean>();

/** Whether rows have several cells with text, so that an empty one says something: others only lay out a mail. */
function isGrid(rows: DomNode | null = null): boolean {
  if (rows === null) return false;
  const known = grids.get(rows);
  if (known !== undefined) return known;
  const found = (rows.children ?? []).some(({ children = [] }) => children.filter(isFilled).length > 1);
  grids.set(rows, found);
  return found;
}

function isCell({ name }: DomNode): boolean {
  return name === 'td' || name === 'th';
}

function isFilled(cell: DomNode): boolean {
  return isCell(cell) && hasText(cell, LEVELS);
}

function isInline(cell: DomNode): boolean {
  const { children = [] } = cell;
  return !isFilled(cell) || children.every(({ name }) => name === undefined || !BLOCKS.test(name));
}

function hasText({ data, name, children = [] }: DomNode, levels: number): boolean {
  if (name === 'img' || (data ?? '').trim() !== '') return true;
  return levels > 0 && children.some((child) => hasText(child, levels - 1));
}
