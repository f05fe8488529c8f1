// Converts a backend's HTML to text, spaces included.
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', nbsp: ' ', apos: "'", amp: '&' };

export function textOf(html: string): string {
  return html
    .replaceAll(/<br\s*\/?>/gi, '\n')
    .replaceAll(/<\/(?:p|div|tr|li|h\d|pre)>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(#x?)?([0-9a-z]+);/gi, (whole, sign: string | undefined, name: string) => {
      if (sign) return String.fromCodePoint(Number.parseInt(name, sign === '#x' ? 16 : 10));
      return ENTITIES[name.toLowerCase()] ?? whole;
    })
    .trim();
}
