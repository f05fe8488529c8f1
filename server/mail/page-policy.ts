// The Content-Security-Policy of pages that the server renders: inline style, no scripts.
import { createHash } from 'node:crypto';

/** `style` is the exact content of the style element; `source` is default-src, `forms` where forms are sent. */
export function pagePolicy(
  style: string,
  source: "'none'" | "'self'",
  forms: "'none'" | "'self'" = "'none'",
): string {
  return [
    `default-src ${source}`,
    'img-src data:',
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "base-uri 'none'",
    `form-action ${forms}`,
    "frame-ancestors 'none'",
  ].join('; ');
}
