// Imitates iTop's handling of HTML: its sanitizer, and conversion to and from text.

const TAGS = new Set(
  'a b blockquote br code div em h1 h2 h3 h4 i img li ol p pre span strong table tbody td th thead tr u ul'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(['href', 'title', 'src', 'alt', 'style', 'class', 'colspan', 'rowspan']);
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
};

/** Removes comments, and elements and attributes that are not allowed. Classes are allowed. */
export function sanitize(html: string): string {
  return html
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/<(script|style|iframe)\b[\s\S]*?<\/\1>/gi, '')
    .replaceAll(
      /<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/gi,
      (_, slash: string, tag: string, attributes: string) => {
        if (!TAGS.has(tag.toLowerCase())) return '';
        return `<${slash}${tag.toLowerCase()}${allowed(attributes)}>`;
      },
    );
}

function allowed(attributes: string): string {
  const kept = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].filter(([, name]) =>
    ATTRIBUTES.has(name ?? ''),
  );
  return kept.map(([, name, value]) => ` ${name}="${value}"`).join('');
}

/** Converts HTML to text, with its lines and all other characters unchanged. */
export function plain(html: string): string {
  return html
    .replaceAll(/<br\s*\/?>/g, '\n')
    .replaceAll(/<\/(p|tr|div|li)>/g, '\n')
    .replaceAll(/<\/(th|td)>/g, ' ')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '');
}

export function fromText(text: string): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return `<p>${escaped.replaceAll('\n', '<br>')}</p>`;
}

/** Converts plain text for an HTML field to a paragraph, as iTop does. */
export function asHtml(text: string): string {
  return /^\s*</.test(text) ? sanitize(text) : `<p>${sanitize(text)}</p>`;
}
