// The page that an invalid or expired file link leads to; it does not reveal the cause.
import { pagePolicy } from '../mail/page-policy.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 'Segoe UI Variable', 'Segoe UI', system-ui, sans-serif; }
  body { max-width: 560px; margin: 0 auto; padding: 48px 16px; }
  h1 { font-size: 20px; font-weight: 600; margin: 0 0 8px; }
  p { margin: 0 0 24px; }
`;

export const DEAD_LINK_POLICY = pagePolicy(STYLE, "'none'");

/** In both languages: readers come from other programs, whose language is unknown. */
export const DEAD_LINK_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Guichet</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<section>
<h1>This link does not lead to a file</h1>
<p>It has expired, or it was not copied completely. The ticket is unchanged. Copy the link again from the ticket, or ask whoever opened the ticket to send the file again.</p>
</section>
<section lang="fr">
<h1>Ce lien ne mène pas à un fichier</h1>
<p>Il a expiré, ou n’a pas été copié en entier. Le ticket n’a pas changé. Copiez de nouveau le lien depuis le ticket, ou demandez à la personne qui a ouvert le ticket de renvoyer le fichier.</p>
</section>
</main>
</body>
</html>
`;
