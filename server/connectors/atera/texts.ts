// Texts as they lie in Atera: what is written there, with the key in its last line, and what is read back from it.
import type { NamedAnswer, NewAttachment, NewComment, NewTicket, Person } from '../connector.ts';
import { textOfHtml } from '../html-text.ts';

/** at the very end, whatever markup was put around it */
const KEY = /\[guichet ([0-9a-f-]{36})\](?:\s|&nbsp;|<\/?[a-z][^>]*>)*$/i;
/** What only a text with markup has: a technician's text may as well speak of one <tag>. */
const MARKUP =
  /<\/(?:p|div|span|body|table|ul|ol|li|blockquote|font|a|b|strong|em)>|<br\s*\/?>|&(?:nbsp|lt|gt|amp|quot|#\d+);/i;

function withKey(key: string, lines: readonly (string | null)[]): string {
  return [...lines.filter((line) => line !== null), `[guichet ${key}]`].join('\n');
}

function named({ fullName, email }: Person): string {
  return `${fullName} <${email}>`;
}

function list(title: string, answers: readonly NamedAnswer[]): string | null {
  if (answers.length === 0) return null;
  return ['', title, ...answers.map(({ label, value }) => `- ${label}: ${value}`)].join('\n');
}

/** All that Atera has no field for stands in the description. */
export function describe(ticket: NewTicket): string {
  const { description, organisation, requester, writtenBy, contacts, category } = ticket;
  return withKey(ticket.key, [
    description === '' ? null : `${description}\n`,
    `Requester: ${named(requester)}`,
    `Organisation: ${organisation}`,
    writtenBy && `Written on their behalf by: ${named(writtenBy)}`,
    contacts.length === 0 ? null : `Also takes part: ${contacts.map(named).join(', ')}`,
    category && `Category: ${category.name}`,
    `Device: ${ticket.hostname}`,
    `Windows user: ${ticket.userName}`,
    list('Answers', ticket.answers),
    list('About the device', ticket.facts),
    '',
  ]);
}

/** `isAuthor`: Atera shows it as theirs. */
export function commentText({ key, body, author }: NewComment, isAuthor: boolean): string {
  return withKey(key, [isAuthor ? null : `${named(author)}:`, body, '']);
}

export function linkText({ key, name, size, link }: NewAttachment, days: number): string {
  return withKey(key, [`${name} (${sizeOf(size)}), to be read for ${days} days:`, link(days), '']);
}

const RESOLVED = 'Resolved by the other help desk:';

export function solutionText(key: string, solution: string): string {
  return withKey(key, [RESOLVED, solution, '']);
}

/** What `solutionText` was made of; null for any other text of ours. */
export function solutionIn(body: string): string | null {
  return body.startsWith(RESOLVED) ? body.slice(RESOLVED.length).trim() : null;
}

function sizeOf(bytes: number): string {
  const kilobytes = bytes / 1024;
  return kilobytes < 1000 ? `${Math.ceil(kilobytes)} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

/** Plain text of what Atera has: its own editor writes HTML. */
function plain(text: string): string {
  if (!MARKUP.test(text)) return text.replaceAll('\r\n', '\n').trim();
  return textOfHtml(text).trim();
}

/** The key that a text of ours ends with, and the rest of it as plain text. */
export function readText(text: string): { key: string | null; body: string } {
  const match = KEY.exec(text);
  return match?.[1]
    ? { key: match[1].toLowerCase(), body: plain(text.slice(0, match.index)) }
    : { key: null, body: plain(text) };
}
