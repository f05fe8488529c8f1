// The mailbox page: plain HTML that reloads itself every few seconds.
import type { Language } from '../../contract/primitives.ts';
import { escapeHtml } from './html.ts';
import type { StoredMail } from './mailer.ts';
import { pagePolicy } from './page-policy.ts';

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

/** 'self' allows the page to reload itself. */
export const MAILBOX_POLICY = pagePolicy(STYLE, "'self'");

const TEXTS = {
  en: {
    title: 'Mailbox',
    why: 'No SMTP server is configured: the mails stay here, on this computer, until the server stops.',
    empty:
      'No mail yet. Confirmation tokens that agents request, and invitations of staff, will appear here.',
    to: 'To',
    from: 'From',
    sent: 'Sent',
  },
  fr: {
    title: 'Boîte aux lettres',
    why: 'Aucun serveur SMTP n’est configuré : les courriels restent ici, sur cet ordinateur, jusqu’à l’arrêt du serveur.',
    empty:
      'Pas encore de courriel. Les jetons de confirmation que les agents demandent, et les invitations du personnel, apparaîtront ici.',
    to: 'À',
    from: 'De',
    sent: 'Envoyé le',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** Renders the page in `language`; the content of mails is escaped. */
export function renderMailbox(mails: readonly StoredMail[], language: Language): string {
  const { title, why, empty } = TEXTS[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5">
<title>${title} - Guichet</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${why}</p>
${mails.length === 0 ? `<p>${empty}</p>` : mails.map((mail) => renderMail(mail, language)).join('\n')}
</main>
</body>
</html>
`;
}

function renderMail({ from, to, subject, text, sentAt }: StoredMail, language: Language): string {
  const names = TEXTS[language];
  return `<article>
<h2>${escapeHtml(subject)}</h2>
<dl>
<dt>${names.to}</dt><dd>${escapeHtml(to)}</dd>
<dt>${names.from}</dt><dd>${escapeHtml(from)}</dd>
<dt>${names.sent}</dt><dd><time datetime="${sentAt}">${sentAt.replace('T', ' ').slice(0, 19)} UTC</time></dd>
</dl>
<pre>${escapeHtml(text)}</pre>
</article>`;
}
