// Puts values into the texts of mails: known names only, and no logic, so that no template can do anything else.
import { MAIL_VARIABLES, type MailEvent, type MailVariable } from '../../contract/mail-events.ts';
import { MAIL_VARIABLE, variablesIn } from '../../contract/mail-purpose.ts';
import type { MailWords } from '../../contract/mails.ts';
import type { Language } from '../../contract/primitives.ts';
import { escapeHtml, htmlMail } from '../mail/html.ts';
import type { Mail } from '../mail/mailer.ts';

const ADDRESS = /https?:\/\/[^\s<>"“”«»]+[^\s<>"“”«».,;:!?)]/g;
/** In characters. */
const LONGEST_SUBJECT = 250;

export type MailValues = Readonly<Record<MailVariable, string>>;
export type RenderedMail = Pick<Mail, 'subject' | 'text' | 'html'>;
/** Without the page around it. */
export type MailBody = Pick<RenderedMail, 'subject' | 'text'> & { paragraphs: readonly string[] };

/** What stands below the text, in the language of the mail. */
export type MailFooter = readonly string[];

/** Returns the first variable that a text of this event does not have, as it was written; null where it has all of them. */
export function unknownVariable(event: MailEvent, { subject, text }: MailWords): string | null {
  const known: readonly string[] = MAIL_VARIABLES[event];
  return variablesIn(`${subject}\n${text}`).find((name) => !known.includes(name)) ?? null;
}

/** Fills in a text. The subject has the ticket's number, also where its text does not name it. */
export function renderBody({ subject, text }: MailWords, values: MailValues): MailBody {
  const filled = oneLine(fill(subject, values));
  const numbered = filled.includes(values.number) ? filled : `[${values.number}] ${filled}`;
  const body = fill(text, values).replace(/\n{3,}/g, '\n\n');
  return {
    subject: numbered.slice(0, LONGEST_SUBJECT),
    text: `${body.trim()}\n`,
    paragraphs: paragraphsOf(text, values),
  };
}

/** Returns the mail as text and as HTML. `head`: what stands above the text. */
export function renderMail(
  language: Language,
  { subject, text, paragraphs }: MailBody,
  footer: MailFooter = [],
  head: readonly string[] = [],
): RenderedMail {
  const html = [...head.map(smallParagraph), ...paragraphs, ...footer.map(smallParagraph)].join('\n');
  return { subject, text: withFooter([...head, text].join('\n\n'), footer), html: htmlMail(language, html) };
}

/** Several mails in one, each below its subject. */
export function joinBodies(subject: string, bodies: readonly MailBody[]): MailBody {
  return {
    subject,
    text: bodies.map((body) => `${body.subject}\n\n${body.text}`).join('\n----\n\n'),
    paragraphs: bodies.flatMap((body) => [`<h2>${escapeHtml(body.subject)}</h2>`, ...body.paragraphs]),
  };
}

function fill(text: string, values: MailValues): string {
  return text.replace(MAIL_VARIABLE, (_whole, name: string) => values[name.trim() as MailVariable]);
}

function paragraphsOf(text: string, values: MailValues): string[] {
  return text.split(/\n{2,}/).flatMap((paragraph) => {
    // the words of the text around the variables, then each variable, in turn
    const html = paragraph
      .split(MAIL_VARIABLE)
      .map((part, index) =>
        index % 2 === 0 ? withLinks(part) : withLinks(values[part.trim() as MailVariable]),
      )
      .join('');
    return html.trim() === '' ? [] : [`<p>${html.trim()}</p>`];
  });
}

/** Escapes a text, and makes links of its web addresses. */
function withLinks(text: string): string {
  let html = '';
  let end = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    const link = escapeHtml(address);
    html += `${escaped(text.slice(end, index))}<a href="${link}">${link}</a>`;
    end = index + address.length;
  }
  return html + escaped(text.slice(end));
}

function escaped(text: string): string {
  return escapeHtml(text).replaceAll('\n', '<br>\n');
}

function withFooter(text: string, footer: MailFooter): string {
  // RFC 3676 section 4.3: what follows is no part of the message
  return footer.length === 0 ? text : `${text}\n-- \n${footer.join('\n')}\n`;
}

function smallParagraph(sentence: string): string {
  return `<p style="font-size: 12px; color: #616161">${withLinks(sentence)}</p>`;
}

/** Keeps no-break spaces. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
