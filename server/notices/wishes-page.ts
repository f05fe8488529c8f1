// The page that the link in a mail leads to: what somebody wishes to be mailed. Plain HTML without scripts.
import type { MailWish } from '../../contract/mail-wish.ts';
import type { Language } from '../../contract/primitives.ts';
import { pagePolicy } from '../mail/page-policy.ts';
import type { Unsubscriber } from './unsubscribe-links.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 'Segoe UI Variable', 'Segoe UI', system-ui, sans-serif; }
  body { max-width: 560px; margin: 0 auto; padding: 48px 16px; }
  h1 { font-size: 20px; font-weight: 600; margin: 0 0 8px; }
  p { margin: 0 0 24px; }
  form { display: grid; gap: 8px; justify-items: start; }
  button { font: inherit; text-align: start; padding: 6px 12px; border-radius: 4px; border: 1px solid color-mix(in srgb, currentColor 40%, transparent); background: transparent; color: inherit; cursor: pointer; }
  button:hover { background: color-mix(in srgb, currentColor 8%, transparent); }
`;

export const WISHES_POLICY = pagePolicy(STYLE, "'none'", "'self'");

interface PageTexts {
  title: string;
  requester: string;
  wishes: Record<MailWish, string>;
  staff: string;
  stop: string;
  done: string;
  doneText: string;
  dead: string;
  deadText: string;
}

const TEXTS: Readonly<Record<Language, PageTexts>> = {
  en: {
    title: 'Mails about your tickets',
    requester:
      'What a technician writes to you, and a rejected approval, is always mailed. Choose what else is:',
    wishes: {
      words: 'Nothing else',
      unshown: 'What Guichet on your computer has not shown within five minutes',
      always: 'Everything, also what Guichet on your computer has shown',
    },
    staff: 'The page Account of the console says what you are mailed, and can gather it in one mail.',
    stop: 'Send me no more mails like this one',
    done: 'Your choice is saved',
    doneText: 'It holds from the next mail on. The link in any mail leads back here.',
    dead: 'This link does not lead anywhere',
    deadText: 'It was not copied completely. Nothing was changed; open the link in the mail again.',
  },
  fr: {
    title: 'Courriels à propos de vos tickets',
    requester:
      'Ce qu’un technicien vous écrit, et le rejet d’une approbation, vous sont toujours envoyés. Choisissez ce qui l’est aussi\u00a0:',
    wishes: {
      words: 'Rien d’autre',
      unshown: 'Ce que Guichet n’a pas affiché sur votre ordinateur dans les cinq minutes',
      always: 'Tout, y compris ce que Guichet a affiché sur votre ordinateur',
    },
    staff:
      'La page Compte de la console indique les courriels que vous recevez, et peut les réunir en un seul.',
    stop: 'Ne plus m’envoyer de courriels comme celui-ci',
    done: 'Votre choix est enregistré',
    doneText: 'Il vaut dès le prochain courriel. Le lien de n’importe quel courriel ramène ici.',
    dead: 'Ce lien ne mène nulle part',
    deadText:
      'Il n’a pas été copié en entier. Rien n’a été modifié\u00a0; ouvrez de nouveau le lien du courriel.',
  },
};

/** Asks; sending the form changes what it says. */
export function wishesPage(who: Unsubscriber, language: Language): string {
  const { title, requester, wishes, staff, stop } = TEXTS[language];
  const button = (wish: string, label: string) => `<button name="wish" value="${wish}">${label}</button>`;
  const buttons =
    who.kind === 'staff'
      ? button('none', stop)
      : Object.entries(wishes)
          .map(([wish, label]) => button(wish, label))
          .join('\n');
  const why = who.kind === 'staff' ? staff : requester;
  return page(language, title, `<p>${why}</p>\n<form method="post">\n${buttons}\n</form>`);
}

export function savedWishPage(language: Language): string {
  const { done, doneText } = TEXTS[language];
  return page(language, done, `<p>${doneText}</p>`);
}

export function deadWishesPage(language: Language): string {
  const { dead, deadText } = TEXTS[language];
  return page(language, dead, `<p>${deadText}</p>`);
}

function page(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} - Guichet</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}
