// The content policy of the plain pages that the server renders itself: their style is within, and they have no script.
import { createHash } from 'node:crypto';

/**
 * The page may show itself and nothing else. `style` is all that stands in its style element, `source` where the rest may
 * come from.
 */
export function pagePolicy(style: string, source: "'none'" | "'self'"): string {
  return [
    `default-src ${source}`,
    'img-src data:',
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
