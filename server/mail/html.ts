// The HTML of mails and of plain pages.
import type { Language } from '../../contract/primitives.ts';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Returns the HTML part of a mail. `body` is HTML already. */
export function htmlMail(language: Language, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<body style="font-family: 'Segoe UI', system-ui, sans-serif; color: #242424; line-height: 1.5">
${body}
</body>
</html>
`;
}
