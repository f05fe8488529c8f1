// Imitates iTop's handling of HTML: its sanitizer, and conversion to and from text.

const TAGS = new Set(
  'a b big blockquote br center cite code col colgroup del div em fieldset figcaption figure font h1 h2 h3 h4 hr i img ins kbd legend li mark nav ol p pre q s samp section small span strong table tbody td th thead tr tt u ul var'.split(
    ' ',
  ),
);
/** They have no content. */
const EMPTY = new Set(['br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);
/** What elements may have besides `style` and `class`. */
const ATTRIBUTES: Record<string, string[]> = {
  a: ['href', 'name', 'target', 'title'],
  img: ['src', 'alt', 'title', 'width', 'height'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan'],
  font: ['face', 'color', 'size'],
};
const ADDRESSES: Record<string, RegExp> = {
  href: /^(?:https?:|ftp:|mailto:|[^:]*$)/i,
  src: /^(?:https?:|data:)/i,
};
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
};

/** A comment, a tag, or text. */
const PIECE = /<!--[\s\S]*?-->|<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>|[^<]+|</gi;
/** Control characters other than white space. */
const CONTROLS = /[^\P{Cc}\t\n\r]/gu;

/**
 * Writes the HTML anew, as iTop does: without comments, elements that are not allowed and their content, and attributes that are
 * not allowed; with each element closed, characters for entities, and text outside of an element as a paragraph.
 */
export function sanitize(html: string): string {
  const open: string[] = [];
  let written = '';
  const isLeftOut = () => open.some((tag) => !TAGS.has(tag));
  const write = (piece: string) => {
    if (!isLeftOut()) written += piece;
  };
  const close = () => {
    write(`</${open.at(-1)}>`);
    open.pop();
  };
  for (const [piece, slash, name, attributes = ''] of html.replaceAll(CONTROLS, '').matchAll(PIECE)) {
    const tag = name?.toLowerCase();
    if (tag === undefined) {
      if (!piece.startsWith('<!--')) write(escaped(decoded(piece)));
    } else if (slash) {
      const from = open.lastIndexOf(tag);
      while (from >= 0 && open.length > from) close();
    } else {
      open.push(tag);
      write(`<${tag}${allowed(tag, attributes)}>`);
      if (EMPTY.has(tag)) open.pop();
    }
  }
  while (open.length > 0) close();
  return written === '' || written.startsWith('<') ? written : `<p>${written}</p>`;
}

function allowed(tag: string, attributes: string): string {
  const names = ['style', 'class', ...(ATTRIBUTES[tag] ?? [])];
  const all = [...attributes.matchAll(/([\w-]+)=(?:"([^"]*)"|'([^']*)')/g)];
  return all
    .map(([, name = '', one, other]) => ({ name, value: decoded(one ?? other ?? '') }))
    .filter(({ name, value }) => names.includes(name) && (ADDRESSES[name]?.test(value) ?? true))
    .map(({ name, value }) => ` ${name}="${escaped(value).replaceAll('"', '&quot;')}"`)
    .join('');
}

function decoded(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Writes an entry of a log whose format is `text`: iTop leaves in it what looks like an entity. */
export function textEntry(text: string): string {
  return text
    .replaceAll(/&(?!#?\w+;)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\n', '<br/>');
}

/** Converts HTML to text, with its lines and all other characters unchanged. */
export function plain(html: string): string {
  const text = html
    .replaceAll(/<br\s*\/?>/g, '\n')
    .replaceAll(/<\/(p|tr|div|li)>/g, '\n')
    .replaceAll(/<\/(th|td)>/g, ' ')
    .replaceAll(/<[^>]+>/g, '');
  return decoded(text);
}

export function fromText(text: string): string {
  return `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`;
}
