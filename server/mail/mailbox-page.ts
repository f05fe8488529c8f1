// The mailbox page: plain HTML that reads itself again every few seconds.
import { createHash } from 'node:crypto';
import { escapeHtml } from './html.ts';
import type { KeptMail } from './mailer.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 14px/1.5 'Segoe UI Variable', 'Segoe UI', system-ui, sans-serif; }
  body { max-width: 720px; margin: 0 auto; padding: 24px 16px; }
  h1 { font-size: 20px; font-weight: 600; margin: 0 0 4px; }
  p { margin: 0 0 16px; opacity: 0.8; }
  article { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 8px; padding: 12px 16px; margin: 0 0 12px; }
  h2 { font-size: 16px; font-weight: 600; margin: 0; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 12px; margin: 4px 0 8px; opacity: 0.8; }
  dd { margin: 0; overflow-wrap: anywhere; }
  pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
`;

/** The page may show itself and nothing else. */
export const MAILBOX_POLICY = [
  "default-src 'self'",
  'img-src data:',
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function renderMailbox(mails: readonly KeptMail[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5">
<title>Mailbox - Guichet</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Mailbox</h1>
<p>No SMTP server is configured: the mails stay here, on this computer, until the server stops.</p>
${mails.length === 0 ? '<p>No mail yet. A confirmation token asked for by an agent will be here.</p>' : mails.map(renderMail).join('\n')}
</main>
</body>
</html>
`;
}

function renderMail({ from, to, subject, text, sentAt }: KeptMail): string {
  return `<article>
<h2>${escapeHtml(subject)}</h2>
<dl>
<dt>To</dt><dd>${escapeHtml(to)}</dd>
<dt>From</dt><dd>${escapeHtml(from)}</dd>
<dt>Sent</dt><dd><time datetime="${sentAt}">${sentAt.replace('T', ' ').slice(0, 19)} UTC</time></dd>
</dl>
<pre>${escapeHtml(text)}</pre>
</article>`;
}
