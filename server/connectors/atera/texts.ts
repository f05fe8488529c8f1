// Texts stored in Atera: composes them, with the key in the last line, and parses them back.
import type { AteraSettings } from '../../../contract/atera-settings.ts';
import type { Language } from '../../../contract/primitives.ts';
import { textOfHtml } from '../../html-text.ts';
import type { LabelledValue, NewAttachment, NewComment, NewTicket, Person } from '../connector.ts';
import { PICTURE_PLACE } from '../html-pictures.ts';
import { named } from '../named.ts';
import { ATERA_LABELS } from './labels.ts';

/** at the very end, whatever markup Atera put around it */
const KEY = /\[guichet ([0-9a-f-]{36})\](?:\s|&nbsp;|<\/?[a-z][^>]*>)*$/i;
/** Matches real markup only: a technician's plain text may mention a <tag>. */
const MARKUP =
  /<\/(?:p|div|span|body|table|ul|ol|li|blockquote|font|a|b|strong|em)>|<br\s*\/?>|<img\s[^>]*>|&(?:nbsp|lt|gt|amp|quot|#\d+);/i;

function withKey(key: string, lines: readonly (string | null)[]): string {
  return [...lines.filter((line) => line !== null), `[guichet ${key}]`].join('\n');
}

/** Composes the description, which holds everything that Atera has no field for. */
export function describe(ticket: NewTicket, language: Language): string {
  const { description, organisation, requester, writtenBy, contacts, category } = ticket;
  const labels = ATERA_LABELS[language];
  const line = (label: string, value: string) => `${label}${labels.colon}${value}`;
  const list = (title: string, answers: readonly LabelledValue[]) =>
    answers.length === 0
      ? null
      : ['', title, ...answers.map(({ label, value }) => `- ${line(label, value)}`)].join('\n');
  return withKey(ticket.key, [
    description === '' ? null : `${description}\n`,
    line(labels.requester, named(requester)),
    line(labels.organisation, organisation),
    writtenBy && line(labels.writtenBy, named(writtenBy)),
    contacts.length === 0 ? null : line(labels.contacts, contacts.map(named).join(', ')),
    category && line(labels.category, category.name),
    line(labels.device, ticket.hostname),
    line(labels.windowsUser, ticket.userName),
    list(labels.answers, ticket.answers),
    list(labels.facts, ticket.facts),
    '',
  ]);
}

/** `isAuthor`: Atera shows the author by itself. */
export function commentText(
  { key, body, author }: Pick<NewComment, 'key' | 'body' | 'author'>,
  { isAuthor, language }: { isAuthor: boolean; language: Language },
): string {
  return withKey(key, [
    isAuthor ? null : `${named(author)}${ATERA_LABELS[language].colon.trimEnd()}`,
    body,
    '',
  ]);
}

export function linkText(
  { key, name, size, link }: NewAttachment,
  { linkDays, language }: Pick<AteraSettings, 'linkDays' | 'language'>,
): string {
  const labels = ATERA_LABELS[language];
  const text = `${name} (${sizeOf(size, language)}), ${labels.link(linkDays)}${labels.colon.trimEnd()}`;
  return withKey(key, [text, link(linkDays), '']);
}

/** `by`: the technician who resolved it here; null for the other help desk. */
export function solutionText(key: string, solution: string, by: Person | null, language: Language): string {
  return withKey(key, [titleOf('resolved', by, language), solution, '']);
}

/** Says why a technician here made the ticket pending. */
export function pendingText(key: string, reason: string, by: Person | null, language: Language): string {
  return withKey(key, [titleOf('pending', by, language), reason, '']);
}

function titleOf(label: 'resolved' | 'pending', by: Person | null, language: Language): string {
  const { [label]: text, colon } = ATERA_LABELS[language];
  // the name ends at the bracket, for `solutionIn`
  const name = by === null ? '' : ` (${by.fullName.replaceAll(/[()\n]/g, ' ').trim()})`;
  return `${text}${name}${colon.trimEnd()}`;
}

/** Returns the solution of a text made by `solutionText`, in either language; null for any other text. */
export function solutionIn(body: string): string | null {
  const { en, fr } = ATERA_LABELS;
  const begun = [en.resolved, fr.resolved].find((resolved) => body.startsWith(resolved));
  if (begun === undefined) return null;
  // Atera may have changed the space before the colon
  const title = /^(?: \([^)\n]*\))?\s*:/;
  return body.slice(begun.length).replace(title, '').trim();
}

function sizeOf(bytes: number, language: Language): string {
  const { kilobytes, megabytes } = ATERA_LABELS[language];
  const size = bytes / 1024;
  if (size < 1000) return `${Math.ceil(size)} ${kilobytes}`;
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${format.format(size / 1024)} ${megabytes}`;
}

/** Converts Atera's text to plain text: its own editor writes HTML. */
function plain(text: string): string {
  if (!MARKUP.test(text)) return text.replaceAll('\r\n', '\n').trim();
  return textOfHtml(text, PICTURE_PLACE).trim();
}

/** Returns the key at the end of the text, or null, and the rest as plain text. */
export function readText(text: string): { key: string | null; body: string } {
  const match = KEY.exec(text);
  return match?.[1]
    ? { key: match[1].toLowerCase(), body: plain(text.slice(0, match.index)) }
    : { key: null, body: plain(text) };
}
